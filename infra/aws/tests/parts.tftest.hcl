# Kafka, mail and the pipeline, each by itself.

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
    condition     = strcontains(one([for record in output.dns_records : record.value if record.name == "_dmarc.clinic.example"]), "p=none")
    error_message = "The clinic's other mail is not put at risk: whoever wants to be strict knows every sender of the domain first."
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
