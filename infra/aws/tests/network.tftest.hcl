# A network without a way in or out, but for what the functions call.

mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }

  mock_data "aws_partition" {
    defaults = { partition = "aws" }
  }

  mock_resource "aws_vpc_endpoint" {
    defaults = { prefix_list_id = "pl-6ea54007" }
  }

  mock_resource "aws_cloudwatch_log_group" {
    defaults = { arn = "arn:aws:logs:eu-central-1:111122223333:log-group:/medbook/refused-traffic" }
  }

  mock_resource "aws_iam_role" {
    defaults = { arn = "arn:aws:iam::111122223333:role/medbook-flow-log" }
  }

  mock_data "aws_iam_policy_document" {
    defaults = { json = "{\"Version\":\"2012-10-17\",\"Statement\":[]}" }
  }
}

variables {
  name               = "medbook-dev"
  cidr               = "10.20.0.0/16"
  zones              = ["eu-central-1a", "eu-central-1b", "eu-central-1c"]
  log_retention_days = 7
  key_arn            = "arn:aws:kms:eu-central-1:111122223333:key/00000000-0000-0000-0000-000000000000"
}

run "closed" {
  module {
    source = "./modules/network"
  }

  assert {
    condition     = length(output.subnet_ids) == 3
    error_message = "There is a private subnet in each zone."
  }

  assert {
    condition     = length(distinct([for subnet in aws_subnet.private : subnet.cidr_block])) == 3
    error_message = "The subnets' addresses do not overlap."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_ingress_rule.this : rule.cidr_ipv4 == null && rule.cidr_ipv6 == null && rule.referenced_security_group_id != null])
    error_message = "Only a security group is let in, never an address."
  }

  assert {
    condition     = alltrue([for rule in aws_vpc_security_group_egress_rule.this : rule.cidr_ipv4 == null && rule.cidr_ipv6 == null])
    error_message = "Only a security group is let out to, never an address."
  }

  assert {
    condition     = length([for rule in aws_vpc_security_group_ingress_rule.this : rule if rule.security_group_id == aws_security_group.functions.id]) == 0
    error_message = "Nobody calls a function through the network."
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["email"])
    error_message = "Each interface endpoint costs by the hour and zone: mail alone needs one."
  }
}

run "answers_to_cloudformation_pass_the_endpoint" {
  command = plan

  module {
    source = "./modules/network"
  }

  assert {
    condition     = data.aws_iam_policy_document.s3.statement[0].resources == toset(["arn:aws:s3:::cloudformation-custom-resource-response-eucentral1/*"])
    error_message = "The bucket's name has the region without dashes."
  }

  assert {
    condition     = data.aws_iam_policy_document.s3.statement[0].actions == toset(["s3:PutObject"])
    error_message = "Answers are put; nothing is read."
  }
}

run "pollers_on_demand_need_lambda_and_sts" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    on_demand_pollers = true
  }

  assert {
    condition     = toset(keys(aws_vpc_endpoint.interface)) == toset(["email", "lambda", "sts"])
    error_message = "In on-demand mode Lambda's pollers call STS and Lambda through the VPC."
  }
}

run "one_zone_is_too_few" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    zones = ["eu-central-1a"]
  }

  expect_failures = [var.zones]
}

run "a_small_range_is_refused" {
  command = plan

  module {
    source = "./modules/network"
  }

  variables {
    cidr = "10.20.0.0/24"
  }

  expect_failures = [var.cidr]
}
