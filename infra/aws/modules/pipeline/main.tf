data "aws_caller_identity" "current" {}

data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  partition = data.aws_partition.current.partition
  account   = data.aws_caller_identity.current.account_id
  region    = data.aws_region.current.name
  regional  = "${local.region}:${local.account}"
  github    = "token.actions.githubusercontent.com"
  stack     = "arn:${local.partition}:cloudformation:${local.regional}:stack/${var.stack_name}/*"
}

# ---- Who may come in: a workflow of this repository that runs in this environment, after its approval, with a token of a few minutes.

resource "aws_iam_openid_connect_provider" "github" {
  url            = "https://${local.github}"
  client_id_list = ["sts.amazonaws.com"]
}

resource "aws_iam_role" "deploy" {
  name                 = "${var.name}-deploy"
  description          = "The release workflow of ${var.repository}, environment ${var.environment}"
  assume_role_policy   = data.aws_iam_policy_document.deploy_trust.json
  max_session_duration = 3600
}

data "aws_iam_policy_document" "deploy_trust" {
  statement {
    actions = ["sts:AssumeRoleWithWebIdentity"]

    principals {
      type        = "Federated"
      identifiers = [aws_iam_openid_connect_provider.github.arn]
    }

    condition {
      test     = "StringEquals"
      variable = "${local.github}:aud"
      values   = ["sts.amazonaws.com"]
    }

    # The environment of the token is what GitHub's protection rules guard; a branch name could be anybody's with a fork.
    condition {
      test     = "StringEquals"
      variable = "${local.github}:sub"
      values   = ["repo:${var.repository}:environment:${var.environment}"]
    }
  }
}

resource "aws_iam_role_policy" "deploy" {
  name   = "deploy"
  role   = aws_iam_role.deploy.id
  policy = data.aws_iam_policy_document.deploy.json
}

data "aws_iam_policy_document" "deploy" {
  statement {
    sid = "ChangeTheStack"
    actions = [
      "cloudformation:CreateChangeSet",
      "cloudformation:DeleteChangeSet",
      "cloudformation:DescribeChangeSet",
      "cloudformation:DescribeStackEvents",
      "cloudformation:DescribeStackResources",
      "cloudformation:DescribeStacks",
      "cloudformation:ExecuteChangeSet",
      "cloudformation:GetTemplate",
      "cloudformation:GetTemplateSummary",
      "cloudformation:ListStackResources",
    ]
    resources = [local.stack]
  }

  statement {
    sid       = "UseSam"
    actions   = ["cloudformation:CreateChangeSet"]
    resources = ["arn:${local.partition}:cloudformation:${local.region}:aws:transform/Serverless-2016-10-31"]
  }

  statement {
    sid       = "HandTheStackToCloudFormation"
    actions   = ["iam:PassRole"]
    resources = [aws_iam_role.cloudformation.arn]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["cloudformation.amazonaws.com"]
    }
  }

  statement {
    sid       = "PutWhatWasBuilt"
    actions   = ["s3:GetObject", "s3:PutObject"]
    resources = ["${aws_s3_bucket.artifacts.arn}/*"]
  }

  statement {
    sid       = "FindTheBuckets"
    actions   = ["s3:GetBucketLocation", "s3:ListBucket"]
    resources = [aws_s3_bucket.artifacts.arn, var.web_bucket_arn]
  }

  statement {
    sid       = "PublishTheWebApp"
    actions   = ["s3:DeleteObject", "s3:GetObject", "s3:PutObject"]
    resources = ["${var.web_bucket_arn}/*"]
  }

  statement {
    sid       = "ShowItAtOnce"
    actions   = ["cloudfront:CreateInvalidation", "cloudfront:GetInvalidation"]
    resources = [var.web_distribution_arn]
  }

  statement {
    sid       = "ReadWhatWasPublished"
    actions   = ["ssm:GetParameter", "ssm:GetParameters"]
    resources = ["arn:${local.partition}:ssm:${local.regional}:parameter${var.parameter_prefix}/*"]
  }

  statement {
    sid       = "ArtifactsAreEncrypted"
    actions   = ["kms:Decrypt", "kms:GenerateDataKey"]
    resources = [var.key_arn]

    condition {
      test     = "StringEquals"
      variable = "kms:ViaService"
      values   = ["s3.${local.region}.amazonaws.com"]
    }
  }
}

# ---- What CloudFormation may do with the stack. Nobody can take this role but CloudFormation, and the workflow can only hand it over.

resource "aws_iam_role" "cloudformation" {
  name               = "${var.name}-cloudformation"
  description        = "Makes what template.yaml names"
  assume_role_policy = data.aws_iam_policy_document.cloudformation_trust.json
}

data "aws_iam_policy_document" "cloudformation_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["cloudformation.amazonaws.com"]
    }
  }
}

resource "aws_iam_role_policy" "cloudformation" {
  name   = "make-the-stack"
  role   = aws_iam_role.cloudformation.id
  policy = data.aws_iam_policy_document.cloudformation.json
}

data "aws_iam_policy_document" "cloudformation" {
  #checkov:skip=CKV_AWS_109:it makes the functions' roles, whose names begin with the stack's, in an account of this environment alone
  #checkov:skip=CKV_AWS_110:it makes the functions' roles, whose names begin with the stack's, in an account of this environment alone
  #checkov:skip=CKV_AWS_111:the statements on "*" are for actions that name no resource; each says so
  #checkov:skip=CKV_AWS_356:the statements on "*" are for actions that name no resource; each says so
  #checkov:skip=CKV_AWS_107:the application secret is read to resolve it into the functions that need it
  #checkov:skip=CKV_AWS_108:the application secret is read to resolve it into the functions that need it

  # CloudFormation reads, makes, changes, tags and deletes a function by some thirty actions, and new ones with new properties; what
  # bounds it is that the account holds nothing but MedBook.
  statement {
    sid     = "Functions"
    actions = ["lambda:*"]
    resources = [
      "arn:${local.partition}:lambda:${local.regional}:function:*",
      "arn:${local.partition}:lambda:${local.regional}:layer:*",
      "arn:${local.partition}:lambda:${local.regional}:event-source-mapping:*",
      "arn:${local.partition}:lambda:${local.regional}:code-signing-config:*",
    ]
  }

  # These name no resource.
  statement {
    sid       = "EventSourcesAreFoundByList"
    actions   = ["lambda:CreateEventSourceMapping", "lambda:GetEventSourceMapping", "lambda:ListEventSourceMappings", "lambda:ListLayers"]
    resources = ["*"]
  }

  # An HTTP API's parts are paths under it, with ids nobody knows before.
  statement {
    sid     = "TheHttpApi"
    actions = ["apigateway:*"]
    resources = [
      "arn:${local.partition}:apigateway:${local.region}::/apis",
      "arn:${local.partition}:apigateway:${local.region}::/apis/*",
      "arn:${local.partition}:apigateway:${local.region}::/tags/*",
    ]
  }

  # An access log is a delivery, and deliveries name no resource.
  statement {
    sid = "AccessLogsAreDeliveries"
    actions = [
      "logs:CreateLogDelivery",
      "logs:DeleteLogDelivery",
      "logs:DescribeLogGroups",
      "logs:DescribeResourcePolicies",
      "logs:GetLogDelivery",
      "logs:ListLogDeliveries",
      "logs:PutResourcePolicy",
      "logs:UpdateLogDelivery",
    ]
    resources = ["*"]
  }

  statement {
    sid = "LogGroups"
    actions = [
      "logs:AssociateKmsKey",
      "logs:CreateLogGroup",
      "logs:DeleteLogGroup",
      "logs:DeleteMetricFilter",
      "logs:DeleteRetentionPolicy",
      "logs:DescribeMetricFilters",
      "logs:DisassociateKmsKey",
      "logs:ListTagsForResource",
      "logs:ListTagsLogGroup",
      "logs:PutMetricFilter",
      "logs:PutRetentionPolicy",
      "logs:TagLogGroup",
      "logs:TagResource",
      "logs:UntagResource",
    ]
    resources = [
      "arn:${local.partition}:logs:${local.regional}:log-group:/medbook/*",
      "arn:${local.partition}:logs:${local.regional}:log-group:/aws/*",
    ]
  }

  statement {
    sid = "Alarms"
    actions = [
      "cloudwatch:DeleteAlarms",
      "cloudwatch:DescribeAlarms",
      "cloudwatch:ListTagsForResource",
      "cloudwatch:PutMetricAlarm",
      "cloudwatch:TagResource",
      "cloudwatch:UntagResource",
    ]
    resources = ["arn:${local.partition}:cloudwatch:${local.regional}:alarm:*"]
  }

  statement {
    sid = "Schedules"
    actions = [
      "scheduler:CreateSchedule",
      "scheduler:CreateScheduleGroup",
      "scheduler:DeleteSchedule",
      "scheduler:DeleteScheduleGroup",
      "scheduler:GetSchedule",
      "scheduler:GetScheduleGroup",
      "scheduler:ListTagsForResource",
      "scheduler:TagResource",
      "scheduler:UntagResource",
      "scheduler:UpdateSchedule",
    ]
    resources = [
      "arn:${local.partition}:scheduler:${local.regional}:schedule/*",
      "arn:${local.partition}:scheduler:${local.regional}:schedule-group/*",
    ]
  }

  # Roles that template.yaml makes are called <stack>-<logical id>-<random>.
  statement {
    sid = "RolesOfTheFunctions"
    actions = [
      "iam:AttachRolePolicy",
      "iam:CreateRole",
      "iam:DeleteRole",
      "iam:DeleteRolePolicy",
      "iam:DetachRolePolicy",
      "iam:GetRole",
      "iam:GetRolePolicy",
      "iam:ListAttachedRolePolicies",
      "iam:ListRolePolicies",
      "iam:PutRolePolicy",
      "iam:TagRole",
      "iam:UntagRole",
      "iam:UpdateAssumeRolePolicy",
      "iam:UpdateRole",
    ]
    resources = ["arn:${local.partition}:iam::${local.account}:role/${var.stack_name}-*"]
  }

  # And the policies they share, <stack>-<logical id>-<random>.
  statement {
    sid = "PoliciesOfTheFunctions"
    actions = [
      "iam:CreatePolicy",
      "iam:CreatePolicyVersion",
      "iam:DeletePolicy",
      "iam:DeletePolicyVersion",
      "iam:GetPolicy",
      "iam:GetPolicyVersion",
      "iam:ListPolicyVersions",
      "iam:TagPolicy",
      "iam:UntagPolicy",
    ]
    resources = ["arn:${local.partition}:iam::${local.account}:policy/${var.stack_name}-*"]
  }

  # Not its own role, not the workflow's, not the proxy's. It keeps a template from changing those by mistake, and stops nobody who means it:
  # who may make roles with policies of their own writing can make one that may do anything. The account is the boundary (ADR 17).
  statement {
    sid     = "ButNotThoseOfTerraform"
    effect  = "Deny"
    actions = ["iam:*"]
    resources = [
      "arn:${local.partition}:iam::${local.account}:role/${var.name}-*",
      "arn:${local.partition}:iam::${local.account}:policy/${var.name}-*",
    ]
  }

  statement {
    sid       = "HandThemToTheirServices"
    actions   = ["iam:PassRole"]
    resources = ["arn:${local.partition}:iam::${local.account}:role/${var.stack_name}-*"]

    condition {
      test     = "StringEquals"
      variable = "iam:PassedToService"
      values   = ["lambda.amazonaws.com", "scheduler.amazonaws.com"]
    }
  }

  # The first API of an account makes this role.
  statement {
    sid       = "ApiGatewayHasARoleOfItsOwn"
    actions   = ["iam:CreateServiceLinkedRole"]
    resources = ["arn:${local.partition}:iam::${local.account}:role/aws-service-role/ops.apigateway.amazonaws.com/*"]

    condition {
      test     = "StringEquals"
      variable = "iam:AWSServiceName"
      values   = ["ops.apigateway.amazonaws.com"]
    }
  }

  # Lambda checks the network in the name of whoever makes the function; descriptions name no resource.
  statement {
    sid       = "LookAtTheNetwork"
    actions   = ["ec2:DescribeSecurityGroups", "ec2:DescribeSubnets", "ec2:DescribeVpcs"]
    resources = ["*"]
  }

  statement {
    sid       = "LookAtKafka"
    actions   = ["kafka:DescribeCluster", "kafka:DescribeClusterV2", "kafka:GetBootstrapBrokers"]
    resources = ["arn:${local.partition}:kafka:${local.regional}:cluster/${var.name}/*"]
  }

  statement {
    sid       = "ReadWhatWasBuilt"
    actions   = ["s3:GetObject", "s3:GetObjectVersion"]
    resources = ["${aws_s3_bucket.artifacts.arn}/*"]
  }

  statement {
    sid = "Parameters"
    actions = [
      "ssm:AddTagsToResource",
      "ssm:DeleteParameter",
      "ssm:GetParameter",
      "ssm:GetParameters",
      "ssm:ListTagsForResource",
      "ssm:PutParameter",
      "ssm:RemoveTagsFromResource",
    ]
    resources = ["arn:${local.partition}:ssm:${local.regional}:parameter${var.parameter_prefix}/*"]
  }

  statement {
    sid       = "ResolveTheSecret"
    actions   = ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"]
    resources = [var.secret_arn]
  }

  statement {
    sid       = "UseTheKey"
    actions   = ["kms:CreateGrant", "kms:Decrypt", "kms:DescribeKey", "kms:Encrypt", "kms:GenerateDataKey"]
    resources = [var.key_arn]
  }
}

# ---- What `sam deploy` uploads.

resource "aws_s3_bucket" "artifacts" {
  #checkov:skip=CKV_AWS_18:the workflow and CloudFormation are its only readers, and CloudTrail names them
  #checkov:skip=CKV_AWS_144:what was built can be built again from its tag
  #checkov:skip=CKV2_AWS_62:CloudFormation is told by the workflow
  bucket        = "${var.name}-artifacts-${local.account}"
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_versioning" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    bucket_key_enabled = true

    apply_server_side_encryption_by_default {
      sse_algorithm     = "aws:kms"
      kms_master_key_id = var.key_arn
    }
  }
}

resource "aws_s3_bucket_public_access_block" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# A rollback goes to the release before; a year of them is more than enough.
resource "aws_s3_bucket_lifecycle_configuration" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id

  rule {
    id     = "old-releases"
    status = "Enabled"
    filter {}

    expiration {
      days = 365
    }

    noncurrent_version_expiration {
      noncurrent_days = 30
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.artifacts]
}

resource "aws_s3_bucket_policy" "artifacts" {
  bucket = aws_s3_bucket.artifacts.id
  policy = data.aws_iam_policy_document.artifacts.json

  depends_on = [aws_s3_bucket_public_access_block.artifacts]
}

data "aws_iam_policy_document" "artifacts" {
  statement {
    sid       = "NothingInClear"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.artifacts.arn, "${aws_s3_bucket.artifacts.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}
