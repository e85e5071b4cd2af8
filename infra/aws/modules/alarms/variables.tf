variable "name" {
  description = "Prefix of what is made here, and the name of the cluster and the proxy that are watched, such as medbook-prod."
  type        = string
}

variable "addresses" {
  description = "Mail addresses that hear of alarms."
  type        = list(string)

  validation {
    condition     = alltrue([for address in var.addresses : can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", address))])
    error_message = "Each is a mail address."
  }
}

variable "key_arn" {
  description = "KMS key of the environment; its policy lets CloudWatch use it."
  type        = string
}
