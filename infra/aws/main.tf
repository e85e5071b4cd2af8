# What stands under the functions. The functions themselves are in template.yaml, deployed by SAM; the two speak by SSM parameters alone.

locals {
  name             = "medbook-${var.environment}"
  parameter_prefix = "/medbook/${var.environment}"
  # Lifted for a take-down alone. Secrets and the key keep their long windows then: the last snapshot can be read with that key alone.
  protected = var.deletion_protection && !var.taking_down

  tags = {
    application = "medbook"
    environment = var.environment
    managed-by  = "terraform"
  }
}

module "encryption" {
  source = "./modules/encryption"

  name                 = local.name
  deletion_window_days = var.environment == "prod" || var.deletion_protection ? 30 : 7
}

module "network" {
  source = "./modules/network"

  name               = local.name
  cidr               = var.cidr
  zones              = var.zones
  on_demand_pollers  = var.on_demand_pollers
  log_retention_days = var.log_retention_days
  key_arn            = module.encryption.key_arn
}

module "database" {
  source = "./modules/database"

  name                  = local.name
  engine_version        = var.database_engine_version
  min_capacity          = var.database_min_capacity
  max_capacity          = var.database_max_capacity
  instance_count        = var.database_instances
  backup_retention_days = var.database_backup_days
  deletion_protection   = local.protected
  final_snapshot        = var.final_snapshot
  log_retention_days    = var.log_retention_days
  subnet_ids            = module.network.subnet_ids
  security_group_id     = module.network.database_security_group_id
  key_arn               = module.encryption.key_arn
}

module "kafka" {
  source = "./modules/kafka"

  name              = local.name
  subnet_ids        = module.network.subnet_ids
  security_group_id = module.network.kafka_security_group_id
}

module "mail" {
  source = "./modules/mail"

  name     = local.name
  identity = var.mail_identity
}

module "secrets" {
  source = "./modules/secrets"

  name                 = local.name
  parameter_prefix     = local.parameter_prefix
  recovery_window_days = var.deletion_protection ? 30 : 0
  key_arn              = module.encryption.key_arn
}

module "alarms" {
  source = "./modules/alarms"

  name      = local.name
  addresses = var.alarm_addresses
  key_arn   = module.encryption.key_arn
}

module "budget" {
  source = "./modules/budget"

  name          = local.name
  monthly_limit = var.monthly_budget
  addresses     = var.alarm_addresses
}

# Published by the functions' template, so it is there from the first `sam deploy` on.
data "aws_ssm_parameter" "api_domain" {
  count = var.api_deployed ? 1 : 0

  name = "${local.parameter_prefix}/api/domain"
}

module "firewall" {
  source = "./modules/firewall"
  count  = var.web_firewall ? 1 : 0

  providers = {
    aws = aws.us_east_1
  }

  name = local.name
}

module "web" {
  source = "./modules/web"

  name               = local.name
  api_domain         = var.api_deployed ? nonsensitive(data.aws_ssm_parameter.api_domain[0].value) : null
  domain             = var.web_domain
  certificate_arn    = var.web_certificate_arn
  web_acl_arn        = one(module.firewall[*].web_acl_arn)
  log_retention_days = var.log_retention_days
  force_destroy      = !local.protected
}

module "pipeline" {
  source = "./modules/pipeline"
  count  = var.github_repository == null ? 0 : 1

  name                 = local.name
  environment          = var.environment
  repository           = var.github_repository
  stack_name           = var.stack_name
  parameter_prefix     = local.parameter_prefix
  secret_arn           = module.secrets.application_arn
  key_arn              = module.encryption.key_arn
  web_bucket_arn       = module.web.bucket_arn
  web_distribution_arn = module.web.distribution_arn
  force_destroy        = !local.protected
}

module "parameters" {
  source = "./modules/parameters"

  prefix = local.parameter_prefix

  texts = {
    "database/url"               = module.database.url
    "database/proxy-resource-id" = module.database.proxy_resource_id
    "kafka/cluster-arn"          = module.kafka.cluster_arn
    "kafka/bootstrap-servers"    = module.kafka.bootstrap_servers
    "mail/url"                   = module.mail.url
    "mail/from"                  = var.mail_from
    "mail/identity-arn"          = module.mail.identity_arn
    "web/url"                    = module.web.url
    "web/proxy-ranges"           = module.web.proxy_ranges
    "web/bucket"                 = module.web.bucket
    "web/distribution-id"        = module.web.distribution_id
    "secrets/application-arn"    = module.secrets.application_arn
    "alarms/topic-arn"           = module.alarms.topic_arn
    "encryption/key-arn"         = module.encryption.key_arn
  }

  lists = {
    "network/subnet-ids"                  = module.network.subnet_ids
    "network/function-security-group-ids" = [module.network.function_security_group_id]
  }
}
