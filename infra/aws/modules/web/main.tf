data "aws_caller_identity" "current" {}

# AWS keeps it, and seldom changes it; the next apply and deploy after a change tell the functions.
data "aws_ec2_managed_prefix_list" "cloudfront" {
  name = "com.amazonaws.global.cloudfront.origin-facing"
}

locals {
  web_origin = "web"
  api_origin = "api"

  # Where the functions' template says it listens; asked for only after the first `sam deploy`.
  api_paths = var.api_domain == null ? [] : ["/v1/*", "/.well-known/*", "/health", "/ready"]

  # Managed policies of CloudFront: their ids are the same in every account.
  caching_optimized         = "658327ea-f89d-4fab-a63d-7e88639e58f6"
  caching_disabled          = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
  all_viewer_except_host    = "b689b0a8-53d0-40ab-baf2-68738e2966ac"
  security_headers          = "67f7725c-6f97-4210-82d7-5512b31e9d03"
  one_year                  = 31536000
  managed_certificate       = var.domain == null
  bucket                    = "${var.name}-web-${data.aws_caller_identity.current.account_id}"
  log_bucket                = "${var.name}-web-logs-${data.aws_caller_identity.current.account_id}"
  content_security_policies = join("; ", [for directive, sources in var.content_security_policy : "${directive} ${sources}"])
}

resource "aws_s3_bucket" "web" {
  #checkov:skip=CKV_AWS_145:the web app is public; a key would protect nothing and cost a call for each file
  #checkov:skip=CKV_AWS_18:CloudFront is the only reader, and logs who asked
  #checkov:skip=CKV_AWS_144:the web app is built from the repository; a copy in another region would be one more build to forget
  #checkov:skip=CKV2_AWS_62:nobody waits for a file of the web app
  bucket        = local.bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_versioning" "web" {
  bucket = aws_s3_bucket.web.id

  versioning_configuration {
    status = "Enabled"
  }
}

resource "aws_s3_bucket_server_side_encryption_configuration" "web" {
  bucket = aws_s3_bucket.web.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_public_access_block" "web" {
  bucket = aws_s3_bucket.web.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_ownership_controls" "web" {
  bucket = aws_s3_bucket.web.id

  rule {
    object_ownership = "BucketOwnerEnforced"
  }
}

# Old versions are for rolling back, and a release later nobody rolls back to them.
resource "aws_s3_bucket_lifecycle_configuration" "web" {
  bucket = aws_s3_bucket.web.id

  rule {
    id     = "old-versions"
    status = "Enabled"
    filter {}

    noncurrent_version_expiration {
      noncurrent_days = 90
    }

    # What is left of a file that was deleted and whose versions are gone.
    expiration {
      expired_object_delete_marker = true
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }

  depends_on = [aws_s3_bucket_versioning.web]
}

resource "aws_s3_bucket_policy" "web" {
  bucket = aws_s3_bucket.web.id
  policy = data.aws_iam_policy_document.web.json

  depends_on = [aws_s3_bucket_public_access_block.web]
}

data "aws_iam_policy_document" "web" {
  # ListBucket lets S3 say 404 for what is not there, instead of 403.
  statement {
    sid       = "ThisDistributionReads"
    actions   = ["s3:GetObject", "s3:ListBucket"]
    resources = [aws_s3_bucket.web.arn, "${aws_s3_bucket.web.arn}/*"]

    principals {
      type        = "Service"
      identifiers = ["cloudfront.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "AWS:SourceArn"
      values   = [aws_cloudfront_distribution.this.arn]
    }
  }

  statement {
    sid       = "NothingInClear"
    effect    = "Deny"
    actions   = ["s3:*"]
    resources = [aws_s3_bucket.web.arn, "${aws_s3_bucket.web.arn}/*"]

    principals {
      type        = "*"
      identifiers = ["*"]
    }

    condition {
      test     = "Bool"
      variable = "aws:SecureTransport"
      values   = ["false"]
    }
  }
}

resource "aws_s3_bucket" "logs" {
  #checkov:skip=CKV_AWS_145:CloudFront's standard logs take SSE-S3; a key of ours would have to let in a service of every region
  #checkov:skip=CKV_AWS_18:a log of who reads the logs would need a log of its own
  #checkov:skip=CKV_AWS_21:a log file is written once
  #checkov:skip=CKV_AWS_144:access logs hold addresses of people; they are kept in one place, and not for long
  #checkov:skip=CKV2_AWS_62:nobody waits for a log file
  bucket        = local.log_bucket
  force_destroy = var.force_destroy
}

resource "aws_s3_bucket_public_access_block" "logs" {
  bucket = aws_s3_bucket.logs.id

  block_public_acls       = true
  block_public_policy     = true
  ignore_public_acls      = true
  restrict_public_buckets = true
}

resource "aws_s3_bucket_server_side_encryption_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    apply_server_side_encryption_by_default {
      sse_algorithm = "AES256"
    }
  }
}

resource "aws_s3_bucket_ownership_controls" "logs" {
  #checkov:skip=CKV2_AWS_65:CloudFront writes its standard logs by an ACL of the bucket; public ones are blocked
  bucket = aws_s3_bucket.logs.id

  rule {
    object_ownership = "BucketOwnerPreferred"
  }
}

resource "aws_s3_bucket_lifecycle_configuration" "logs" {
  bucket = aws_s3_bucket.logs.id

  rule {
    id     = "forget"
    status = "Enabled"
    filter {}

    expiration {
      days = var.log_retention_days
    }

    abort_incomplete_multipart_upload {
      days_after_initiation = 1
    }
  }
}

resource "aws_cloudfront_origin_access_control" "web" {
  name                              = "${var.name}-web"
  description                       = "Only ${var.name}'s distribution reads its bucket"
  origin_access_control_origin_type = "s3"
  signing_behavior                  = "always"
  signing_protocol                  = "sigv4"
}

resource "aws_cloudfront_function" "spa" {
  name    = "${var.name}-spa"
  comment = "Pages of the web app that are no files are index.html"
  runtime = "cloudfront-js-2.0"
  publish = true
  code    = file("${path.module}/spa.js")
}

# What our gateway says where there is no CDN (localstack/gateway/web.py); tests/contract/test_web_headers.py compares the two.
resource "aws_cloudfront_response_headers_policy" "web" {
  #checkov:skip=CKV_AWS_259:preload is a promise for a whole domain, and its owner's to make
  name    = "${var.name}-web"
  comment = "What a browser may do with the web app"

  security_headers_config {
    content_security_policy {
      content_security_policy = local.content_security_policies
      override                = true
    }

    content_type_options {
      override = true
    }

    frame_options {
      frame_option = "DENY"
      override     = true
    }

    referrer_policy {
      referrer_policy = "no-referrer"
      override        = true
    }

    strict_transport_security {
      access_control_max_age_sec = local.one_year
      include_subdomains         = true
      override                   = true
    }
  }

  custom_headers_config {
    items {
      header   = "Cross-Origin-Opener-Policy"
      value    = "same-origin"
      override = true
    }

    items {
      header   = "Permissions-Policy"
      value    = "camera=(), geolocation=(), microphone=(), payment=()"
      override = true
    }
  }
}

resource "aws_cloudfront_distribution" "this" {
  #checkov:skip=CKV_AWS_310:the web app has one bucket and the API one gateway; a second origin would serve older files
  #checkov:skip=CKV_AWS_374:patients travel
  #checkov:skip=CKV_AWS_174:without a domain of one's own CloudFront's certificate is used, and it sets the protocol; with one it is TLSv1.2_2021
  #checkov:skip=CKV2_AWS_42:a domain of one's own is a variable; the examples begin without one
  #checkov:skip=CKV_AWS_68:the firewall is a variable, on in prod; the tests hold prod to it
  #checkov:skip=CKV2_AWS_47:nothing here is Java
  enabled             = true
  comment             = var.name
  http_version        = "http2and3"
  is_ipv6_enabled     = true
  price_class         = var.price_class
  default_root_object = "index.html"
  aliases             = local.managed_certificate ? [] : [var.domain]
  web_acl_id          = var.web_acl_arn

  origin {
    origin_id                = local.web_origin
    domain_name              = aws_s3_bucket.web.bucket_regional_domain_name
    origin_access_control_id = aws_cloudfront_origin_access_control.web.id
  }

  dynamic "origin" {
    for_each = var.api_domain == null ? [] : [var.api_domain]

    content {
      origin_id   = local.api_origin
      domain_name = origin.value

      custom_origin_config {
        http_port              = 80
        https_port             = 443
        origin_protocol_policy = "https-only"
        origin_ssl_protocols   = ["TLSv1.2"]
        # The gateway itself gives up after 30 s.
        origin_read_timeout = 30
      }
    }
  }

  default_cache_behavior {
    target_origin_id           = local.web_origin
    viewer_protocol_policy     = "redirect-to-https"
    allowed_methods            = ["GET", "HEAD", "OPTIONS"]
    cached_methods             = ["GET", "HEAD"]
    compress                   = true
    cache_policy_id            = local.caching_optimized
    response_headers_policy_id = aws_cloudfront_response_headers_policy.web.id

    function_association {
      event_type   = "viewer-request"
      function_arn = aws_cloudfront_function.spa.arn
    }
  }

  # Never cached: an answer may hold what only one person may see. Every header but Host goes on: the gateway knows itself by its own name.
  dynamic "ordered_cache_behavior" {
    for_each = local.api_paths

    content {
      path_pattern               = ordered_cache_behavior.value
      target_origin_id           = local.api_origin
      viewer_protocol_policy     = "https-only"
      allowed_methods            = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"]
      cached_methods             = ["GET", "HEAD"]
      compress                   = true
      cache_policy_id            = local.caching_disabled
      origin_request_policy_id   = local.all_viewer_except_host
      response_headers_policy_id = local.security_headers
    }
  }

  viewer_certificate {
    cloudfront_default_certificate = local.managed_certificate
    acm_certificate_arn            = var.certificate_arn
    ssl_support_method             = local.managed_certificate ? null : "sni-only"
    minimum_protocol_version       = local.managed_certificate ? "TLSv1" : "TLSv1.2_2021"
  }

  logging_config {
    bucket          = aws_s3_bucket.logs.bucket_domain_name
    include_cookies = false
  }

  restrictions {
    geo_restriction {
      restriction_type = "none"
    }
  }

  # CloudFront adds its ACL when the distribution is made; without ownership controls the bucket takes none.
  depends_on = [aws_s3_bucket_ownership_controls.logs]
}
