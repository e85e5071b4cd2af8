output "names" {
  description = "Every parameter that was published."
  value       = sort(concat([for parameter in aws_ssm_parameter.text : parameter.name], [for parameter in aws_ssm_parameter.list : parameter.name]))
}
