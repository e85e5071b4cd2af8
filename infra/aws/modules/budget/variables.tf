variable "name" {
  description = "Name of the budget, such as medbook-prod."
  type        = string
}

variable "monthly_limit" {
  description = "What the account may cost a month, in US dollars."
  type        = number

  validation {
    condition     = var.monthly_limit > 0
    error_message = "A budget of nothing alarms every day."
  }
}

variable "addresses" {
  description = "Mail addresses that are told."
  type        = list(string)

  validation {
    condition     = length(var.addresses) >= 1 && length(var.addresses) <= 10
    error_message = "AWS Budgets tells one to ten addresses."
  }
}
