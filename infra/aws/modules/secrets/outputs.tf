output "application_arn" {
  description = "The application secret."
  value       = aws_secretsmanager_secret.application.arn
}

output "version_parameter_name" {
  description = "The parameter that bin/application_secret.py writes."
  value       = aws_ssm_parameter.version.name
}
