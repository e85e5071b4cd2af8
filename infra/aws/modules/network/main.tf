data "aws_partition" "current" {}

data "aws_region" "current" {}

locals {
  region = data.aws_region.current.name

  # What a function calls from inside the VPC. Database and Kafka tokens are signed without a call; logs and traces leave by Lambda itself;
  # secrets are resolved at deploy. Mail alone needs a door.
  function_endpoints = ["email"]
  # Lambda's own Kafka pollers call these through the VPC in on-demand mode; in provisioned mode they need no endpoint.
  poller_endpoints    = var.on_demand_pollers ? ["lambda", "sts"] : []
  interface_endpoints = toset(concat(local.function_endpoints, local.poller_endpoints))
}

resource "aws_vpc" "this" {
  cidr_block           = var.cidr
  enable_dns_support   = true
  enable_dns_hostnames = true

  tags = { Name = var.name }
}

# Whoever forgets to name a security group gets one that lets nothing in or out.
resource "aws_default_security_group" "closed" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-closed" }
}

resource "aws_subnet" "private" {
  for_each = { for index, zone in var.zones : zone => index }

  vpc_id            = aws_vpc.this.id
  availability_zone = each.key
  cidr_block        = cidrsubnet(var.cidr, 4, each.value)

  tags = { Name = "${var.name}-private-${each.key}" }
}

# No route but the VPC's own and the one to S3: there is no way to the internet, and none from it.
resource "aws_route_table" "private" {
  vpc_id = aws_vpc.this.id

  tags = { Name = "${var.name}-private" }
}

resource "aws_route_table_association" "private" {
  for_each = aws_subnet.private

  route_table_id = aws_route_table.private.id
  subnet_id      = each.value.id
}

resource "aws_vpc_endpoint" "s3" {
  vpc_id            = aws_vpc.this.id
  service_name      = "com.amazonaws.${local.region}.s3"
  vpc_endpoint_type = "Gateway"
  route_table_ids   = [aws_route_table.private.id]
  policy            = data.aws_iam_policy_document.s3.json

  tags = { Name = "${var.name}-s3" }
}

# The functions keep nothing in S3. Those that run on deploy answer CloudFormation there, by a signed URL of a bucket of AWS; without
# this a deploy waits an hour for its custom resources and rolls back.
data "aws_iam_policy_document" "s3" {
  #checkov:skip=CKV_AWS_283:who may put is in the signed URL, which CloudFormation makes; the endpoint narrows it to one action on its bucket
  statement {
    sid       = "AnswersToCloudFormation"
    actions   = ["s3:PutObject"]
    resources = ["arn:${data.aws_partition.current.partition}:s3:::cloudformation-custom-resource-response-${replace(local.region, "-", "")}/*"]

    principals {
      type        = "AWS"
      identifiers = ["*"]
    }
  }
}

resource "aws_vpc_endpoint" "interface" {
  for_each = local.interface_endpoints

  vpc_id              = aws_vpc.this.id
  service_name        = "com.amazonaws.${local.region}.${each.key}"
  vpc_endpoint_type   = "Interface"
  subnet_ids          = [for subnet in aws_subnet.private : subnet.id]
  security_group_ids  = [aws_security_group.endpoints.id]
  private_dns_enabled = true

  tags = { Name = "${var.name}-${each.key}" }
}

resource "aws_security_group" "functions" {
  #checkov:skip=CKV2_AWS_5:the functions that wear it are in template.yaml
  name        = "${var.name}-functions"
  description = "The functions: out to the database, Kafka and the endpoints; nothing in"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-functions" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "database" {
  #checkov:skip=CKV2_AWS_5:the cluster and the proxy that wear it are in the module database
  name        = "${var.name}-database"
  description = "The database and its proxy: from the functions to the proxy, from the proxy to the cluster"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-database" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "kafka" {
  #checkov:skip=CKV2_AWS_5:the cluster that wears it is in the module kafka
  name        = "${var.name}-kafka"
  description = "Kafka: from the functions, and from the pollers, which take the cluster's own group"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-kafka" }

  lifecycle {
    create_before_destroy = true
  }
}

resource "aws_security_group" "endpoints" {
  name        = "${var.name}-endpoints"
  description = "Interface endpoints: HTTPS from the functions and the pollers"
  vpc_id      = aws_vpc.this.id

  tags = { Name = "${var.name}-endpoints" }

  lifecycle {
    create_before_destroy = true
  }
}

locals {
  postgres = 5432
  # The listener of MSK that takes IAM.
  kafka = 9098
  https = 443

  # Each conversation once: who, with whom, on which port. It becomes a rule out of the one and a rule into the other.
  conversations = {
    functions-to-proxy     = { from = aws_security_group.functions.id, to = aws_security_group.database.id, port = local.postgres }
    proxy-to-database      = { from = aws_security_group.database.id, to = aws_security_group.database.id, port = local.postgres }
    functions-to-kafka     = { from = aws_security_group.functions.id, to = aws_security_group.kafka.id, port = local.kafka }
    pollers-to-kafka       = { from = aws_security_group.kafka.id, to = aws_security_group.kafka.id, port = local.kafka }
    functions-to-endpoints = { from = aws_security_group.functions.id, to = aws_security_group.endpoints.id, port = local.https }
    pollers-to-endpoints   = { from = aws_security_group.kafka.id, to = aws_security_group.endpoints.id, port = local.https }
  }
}

resource "aws_vpc_security_group_ingress_rule" "this" {
  for_each = local.conversations

  description                  = each.key
  security_group_id            = each.value.to
  referenced_security_group_id = each.value.from
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "this" {
  for_each = local.conversations

  description                  = each.key
  security_group_id            = each.value.from
  referenced_security_group_id = each.value.to
  ip_protocol                  = "tcp"
  from_port                    = each.value.port
  to_port                      = each.value.port
}

resource "aws_vpc_security_group_egress_rule" "functions_to_s3" {
  description       = "functions-to-s3"
  security_group_id = aws_security_group.functions.id
  prefix_list_id    = aws_vpc_endpoint.s3.prefix_list_id
  ip_protocol       = "tcp"
  from_port         = local.https
  to_port           = local.https
}

resource "aws_flow_log" "this" {
  vpc_id          = aws_vpc.this.id
  traffic_type    = "REJECT"
  log_destination = aws_cloudwatch_log_group.flow.arn
  iam_role_arn    = aws_iam_role.flow.arn
}

resource "aws_cloudwatch_log_group" "flow" {
  #checkov:skip=CKV_AWS_338:what was refused a year ago helps nobody; the retention is a variable
  name              = "/medbook/${var.name}/refused-traffic"
  retention_in_days = var.log_retention_days
  kms_key_id        = var.key_arn
}

resource "aws_iam_role" "flow" {
  name               = "${var.name}-flow-log"
  assume_role_policy = data.aws_iam_policy_document.flow_trust.json
}

resource "aws_iam_role_policy" "flow" {
  name   = "write"
  role   = aws_iam_role.flow.id
  policy = data.aws_iam_policy_document.flow.json
}

data "aws_iam_policy_document" "flow_trust" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["vpc-flow-logs.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "flow" {
  statement {
    actions   = ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"]
    resources = ["${aws_cloudwatch_log_group.flow.arn}:*"]
  }
}
