output "cluster_arn" {
  description = "The MSK Serverless cluster."
  value       = aws_msk_serverless_cluster.this.arn
}

output "bootstrap_servers" {
  description = "KAFKA_BOOTSTRAP_SERVERS: the listener that takes IAM."
  value       = aws_msk_serverless_cluster.this.bootstrap_brokers_sasl_iam
}

output "operator_policy_arn" {
  description = "Policy for whoever lists and replays dead letters."
  value       = aws_iam_policy.operator.arn
}
