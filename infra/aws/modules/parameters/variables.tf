variable "prefix" {
  description = "Where the parameters are, such as /medbook/prod."
  type        = string

  validation {
    condition     = can(regex("^/[a-z]+/[a-z]+$", var.prefix))
    error_message = "Two lower-case words, such as /medbook/prod."
  }
}

variable "texts" {
  description = "String parameters by their name under the prefix."
  type        = map(string)
}

variable "lists" {
  description = "StringList parameters by their name under the prefix."
  type        = map(list(string))
}
