variable "name" {
  description = "Prefix of what is made here, such as medbook-prod."
  type        = string
}

variable "api_domain" {
  description = "Host of the HTTP API, such as abc123.execute-api.eu-central-1.amazonaws.com; null before the functions are deployed."
  type        = string
  default     = null

  validation {
    condition     = var.api_domain == null || can(regex("^[a-z0-9.-]+$", var.api_domain))
    error_message = "A host name, without https:// and without a path."
  }
}

variable "domain" {
  description = "Address people know, such as book.clinic.example; null uses CloudFront's own."
  type        = string
  default     = null
}

variable "certificate_arn" {
  description = "ACM certificate of the domain, in us-east-1: CloudFront takes it from nowhere else."
  type        = string
  default     = null

  validation {
    condition     = (var.certificate_arn == null) == (var.domain == null)
    error_message = "A domain and its certificate come together."
  }

  validation {
    condition     = var.certificate_arn == null || can(regex("^arn:[a-z-]+:acm:us-east-1:", var.certificate_arn))
    error_message = "CloudFront takes certificates of us-east-1 alone."
  }
}

variable "content_security_policy" {
  description = "Content-Security-Policy of the web app, by directive."
  type        = map(string)
  default = {
    "default-src"     = "'none'"
    "script-src"      = "'self'"
    "style-src"       = "'self'"
    "img-src"         = "'self' data:"
    "font-src"        = "'self'"
    "connect-src"     = "'self'"
    "manifest-src"    = "'self'"
    "worker-src"      = "'self'"
    "base-uri"        = "'none'"
    "form-action"     = "'self'"
    "frame-ancestors" = "'none'"
  }

  validation {
    condition     = length(regexall("unsafe-(inline|eval)", lookup(var.content_security_policy, "script-src", "'unsafe-inline'"))) == 0
    error_message = "No inline script, and none from a string."
  }
}

variable "web_acl_arn" {
  description = "Firewall before the distribution, of the module firewall; null for none."
  type        = string
  default     = null
}

variable "price_class" {
  description = "Which edges serve: PriceClass_100 (Europe and North America), PriceClass_200 or PriceClass_All."
  type        = string
  default     = "PriceClass_100"

  validation {
    condition     = contains(["PriceClass_100", "PriceClass_200", "PriceClass_All"], var.price_class)
    error_message = "PriceClass_100, PriceClass_200 or PriceClass_All."
  }
}

variable "log_retention_days" {
  description = "How long access logs, which hold addresses, are kept, in days."
  type        = number
}

variable "force_destroy" {
  description = "Let `terraform destroy` delete the buckets with what is in them."
  type        = bool
  default     = false
}
