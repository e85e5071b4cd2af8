variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "deletion_window_days" {
  description = "How long a key that was deleted by mistake can be brought back, in days."
  type        = number
  default     = 30

  validation {
    condition     = var.deletion_window_days >= 7 && var.deletion_window_days <= 30
    error_message = "KMS takes 7 to 30 days."
  }
}
