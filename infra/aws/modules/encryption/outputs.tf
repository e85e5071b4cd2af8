output "key_arn" {
  description = "ARN of the environment's key."
  value       = aws_kms_key.this.arn
}

output "deletion_window_days" {
  description = "How long the key can be brought back after it was deleted, in days."
  value       = aws_kms_key.this.deletion_window_in_days
}
