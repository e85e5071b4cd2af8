variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "engine_version" {
  description = "Version of Aurora PostgreSQL, major and minor. `aws rds describe-db-engine-versions --engine aurora-postgresql` lists what the region offers."
  type        = string

  validation {
    condition     = can(regex("^1[67]\\.[0-9]+$", var.engine_version))
    error_message = "The version is pinned to the minor, such as 17.5, of a major the migrations are tested on: 16 or 17."
  }
}

variable "min_capacity" {
  description = "Aurora capacity units at night; 1 unit is 2 GiB of memory. Behind a proxy the cluster never pauses, so 0 would not be kept."
  type        = number

  validation {
    condition     = var.min_capacity >= 0.5 && floor(var.min_capacity * 2) == var.min_capacity * 2
    error_message = "At least 0.5, in steps of 0.5: RDS Proxy keeps a connection open, and the cluster would never pause at 0."
  }
}

variable "max_capacity" {
  description = "Aurora capacity units on a Monday morning; also bounds max_connections."
  type        = number

  validation {
    condition     = var.max_capacity >= 1 && var.max_capacity <= 256 && floor(var.max_capacity * 2) == var.max_capacity * 2
    error_message = "From 1 to 256, in steps of 0.5."
  }

  validation {
    condition     = var.max_capacity >= var.min_capacity
    error_message = "The most must not be less than the least."
  }
}

variable "instance_count" {
  description = "Instances: 1 restarts where it failed, 2 and more are in zones of their own and take over."
  type        = number

  validation {
    condition     = var.instance_count >= 1 && var.instance_count <= 15
    error_message = "Aurora takes 1 to 15 instances."
  }
}

variable "backup_retention_days" {
  description = "How far back the cluster can be restored, to the second, in days."
  type        = number

  validation {
    condition     = var.backup_retention_days >= 1 && var.backup_retention_days <= 35
    error_message = "Aurora keeps 1 to 35 days."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the cluster."
  type        = bool
}

variable "final_snapshot" {
  description = "Leave a last snapshot and the automated backups when the cluster is deleted after all."
  type        = bool
  default     = true
}

variable "log_retention_days" {
  description = "How long the database's log is kept, in days."
  type        = number
}

variable "subnet_ids" {
  description = "Private subnets in two zones at least."
  type        = list(string)

  validation {
    condition     = length(var.subnet_ids) >= 2
    error_message = "Aurora wants subnets in two zones at least."
  }
}

variable "security_group_id" {
  description = "Security group of the cluster and its proxy."
  type        = string
}

variable "key_arn" {
  description = "KMS key of the environment."
  type        = string
}
