# The CDN, before it knows the API and after.

mock_provider "aws" {
  mock_data "aws_caller_identity" {
    defaults = { account_id = "111122223333" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }

  mock_data "aws_ec2_managed_prefix_list" {
    defaults = { entries = [{ cidr = "15.158.0.0/16", description = "" }, { cidr = "130.176.0.0/17", description = "" }] }
  }

  mock_resource "aws_cloudfront_distribution" {
    defaults = { arn = "arn:aws:cloudfront::111122223333:distribution/E1", domain_name = "d111111abcdef8.cloudfront.net" }
  }

  mock_resource "aws_cloudfront_function" {
    defaults = { arn = "arn:aws:cloudfront::111122223333:function/medbook-prod-spa" }
  }

  mock_resource "aws_s3_bucket" {
    defaults = { arn = "arn:aws:s3:::medbook-bucket", bucket_regional_domain_name = "medbook-bucket.s3.eu-central-1.amazonaws.com" }
  }
}

run "the_web_before_the_api" {
  module {
    source = "./modules/web"
  }

  variables {
    name               = "medbook-prod"
    web_acl_arn        = "arn:aws:wafv2:us-east-1:111122223333:global/webacl/medbook-prod-web/1"
    log_retention_days = 90
  }

  assert {
    condition     = length(aws_cloudfront_distribution.this.ordered_cache_behavior) == 0
    error_message = "Without an API everything is the web app."
  }

  assert {
    condition     = output.url == "https://d111111abcdef8.cloudfront.net"
    error_message = "Without a domain of one's own people go to CloudFront's."
  }

  assert {
    condition     = output.proxy_ranges == "130.176.0.0/17,15.158.0.0/16"
    error_message = "The functions are told which networks the CDN asks from."
  }

  assert {
    condition     = aws_cloudfront_distribution.this.web_acl_id == var.web_acl_arn
    error_message = "The firewall stands before the distribution."
  }

  assert {
    condition = alltrue([
      for block in [aws_s3_bucket_public_access_block.web, aws_s3_bucket_public_access_block.logs] :
      block.block_public_acls && block.block_public_policy && block.ignore_public_acls && block.restrict_public_buckets
    ])
    error_message = "No bucket can be made public."
  }

  assert {
    condition     = strcontains(aws_cloudfront_response_headers_policy.web.security_headers_config[0].content_security_policy[0].content_security_policy, "default-src 'none'; ")
    error_message = "A browser is told that nothing is allowed but what the policy names."
  }

  assert {
    condition     = toset(aws_cloudfront_response_headers_policy.web.custom_headers_config[0].items[*].header) == toset(["Cross-Origin-Opener-Policy", "Permissions-Policy"])
    error_message = "What CloudFront has no block for is a header by name."
  }
}

run "the_web_with_the_api" {
  module {
    source = "./modules/web"
  }

  variables {
    name               = "medbook-prod"
    api_domain         = "abc123.execute-api.eu-central-1.amazonaws.com"
    domain             = "book.clinic.example"
    certificate_arn    = "arn:aws:acm:us-east-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"
    log_retention_days = 90
  }

  assert {
    condition     = [for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.path_pattern] == ["/v1/*", "/.well-known/*", "/health", "/ready"]
    error_message = "What the gateway routes goes to the API."
  }

  assert {
    condition     = alltrue([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : behaviour.cache_policy_id == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"])
    error_message = "An answer of the API is never cached."
  }

  assert {
    condition     = alltrue([for behaviour in aws_cloudfront_distribution.this.ordered_cache_behavior : contains(behaviour.allowed_methods, "PATCH") && contains(behaviour.allowed_methods, "DELETE")])
    error_message = "Every method of the contract passes."
  }

  assert {
    condition     = output.url == "https://book.clinic.example" && aws_cloudfront_distribution.this.viewer_certificate[0].minimum_protocol_version == "TLSv1.2_2021"
    error_message = "A domain of one's own is served with TLS 1.2 at least."
  }
}

run "a_certificate_of_another_region_and_inline_scripts_are_refused" {
  command = plan

  module {
    source = "./modules/web"
  }

  variables {
    name                    = "medbook-prod"
    domain                  = "book.clinic.example"
    certificate_arn         = "arn:aws:acm:eu-central-1:111122223333:certificate/00000000-0000-0000-0000-000000000000"
    log_retention_days      = 90
    content_security_policy = { "default-src" = "'self'", "script-src" = "'self' 'unsafe-inline'" }
  }

  expect_failures = [var.certificate_arn, var.content_security_policy]
}
