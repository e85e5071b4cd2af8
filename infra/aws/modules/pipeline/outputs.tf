output "deploy_role_arn" {
  description = "Role that the release workflow takes by OIDC."
  value       = aws_iam_role.deploy.arn
}

output "cloudformation_role_arn" {
  description = "Role that CloudFormation deploys the functions with."
  value       = aws_iam_role.cloudformation.arn
}

output "artifact_bucket" {
  description = "Where `sam deploy` puts the built functions."
  value       = aws_s3_bucket.artifacts.id
}
