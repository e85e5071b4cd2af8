variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "topics" {
  description = "Topics of the events, as events/asyncapi.yaml names them."
  type        = list(string)
  default     = ["appointment-created", "appointment-rescheduled", "appointment-cancelled", "appointment-reminder"]
}

variable "dead_letter_topic" {
  description = "Topic of the records that could not be handled."
  type        = string
  default     = "appointment-dead-letter"
}

variable "subnet_ids" {
  description = "Private subnets in two zones at least."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "MSK Serverless wants subnets in two zones at least."
  }
}

variable "security_group_id" {
  description = "Security group of the cluster."
  type        = string
}
