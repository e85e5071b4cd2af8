output "web_acl_arn" {
  description = "What the distribution is given."
  value       = aws_wafv2_web_acl.this.arn
}
