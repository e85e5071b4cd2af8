# Kafka, mail, the web and the pipeline, each by itself.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_resource "aws_msk_serverless_cluster" {
    defaults = { arn = "arn:aws:kafka:eu-central-1:111122223333:cluster/medbook-prod/11111111-2222-3333-4444-555555555555-s1" }
  }

  mock_resource "aws_sesv2_email_identity" {
    defaults = {
      arn                     = "arn:aws:ses:eu-central-1:111122223333:identity/clinic.example"
      dkim_signing_attributes = { tokens = ["a", "b", "c"] }
    }
  }

  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::111122223333:distribution/E1", domain_name = "d111111abcdef8.cloudfront.net" }
  }

  mock_resource "aws_cloudfront_function" {
    defaults = { arn = "arn:aws:cloudfront::111122223333:function/medbook-prod-spa" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::medbook-bucket", bucket_regional_domain_name = "medbook-bucket.s3.eu-central-1.amazonaws.com" }
  }

  mock_resource "aws_iam_openid_connect_provider" {
    defaults = { arn = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/medbook-prod-role" }
  }
}

mock_provider "aws" {
  alias = "us_east_1"

  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/medbook-prod-web/1" }
  }
}

run "kafka_takes_iam_alone" {
  module {
    source = "./modules/kafka"
  }

  variables {
    name              = "medbook-prod"
    subnet_ids        = ["subnet-1", "subnet-2"]
    security_group_id = "sg-1"
  }

  assert {
    condition     = aws_msk_serverless_cluster.this.client_authentication[0].sasl[0].iam[0].enabled
    error_message = "IAM says who may read and write."
  }

  assert {
    condition     = data.aws_iam_policy_document.operator.statement[1].resources == toset(["arn:aws:kafka:eu-central-1:111122223333:topic/medbook-prod/11111111-2222-3333-4444-555555555555-s1/appointment-dead-letter"])
    error_message = "An operator reads the dead letters of this cluster, and no other topic."
  }

  assert {
    condition     = !contains(data.aws_iam_policy_document.operator.statement[2].resources, "*")
    error_message = "Replaying writes the events' topics alone."
  }
}

run "a_mail_domain_has_its_records" {
  module {
    source = "./modules/mail"
  }

  variables {
    name     = "medbook-prod"
    identity = "clinic.example"
  }

  assert {
    condition     = output.url == "ses://eu-central-1"
    error_message = "MAIL_URL names the region."
  }

  assert {
    condition     = length([for record in output.dns_records : record if record.type == "CNAME"]) == 3
    error_message = "DKIM is three records."
  }

  assert {
    condition     = length([for record in output.dns_records : record if record.name == "_dmarc.clinic.example"]) == 1
    error_message = "DMARC is one."
  }

  assert {
    condition     = aws_sesv2_configuration_set.this.delivery_options[0].tls_policy == "REQUIRE"
    error_message = "A mail is never sent in clear."
  }
}

run "a_mail_address_has_none" {
  command = plan

  module {
    source = "./modules/mail"
  }

  variables {
    name     = "medbook-dev"
    identity = "appointments@clinic.example"
  }

  assert {
    condition     = length(output.dns_records) == 0 && length(aws_sesv2_email_identity_mail_from_attributes.this) == 0
    error_message = "An address is proved by a link, not by records."
  }
}

run "no_identity_is_refused" {
  command = plan

  module {
    source = "./modules/mail"
  }

  variables {
    name     = "medbook-dev"
    identity = "https://clinic.example"
  }

  expect_failures = [var.identity]
}

run "the_web_before_the_api" {
  module {
    source = "./modules/web"
  }

  variables {
    name               = "medbook-prod"
    firewall           = true
    log_retention_days = 90
  }

  assert {
    condition     = length(aws_cloudfront_distribution.this.ordered_cache_behavior) == 0
    error_message = "Without an API everything is the web app."
  }

  assert {
    condition     = output.url == "https://d111111abcdef8.cloudfront.net"
    error_message = "Without a domain of one's own people go to CloudFront's."
  }

  assert {
    condition     = length(aws_wafv2_web_acl.this) == 1 && aws_cloudfront_distribution.this.web_acl_id == aws_wafv2_web_acl.this[0].arn
    error_message = "The firewall stands before the distribution."
  }

  assert {
    condition = alltrue([
      for block in [aws_s3_bucket_public_access_block.web, aws_s3_bucket_public_access_block.logs] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "No bucket can be made public."
  }
}

run "the_web_with_the_api" {
  module {
    source = "./modules/web"
  }

  variables {
    name               = "medbook-prod"
    api_domain         = "abc123.execute-api.eu-central-1.amazonaws.com"
    domain             = "book.clinic.example"
    certificate_arn    = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"
    firewall           = false
    log_retention_days = 90
  }

  assert {
    condition     = [for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.path_pattern] == ["/v1/*", "/.well-known/*", "/openapi.json", "/health", "/ready"]
    error_message = "What the gateway routes goes to the API."
  }

  assert {
    condition     = alltrue([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"])
    error_message = "An answer of the API is never cached."
  }

  assert {
    condition     = alltrue([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : contains(behaviour.allowed_methods, "PATCH") && contains(behaviour.allowed_methods, "DELETE")])
    error_message = "Every method of the contract passes."
  }

  assert {
    condition     = output.url == "https://book.clinic.example" && aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "A domain of one's own is served with TLS 1.2 at least."
  }
}

run "a_certificate_of_another_region_and_inline_scripts_are_refused" {
  command = plan

  module {
    source = "./modules/web"
  }

  variables {
    name                    = "medbook-prod"
    domain                  = "book.clinic.example"
    certificate_arn         = "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"
    firewall                = false
    log_retention_days      = 90
    content_security_policy = { "default-src" = "'self'", "script-src" = "'self' 'unsafe-inline'" }
  }

  expect_failures = [var.certificate_arn, var.content_security_policy]
}

run "only_this_repository_in_this_environment_deploys" {
  module {
    source = "./modules/pipeline"
  }

  variables {
    name                 = "medbook-prod"
    environment          = "prod"
    repository           = "clinic/medbook"
    stack_name           = "medbook"
    parameter_prefix     = "/medbook/prod"
    secret_arn           = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:medbook-prod/application-abc"
    key_arn              = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
    web_bucket_arn       = "arn:aws:s3:::medbook-prod-web-111122223333"
    web_distribution_arn = "arn:aws:cloudfront::111122223333:distribution/E1"
  }

  assert {
    condition = toset(flatten([
      for condition in data.aws_iam_policy_document.deploy_trust.statement[0].condition : condition.values
      if condition.test == "StringEquals" && condition.variable == "token.actions.githubusercontent.com:sub"
    ])) == toset(["repo:clinic/medbook:environment:prod"])
    error_message = "The trust names one repository and one environment."
  }
}

run "every_repository_is_refused" {
  command = plan

  module {
    source = "./modules/pipeline"
  }

  variables {
    name                 = "medbook-prod"
    environment          = "prod"
    repository           = "clinic/*"
    stack_name           = "medbook"
    parameter_prefix     = "/medbook/prod"
    secret_arn           = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:medbook-prod/application-abc"
    key_arn              = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
    web_bucket_arn       = "arn:aws:s3:::medbook-prod-web-111122223333"
    web_distribution_arn = "arn:aws:cloudfront::111122223333:distribution/E1"
  }

  expect_failures = [var.repository]
}
