data "aws_region" "current" {}

locals {
  address = length(regexall("@", var.identity)) > 0
  domain  = local.address ? split("@", var.identity)[1] : var.identity
  # A return path of one's own makes SPF agree with the sender, so that DMARC passes twice.
  return_domain = "bounce.${local.domain}"
}

# A domain (DKIM, any sender in it) or, to try things out, one address that has answered Amazon's mail.
resource "aws_sesv2_email_identity" "this" {
  email_identity         = var.identity
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name

  dynamic "dkim_signing_attributes" {
    for_each = local.address ? [] : [1]

    content {
      next_signing_key_length = "RSA_2048_BIT"
    }
  }
}

resource "aws_sesv2_email_identity_mail_from_attributes" "this" {
  count = local.address ? 0 : 1

  email_identity         = aws_sesv2_email_identity.this.email_identity
  mail_from_domain       = local.return_domain
  behavior_on_mx_failure = "USE_DEFAULT_VALUE"
}

# The default of the identity, so that the functions need not name it.
resource "aws_sesv2_configuration_set" "this" {
  configuration_set_name = var.name

  # A confirmation may wait for the other side, but is never sent in clear.
  delivery_options {
    tls_policy = "REQUIRE"
  }

  reputation_options {
    reputation_metrics_enabled = true
  }

  sending_options {
    sending_enabled = true
  }

  suppression_options {
    suppressed_reasons = ["BOUNCE", "COMPLAINT"]
  }
}

# Counted, never stored: who was told what is in the ledger of the application alone.
resource "aws_sesv2_configuration_set_event_destination" "counts" {
  configuration_set_name = aws_sesv2_configuration_set.this.configuration_set_name
  event_destination_name = "counts"

  event_destination {
    enabled              = true
    matching_event_types = ["SEND", "REJECT", "BOUNCE", "COMPLAINT", "DELIVERY_DELAY"]

    cloud_watch_destination {
      dimension_configuration {
        dimension_name          = "environment"
        dimension_value_source  = "MESSAGE_TAG"
        default_dimension_value = var.name
      }
    }
  }
}
