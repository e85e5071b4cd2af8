variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "identity" {
  description = "The domain that mails come from, such as clinic.example, or one address to try things out."
  type        = string

  validation {
    condition     = can(regex("^([A-Za-z0-9._%+-]+@)?([a-z0-9]([a-z0-9-]*[a-z0-9])?\\.)+[a-z]{2,}$", var.identity))
    error_message = "A domain such as clinic.example, or an address such as appointments@clinic.example."
  }
}
