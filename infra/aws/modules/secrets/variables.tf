variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "parameter_prefix" {
  description = "Where the parameters are, such as /medbook/prod."
  type        = string
}

variable "recovery_window_days" {
  description = "How long a secret that was deleted by mistake can be brought back, in days; 0 deletes at once."
  type        = number

  validation {
    condition     = var.recovery_window_days == 0 || (var.recovery_window_days >= 7 && var.recovery_window_days <= 30)
    error_message = "0, or 7 to 30 days."
  }
}

variable "key_arn" {
  description = "KMS key of the environment."
  type        = string
}
