output "url" {
  description = "MAIL_URL of the functions."
  value       = "ses://${data.aws_region.current.name}"
}

output "identity_arn" {
  description = "What ses:SendEmail is given on."
  value       = aws_sesv2_email_identity.this.arn
}

output "configuration_set_arn" {
  description = "The configuration set that the identity brings along: ses:SendEmail is given on it too."
  value       = aws_sesv2_configuration_set.this.arn
}

output "dns_records" {
  description = "Records to set at whoever serves the domain; none for a single address. A domain has one _dmarc record: one that is there already stays."
  value = local.address ? [] : concat(
    [
      for token in aws_sesv2_email_identity.this.dkim_signing_attributes[0].tokens :
      { name = "${token}._domainkey.${local.domain}", type = "CNAME", value = "${token}.dkim.amazonses.com" }
    ],
    [
      { name = local.return_domain, type = "MX", value = "10 feedback-smtp.${data.aws_region.current.name}.amazonses.com" },
      { name = local.return_domain, type = "TXT", value = "v=spf1 include:amazonses.com -all" },
      # It speaks for every sender of the domain, not for ours alone: "none" asks receivers for nothing that would lose anybody's mail.
      { name = "_dmarc.${local.domain}", type = "TXT", value = "v=DMARC1; p=none; adkim=r; aspf=r" },
    ],
  )
}
