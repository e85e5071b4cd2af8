# Everything together: what production must be, what is published, and when the CDN knows the API.

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

  mock_data "aws_ec2_managed_prefix_list" {
    defaults = { entries = [{ cidr = "15.158.0.0/16", description = "" }, { cidr = "130.176.0.0/17", description = "" }] }
  }

  mock_data "aws_ssm_parameter" {
    defaults = { value = "abc123.execute-api.eu-central-1.amazonaws.com" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/medbook/log" }
  }

  mock_resource "aws_db_proxy_default_target_group" {
    defaults = { name = "default" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/medbook-prod-role" }
  }

  mock_resource "aws_kms_key" {
    defaults = { arn = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000" }
  }

  mock_resource "aws_vpc_endpoint" {
    defaults = { prefix_list_id = "pl-6ea54007" }
  }

  mock_resource "aws_rds_cluster" {
    defaults = {
      id                 = "medbook-prod"
      arn                = "arn:aws:rds:eu-central-1:111122223333:cluster:medbook-prod"
      master_user_secret = [{ secret_arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:rds!cluster-1", kms_key_id = "key", secret_status = "active" }]
    }
  }

  mock_resource "aws_db_proxy" {
    defaults = {
      arn      = "arn:aws:rds:eu-central-1:111122223333:db-proxy:prx-0123456789abcdef0"
      endpoint = "medbook-prod.proxy-abc.eu-central-1.rds.amazonaws.com"
    }
  }

  mock_resource "aws_msk_serverless_cluster" {
    defaults = {
      arn                        = "arn:aws:kafka:eu-central-1:111122223333:cluster/medbook-prod/11111111-2222-3333-4444-555555555555-s1"
      bootstrap_brokers_sasl_iam = "boot-abc.c1.kafka-serverless.eu-central-1.amazonaws.com:9098"
    }
  }

  mock_resource "aws_sesv2_email_identity" {
    defaults = {
      arn                     = "arn:aws:ses:eu-central-1:111122223333:identity/clinic.example"
      dkim_signing_attributes = { tokens = ["a", "b", "c"] }
    }
  }

  mock_resource "aws_secretsmanager_secret" {
    defaults = { arn = "arn:aws:secretsmanager:eu-central-1:111122223333:secret:medbook-prod/application-abc" }
  }

  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:111122223333:medbook-prod-alarms" }
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
}

mock_provider "aws" {
  alias = "us_east_1"

  mock_resource "aws_wafv2_web_acl" {
    defaults = { arn = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/medbook-prod-web/1" }
  }
}

variables {
  environment           = "prod"
  region                = "eu-central-1"
  zones                 = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  database_max_capacity = 32
  database_instances    = 2
  database_backup_days  = 35
  deletion_protection   = true
  mail_identity         = "clinic.example"
  mail_from             = "appointments@clinic.example"
  web_firewall          = true
  alarm_addresses       = ["operations@clinic.example"]
  monthly_budget        = 1600
  github_repository     = "clinic/medbook"
}

run "parameters_have_the_names_that_the_template_resolves" {
  assert {
    condition = output.parameter_names == tolist([
      "/medbook/prod/alarms/topic-arn",
      "/medbook/prod/database/proxy-resource-id",
      "/medbook/prod/database/url",
      "/medbook/prod/encryption/key-arn",
      "/medbook/prod/kafka/bootstrap-servers",
      "/medbook/prod/kafka/cluster-arn",
      "/medbook/prod/mail/from",
      "/medbook/prod/mail/identity-arn",
      "/medbook/prod/mail/url",
      "/medbook/prod/network/function-security-group-ids",
      "/medbook/prod/network/subnet-ids",
      "/medbook/prod/secrets/application-arn",
      "/medbook/prod/secrets/application-version",
      "/medbook/prod/web/bucket",
      "/medbook/prod/web/distribution-id",
      "/medbook/prod/web/proxy-ranges",
      "/medbook/prod/web/url",
    ])
    error_message = "template.yaml, samconfig.toml and bin/publish_web.py resolve these names."
  }

  assert {
    condition     = output.deploy_role_arn != null && output.cloudformation_role_arn != null
    error_message = "With a repository there are the roles that deploy."
  }
}

run "the_second_apply_learns_of_the_api_and_a_fork_deploys_nothing" {
  command = plan

  variables {
    api_deployed      = true
    github_repository = null
  }

  assert {
    condition     = length(module.pipeline) == 0
    error_message = "Without a repository there is no role that a stranger's token could take."
  }

  assert {
    condition     = data.aws_ssm_parameter.api_domain[0].name == "/medbook/prod/api/domain"
    error_message = "The functions' template publishes where its API is."
  }
}

# The two steps of docs/deploy/aws.md, "Take it down": first this, then `terraform destroy` with the same variables.
run "production_that_is_taken_down_can_be_deleted_and_leaves_its_data" {
  command = plan

  variables {
    taking_down  = true
    api_deployed = false
  }

  assert {
    condition     = !output.database_is_protected
    error_message = "Somebody who says so may delete the database."
  }

  assert {
    condition     = module.database.final_snapshot == "medbook-prod-final"
    error_message = "It leaves a last snapshot."
  }

  assert {
    condition     = module.encryption.deletion_window_days == 30
    error_message = "The key of that snapshot can be brought back for a month."
  }
}

run "production_is_protected_and_sends_as_itself" {
  command = plan

  variables {
    deletion_protection  = false
    final_snapshot       = false
    database_instances   = 1
    database_backup_days = 1
    zones                = ["eu-central-1a", "eu-central-1b"]
    mail_from            = "appointments@elsewhere.example"
  }

  expect_failures = [var.deletion_protection, var.final_snapshot, var.database_instances, var.database_backup_days, var.zones, var.mail_from]
}
