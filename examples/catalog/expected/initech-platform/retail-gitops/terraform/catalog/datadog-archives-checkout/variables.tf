variable "bucket_name" {
  description = "Name of the bucket, unique in all of S3"
  type        = string
  default     = "initech-checkout-logs"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "A bucket has a name of 3 to 63 small letters, digits, dots and hyphens."
  }
}

variable "datadog_role_name" {
  description = "IAM role of the integration with Datadog, which is allowed to write to the bucket; none when empty"
  type        = string
  default     = ""
}

variable "infrequent_access_days" {
  description = "Days until archives move to storage that is cheaper to keep; at least 30"
  type        = number
  default     = 30

  validation {
    condition     = var.infrequent_access_days >= 30
    error_message = "S3 moves objects to this storage after 30 days at the earliest."
  }
}

variable "expiration_days" {
  description = "Days until archives are deleted"
  type        = number
  default     = 365
}

variable "tags" {
  description = "Tags of the bucket"
  type        = map(string)
  default     = {}
}
