data "aws_caller_identity" "current" {}

resource "aws_sns_topic" "this" {
  name              = "${var.name}-alarms"
  kms_master_key_id = var.key_arn
}

resource "aws_sns_topic_policy" "this" {
  arn    = aws_sns_topic.this.arn
  policy = data.aws_iam_policy_document.topic.json
}

data "aws_iam_policy_document" "topic" {
  statement {
    sid       = "AlarmsOfThisAccount"
    actions   = ["sns:Publish"]
    resources = [aws_sns_topic.this.arn]

    principals {
      type        = "Service"
      identifiers = ["cloudwatch.amazonaws.com"]
    }

    condition {
      test     = "StringEquals"
      variable = "aws:SourceAccount"
      values   = [data.aws_caller_identity.current.account_id]
    }
  }
}

# Each address has to follow the link that Amazon mails it, once.
resource "aws_sns_topic_subscription" "mail" {
  for_each = toset(var.addresses)

  topic_arn = aws_sns_topic.this.arn
  protocol  = "email"
  endpoint  = each.key
}

locals {
  # What the functions' own alarms (template.yaml) cannot see: the things underneath. Units as CloudWatch counts them.
  alarms = {
    database-capacity = {
      description = "Aurora has been at nine tenths of its most capacity for 15 minutes: raise database_max_capacity"
      namespace   = "AWS/RDS", metric = "ACUUtilization", statistic = "Average", threshold = 90, period = 300, periods = 3
      dimensions  = { DBClusterIdentifier = var.name }
    }
    database-connections = {
      description = "Functions wait for a connection of the proxy (microseconds): too many at once, or a transaction that stays open"
      namespace   = "AWS/RDS", metric = "DatabaseConnectionsBorrowLatency", statistic = "Average", threshold = 500000, period = 60, periods = 5
      dimensions  = { ProxyName = var.name }
    }
    mail-bounces = {
      description = "More than 5 % of the mails bounce: SES reviews the account at 5 % and stops it at 10 %"
      namespace   = "AWS/SES", metric = "Reputation.BounceRate", statistic = "Average", threshold = 0.05, period = 3600, periods = 1
      dimensions  = {}
    }
    mail-complaints = {
      description = "More than 0.1 % of the mails are called spam: SES reviews the account at 0.1 % and stops it at 0.5 %"
      namespace   = "AWS/SES", metric = "Reputation.ComplaintRate", statistic = "Average", threshold = 0.001, period = 3600, periods = 1
      dimensions  = {}
    }
  }
}

resource "aws_cloudwatch_metric_alarm" "this" {
  for_each = local.alarms

  alarm_name          = "${var.name}-${each.key}"
  alarm_description   = each.value.description
  namespace           = each.value.namespace
  metric_name         = each.value.metric
  dimensions          = each.value.dimensions
  statistic           = each.value.statistic
  period              = each.value.period
  evaluation_periods  = each.value.periods
  comparison_operator = "GreaterThanThreshold"
  threshold           = each.value.threshold
  treat_missing_data  = "notBreaching"
  alarm_actions       = [aws_sns_topic.this.arn]
  ok_actions          = [aws_sns_topic.this.arn]
}
