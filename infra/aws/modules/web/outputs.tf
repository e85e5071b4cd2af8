output "url" {
  description = "WEB_URL of the functions: where people go."
  value       = "https://${coalesce(var.domain, aws_cloudfront_distribution.this.domain_name)}"
}

output "bucket" {
  description = "Where the built web app is put."
  value       = aws_s3_bucket.web.id
}

output "bucket_arn" {
  description = "ARN of that bucket."
  value       = aws_s3_bucket.web.arn
}

output "distribution_id" {
  description = "What is invalidated after a release."
  value       = aws_cloudfront_distribution.this.id
}

output "distribution_arn" {
  description = "ARN of the distribution."
  value       = aws_cloudfront_distribution.this.arn
}

output "distribution_domain" {
  description = "What a domain of one's own points to, as a CNAME or an alias."
  value       = aws_cloudfront_distribution.this.domain_name
}
