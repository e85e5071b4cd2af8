variable "environment" {
  description = "dev or prod; each is an AWS account of its own, for the functions' names are fixed."
  type        = string

  validation {
    condition     = contains(["dev", "prod"], var.environment)
    error_message = "dev or prod."
  }
}

variable "region" {
  description = "Where everything is but the CDN, such as eu-central-1."
  type        = string

  validation {
    condition     = can(regex("^[a-z]{2}(-[a-z]+)+-[0-9]$", var.region))
    error_message = "An AWS region, such as eu-central-1."
  }
}

variable "account_id" {
  description = "The environment's account: Terraform refuses to touch another. null takes whichever the credentials are for."
  type        = string
  default     = null

  validation {
    condition     = var.account_id == null || can(regex("^[0-9]{12}$", var.account_id))
    error_message = "Twelve digits."
  }
}

variable "cidr" {
  description = "Addresses of the VPC."
  type        = string
  default     = "10.20.0.0/16"
}

variable "zones" {
  description = "Availability zones that have subnets, two or three. Appending one adds subnets; another order would move them all."
  type        = list(string)

  validation {
    condition     = alltrue([for zone in var.zones : startswith(zone, var.region)])
    error_message = "Zones of the region."
  }

  validation {
    condition     = var.environment != "prod" || length(var.zones) == 3
    error_message = "Production is in three zones."
  }
}

variable "on_demand_pollers" {
  description = "Make the endpoints that Lambda's Kafka pollers need when the event sources are not in provisioned mode."
  type        = bool
  default     = false
}

variable "log_retention_days" {
  description = "How long logs are kept, in days."
  type        = number
  default     = 30

  validation {
    condition     = contains([1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400], var.log_retention_days)
    error_message = "CloudWatch Logs keeps 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365 or 400 days."
  }
}

variable "database_engine_version" {
  description = "Version of Aurora PostgreSQL, major and minor."
  type        = string
  default     = "17.5"
}

variable "database_min_capacity" {
  description = "Aurora capacity units at night."
  type        = number
  default     = 0.5
}

variable "database_max_capacity" {
  description = "Aurora capacity units on a Monday morning."
  type        = number
}

variable "database_instances" {
  description = "Aurora instances: 2 and more take over from each other."
  type        = number

  validation {
    condition     = var.environment != "prod" || var.database_instances >= 2
    error_message = "Production has two instances at least, in zones of their own."
  }
}

variable "database_backup_days" {
  description = "How far back the database can be restored, in days."
  type        = number

  validation {
    condition     = var.environment != "prod" || var.database_backup_days >= 14
    error_message = "Production can be restored for 14 days at least."
  }
}

variable "deletion_protection" {
  description = "Refuse to delete the database, and keep deleted secrets for 30 days."
  type        = bool

  validation {
    condition     = var.environment != "prod" || var.deletion_protection
    error_message = "Production is protected; -var taking_down=true lifts it for as long as it is taken down."
  }
}

variable "taking_down" {
  description = "Lift the protection of the database and let buckets go with what is in them, for a `terraform destroy` that follows; never in a file."
  type        = bool
  default     = false
}

variable "final_snapshot" {
  description = "Leave a last snapshot of the database and its backups when it is destroyed."
  type        = bool
  default     = true

  validation {
    condition     = var.environment != "prod" || var.final_snapshot
    error_message = "Production leaves a last snapshot."
  }
}

variable "mail_identity" {
  description = "The domain that mails come from, such as clinic.example, or one address to try things out."
  type        = string
}

variable "mail_from" {
  description = "Sender of every mail, a bare address of that identity."
  type        = string

  validation {
    condition     = var.mail_from == var.mail_identity || endswith(var.mail_from, "@${var.mail_identity}")
    error_message = "The sender belongs to the identity: SES sends for no other."
  }
}

variable "web_domain" {
  description = "Address people know, such as book.clinic.example; null uses CloudFront's own."
  type        = string
  default     = null
}

variable "web_certificate_arn" {
  description = "ACM certificate of that domain, in us-east-1."
  type        = string
  default     = null
}

variable "web_firewall" {
  description = "Put AWS WAF before the CDN."
  type        = bool
}

variable "api_deployed" {
  description = "Whether the functions are deployed: then the CDN passes /v1/* and its like on to them. False for the first apply."
  type        = bool
  default     = false
}

variable "alarm_addresses" {
  description = "Mail addresses that hear of alarms and of the budget."
  type        = list(string)

  validation {
    condition     = length(var.alarm_addresses) >= 1
    error_message = "Somebody has to hear of it."
  }
}

variable "monthly_budget" {
  description = "What the account may cost a month, in US dollars."
  type        = number
}

variable "github_repository" {
  description = "owner/name of the repository whose workflow deploys by OIDC; null makes no such role."
  type        = string
  default     = null
}

variable "stack_name" {
  description = "Name of the functions' CloudFormation stack, as samconfig.toml has it."
  type        = string
  default     = "medbook"
}
