output "parameter_names" {
  description = "What the functions' template and bin/publish_web.py can resolve."
  value       = sort(concat(module.parameters.names, [module.secrets.version_parameter_name]))
}

output "application_secret_arn" {
  description = "The secret that bin/application_secret.py fills."
  value       = module.secrets.application_arn
}

output "mail_dns_records" {
  description = "Records to set at whoever serves the mail domain."
  value       = module.mail.dns_records
}

output "web_url" {
  description = "Where people go."
  value       = module.web.url
}

output "web_bucket" {
  description = "Where the built web app is put."
  value       = module.web.bucket
}

output "web_distribution_id" {
  description = "What is invalidated after a release of the web app."
  value       = module.web.distribution_id
}

output "web_distribution_domain" {
  description = "What a domain of one's own points to."
  value       = module.web.distribution_domain
}

output "kafka_operator_policy_arn" {
  description = "Policy for whoever lists and replays dead letters."
  value       = module.kafka.operator_policy_arn
}

output "database_master_secret_arn" {
  description = "Where RDS keeps the database's password, for an emergency."
  value       = module.database.master_secret_arn
}

output "encryption_key_arn" {
  description = "The environment's key: its database's snapshots can be read with it alone."
  value       = module.encryption.key_arn
}

output "database_is_protected" {
  description = "Whether AWS refuses to delete the database."
  value       = module.database.deletion_protection
}

output "deploy_role_arn" {
  description = "Role that the release workflow takes by OIDC."
  value       = one(module.pipeline[*].deploy_role_arn)
}

output "cloudformation_role_arn" {
  description = "Role that CloudFormation deploys the functions with: `sam deploy --role-arn`."
  value       = one(module.pipeline[*].cloudformation_role_arn)
}

output "artifact_bucket" {
  description = "Where `sam deploy --s3-bucket` puts the built functions."
  value       = one(module.pipeline[*].artifact_bucket)
}
