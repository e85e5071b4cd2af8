variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "cidr" {
  description = "Addresses of the VPC; a sixteenth goes to each zone."
  type        = string

  validation {
    condition     = can(cidrhost(var.cidr, 0)) && try(tonumber(split("/", var.cidr)[1]), 0) >= 16 && try(tonumber(split("/", var.cidr)[1]), 32) <= 20
    error_message = "The VPC takes an IPv4 range from /16 to /20: each function in each subnet shares an address, and the subnets must not run out."
  }
}

variable "zones" {
  description = "Availability zones that have subnets, named so that a new one of the region moves nothing. Aurora and MSK want two at least."
  type        = list(string)

  validation {
    condition     = contains([2, 3], length(var.zones)) && length(distinct(var.zones)) == length(var.zones)
    error_message = "Two or three availability zones, each once."
  }
}

variable "on_demand_pollers" {
  description = "Make the endpoints that Lambda's Kafka pollers need when the event sources are not in provisioned mode."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "How long refused connections are remembered, in days."
  type        = number
}

variable "key_arn" {
  description = "KMS key of the environment."
  type        = string
}
