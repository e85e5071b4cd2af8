# Empty: the key and the secret in it are made by bin/application_secret.py, so that they are in no state, no plan and no shell history.
resource "aws_secretsmanager_secret" "application" {
  #checkov:skip=CKV2_AWS_57:rotation is announce, switch, retire with a deploy between them; a timer cannot deploy. bin/application_secret.py does it
  name                    = "${var.name}/application"
  description             = "TOKEN_SIGNING_KEY, TOKEN_JWKS and IDEMPOTENCY_SECRET of ${var.name}"
  kms_key_id              = var.key_arn
  recovery_window_in_days = var.recovery_window_days
}

# The version the next deploy resolves. It changes with every rotation; a template whose parameters are the same would resolve nothing anew.
resource "aws_ssm_parameter" "version" {
  #checkov:skip=CKV2_AWS_34:the id of a version is no secret, and CloudFormation resolves no SecureString for functions
  name           = "${var.parameter_prefix}/secrets/application-version"
  description    = "Version id of the application secret that is deployed next; written by bin/application_secret.py"
  type           = "String"
  insecure_value = "none"

  lifecycle {
    ignore_changes = [insecure_value]
  }
}
