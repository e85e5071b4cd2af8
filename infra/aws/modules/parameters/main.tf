# How the functions' template learns what is here: `sam deploy` resolves these names, and `make deploy-web` two of web/. Renaming one breaks
# the next deploy.
resource "aws_ssm_parameter" "text" {
  #checkov:skip=CKV2_AWS_34:addresses and ARNs, no secret; CloudFormation resolves no SecureString for functions
  for_each = var.texts

  name           = "${var.prefix}/${each.key}"
  type           = "String"
  insecure_value = each.value
}

resource "aws_ssm_parameter" "list" {
  #checkov:skip=CKV2_AWS_34:ids of subnets and groups, no secret; CloudFormation resolves no SecureString for functions
  for_each = var.lists

  name           = "${var.prefix}/${each.key}"
  type           = "StringList"
  insecure_value = join(",", each.value)
}
