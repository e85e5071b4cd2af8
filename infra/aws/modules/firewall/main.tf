# Before the CDN. CloudFront takes it from us-east-1 alone, so the module is given the provider of that region.
resource "aws_wafv2_web_acl" "this" {
  #checkov:skip=CKV2_AWS_31:blocked requests are sampled and counted; a full log would hold what people send
  #checkov:skip=CKV_AWS_192:nothing here is Java; the managed rules of known bad inputs are on all the same
  name        = "${var.name}-web"
  description = "Known bad inputs, and how much one address may ask"
  scope       = "CLOUDFRONT"

  default_action {
    allow {}
  }

  rule {
    name     = "one-address"
    priority = 1

    action {
      block {}
    }

    # A clinic behind one address books for many; somebody who guesses passwords needs far more.
    statement {
      rate_based_statement {
        aggregate_key_type    = "IP"
        evaluation_window_sec = 300
        limit                 = var.requests_per_address
      }
    }

    visibility_config {
      metric_name                = "${var.name}-one-address"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  rule {
    name     = "known-bad-inputs"
    priority = 2

    override_action {
      none {}
    }

    statement {
      managed_rule_group_statement {
        name        = "AWSManagedRulesKnownBadInputsRuleSet"
        vendor_name = "AWS"
      }
    }

    visibility_config {
      metric_name                = "${var.name}-known-bad-inputs"
      cloudwatch_metrics_enabled = true
      sampled_requests_enabled   = true
    }
  }

  visibility_config {
    metric_name                = "${var.name}-web"
    cloudwatch_metrics_enabled = true
    sampled_requests_enabled   = true
  }
}
