locals {
  # arn:…:cluster/<name>/<uuid>; its topics and groups are arn:…:topic/<name>/<uuid>/<topic> and :group/…
  topic_arn_prefix = replace(aws_msk_serverless_cluster.this.arn, ":cluster/", ":topic/")
  group_arn_prefix = replace(aws_msk_serverless_cluster.this.arn, ":cluster/", ":group/")
}

# MSK Serverless has no password, no plain listener and no size: IAM alone says who may do what, and topics are made by create-topics.
resource "aws_msk_serverless_cluster" "this" {
  cluster_name = var.name

  vpc_config {
    subnet_ids         = var.subnet_ids
    security_group_ids = [var.security_group_id]
  }

  client_authentication {
    sasl {
      iam {
        enabled = true
      }
    }
  }
}

# For a person: `medbook dead-letters list | replay` and a look at the consumers. The functions have policies of their own in template.yaml.
resource "aws_iam_policy" "operator" {
  name        = "${var.name}-kafka-operator"
  description = "List and replay dead letters of ${var.name}"
  policy      = data.aws_iam_policy_document.operator.json
}

data "aws_iam_policy_document" "operator" {
  statement {
    sid       = "Connect"
    actions   = ["kafka-cluster:Connect", "kafka-cluster:DescribeCluster"]
    resources = [aws_msk_serverless_cluster.this.arn]
  }

  statement {
    sid       = "ReadTheDeadLetters"
    actions   = ["kafka-cluster:DescribeTopic", "kafka-cluster:ReadData"]
    resources = ["${local.topic_arn_prefix}/${var.dead_letter_topic}"]
  }

  statement {
    sid       = "ReplayThem"
    actions   = ["kafka-cluster:DescribeTopic", "kafka-cluster:WriteData"]
    resources = [for topic in var.topics : "${local.topic_arn_prefix}/${topic}"]
  }

  statement {
    sid       = "RememberHowFar"
    actions   = ["kafka-cluster:DescribeGroup", "kafka-cluster:AlterGroup"]
    resources = ["${local.group_arn_prefix}/medbook-*"]
  }
}
