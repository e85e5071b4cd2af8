output "url" {
  description = "DATABASE_URL of the functions: through the proxy, without a password."
  value       = "postgresql://${local.user}@${aws_db_proxy.this.endpoint}:${local.port}/${aws_rds_cluster.this.database_name}?sslmode=verify-full"
}

output "proxy_resource_id" {
  description = "prx-…: what rds-db:connect is given on."
  value       = element(split(":", aws_db_proxy.this.arn), 6)
}

output "cluster_arn" {
  description = "The Aurora cluster."
  value       = aws_rds_cluster.this.arn
}

output "master_secret_arn" {
  description = "Where RDS keeps the password, for an operator in an emergency."
  value       = aws_rds_cluster.this.master_user_secret[0].secret_arn
}

output "deletion_protection" {
  description = "Whether AWS refuses to delete the cluster."
  value       = aws_rds_cluster.this.deletion_protection
}

output "final_snapshot" {
  description = "Name of the snapshot that is left when the cluster is deleted; null for none."
  value       = aws_rds_cluster.this.final_snapshot_identifier
}
