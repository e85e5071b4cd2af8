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
  description = "Records to set at whoever serves the domain; none for a single address."
  value = local.address ? [] : concat(
    [
      for token in aws_sesv2_email_identity.this.dkim_signing_attributes[0].tokens :
      { name = "${token}._domainkey.${local.domain}", type = "CNAME", value = "${token}.dkim.amazonses.com" }
    ],
    [
      { name = local.return_domain, type = "MX", value = "10 feedback-smtp.${data.aws_region.current.name}.amazonses.com" },
      { name = local.return_domain, type = "TXT", value = "v=spf1 include:amazonses.com -all" },
      { name = "_dmarc.${local.domain}", type = "TXT", value = "v=DMARC1; p=quarantine; adkim=r; aspf=r" },
    ],
  )
}
