# Aurora behind a proxy: no password anywhere, TLS everywhere, restorable.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
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

  mock_resource "aws_db_proxy_default_target_group" {
    defaults = { name = "default" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/medbook-prod-database-proxy" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name                  = "medbook-prod"
  engine_version        = "17.5"
  min_capacity          = 0.5
  max_capacity          = 8
  instance_count        = 2
  backup_retention_days = 14
  deletion_protection   = true
  log_retention_days    = 90
  subnet_ids            = ["subnet-1", "subnet-2"]
  security_group_id     = "sg-1"
  key_arn               = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
}

run "functions_need_no_password" {
  module {
    source = "./modules/database"
  }

  assert {
    condition     = output.url == "postgresql://medbook@medbook-prod.proxy-abc.eu-central-1.rds.amazonaws.com:5432/medbook?sslmode=verify-full"
    error_message = "DATABASE_URL leads to the proxy, has no password, and checks the server's name."
  }

  assert {
    condition     = output.proxy_resource_id == "prx-0123456789abcdef0"
    error_message = "rds-db:connect is given on the proxy's resource id."
  }

  assert {
    condition     = one(aws_db_proxy.this.auth).iam_auth == "REQUIRED" && aws_db_proxy.this.require_tls
    error_message = "The proxy takes IAM and TLS, nothing else."
  }

  assert {
    condition     = aws_rds_cluster.this.manage_master_user_password && aws_rds_cluster.this.master_password == null
    error_message = "RDS keeps the password; Terraform never sees one."
  }

  assert {
    condition     = aws_rds_cluster.this.master_username == "medbook"
    error_message = "The proxy's user is the one the functions are given rds-db:connect for."
  }
}

run "protected" {
  command = plan

  module {
    source = "./modules/database"
  }

  assert {
    condition     = aws_rds_cluster.this.deletion_protection
    error_message = "What is protected is not deleted."
  }

  assert {
    condition     = aws_rds_cluster.this.storage_encrypted && aws_rds_cluster.this.kms_key_id == var.key_arn
    error_message = "The storage is encrypted with the environment's key."
  }

  assert {
    condition     = alltrue([for instance in aws_rds_cluster_instance.this : instance.publicly_accessible == false])
    error_message = "No instance has a public address."
  }

  assert {
    condition     = one([for parameter in aws_rds_cluster_parameter_group.this.parameter : parameter.value if parameter.name == "rds.force_ssl"]) == "1"
    error_message = "The cluster itself takes TLS alone."
  }
}

run "what_is_no_longer_protected_leaves_a_last_snapshot_and_its_backups" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_rds_cluster.this.deletion_protection && !aws_rds_cluster.this.skip_final_snapshot && aws_rds_cluster.this.final_snapshot_identifier == "medbook-prod-final"
    error_message = "To lift the protection is not to give up the data."
  }

  assert {
    condition     = !aws_rds_cluster.this.delete_automated_backups
    error_message = "The backups of the last days outlive the cluster."
  }
}

run "nothing_is_left_where_nothing_is_wanted" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    deletion_protection = false
    final_snapshot      = false
  }

  assert {
    condition     = aws_rds_cluster.this.skip_final_snapshot && aws_rds_cluster.this.delete_automated_backups
    error_message = "An account to try things out in is deleted without a trace."
  }
}

run "a_cluster_behind_a_proxy_never_pauses" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    min_capacity = 0
  }

  expect_failures = [var.min_capacity]
}

run "the_most_is_not_less_than_the_least" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    min_capacity = 16
  }

  expect_failures = [var.max_capacity]
}

run "a_version_is_pinned_to_the_minor" {
  command = plan

  module {
    source = "./modules/database"
  }

  variables {
    engine_version = "17"
  }

  expect_failures = [var.engine_version]
}
