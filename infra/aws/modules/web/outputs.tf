output "url" {
  description = "WEB_URL of the functions: where people go."
  value       = "https://${coalesce(var.domain, aws_cloudfront_distribution.this.domain_name)}"
}

output "proxy_ranges" {
  description = "FORWARDED_ALLOW_IPS of the functions: the networks that the CDN asks the API from, in IPv4, as it asks."
  value       = join(",", sort([for entry in data.aws_ec2_managed_prefix_list.cloudfront.entries : entry.cidr]))

  precondition {
    # 4 KB are what Lambda has for all variables of a function, of which the others take half. AWS counts the list as 55 entries at most.
    condition     = length(join(",", [for entry in data.aws_ec2_managed_prefix_list.cloudfront.entries : entry.cidr])) <= 1536
    error_message = "CloudFront's networks have become too many for a variable of a function."
  }
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
