variable "name" {
  description = "Prefix of what is made here, and the name of the Kafka cluster, such as medbook-prod."
  type        = string
}

variable "environment" {
  description = "Environment of the GitHub repository that may deploy here."
  type        = string
}

variable "repository" {
  description = "owner/name of the repository that deploys."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$", var.repository))
    error_message = "owner/name, without a star: the trust is for one repository."
  }
}

variable "stack_name" {
  description = "Name of the functions' CloudFormation stack."
  type        = string

  validation {
    condition     = can(regex("^[A-Za-z][A-Za-z0-9-]{2,}$", var.stack_name))
    error_message = "A stack's name: it is the prefix of the roles that may be made, so it is three letters at least."
  }

  validation {
    condition     = var.stack_name != var.name
    error_message = "The stack's roles and those made here must not begin alike: the one may not touch the other."
  }
}

variable "parameter_prefix" {
  description = "Where the parameters are, such as /medbook/prod."
  type        = string
}

variable "secret_arn" {
  description = "The application secret."
  type        = string
}

variable "key_arn" {
  description = "KMS key of the environment."
  type        = string
}

variable "web_bucket_arn" {
  description = "Where the built web app is put."
  type        = string
}

variable "web_distribution_arn" {
  description = "What is invalidated after a release of the web app."
  type        = string
}

variable "force_destroy" {
  description = "Let `terraform destroy` delete the bucket with what is in it."
  type        = bool
  default     = false
}
