variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "requests_per_address" {
  description = "How many requests one address may make in five minutes."
  type        = number
  default     = 2000

  validation {
    condition     = var.requests_per_address >= 10
    error_message = "WAF counts from 10."
  }
}
