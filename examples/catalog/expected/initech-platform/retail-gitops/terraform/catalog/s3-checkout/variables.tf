variable "bucket_name" {
  description = "Name of the bucket, unique in all of S3"
  type        = string
  default     = "initech-carts"

  validation {
    condition     = can(regex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$", var.bucket_name))
    error_message = "A bucket has a name of 3 to 63 small letters, digits, dots and hyphens."
  }
}

variable "versioning" {
  description = "Whether old versions of objects are kept"
  type        = bool
  default     = true
}

variable "expiration_days" {
  description = "Days until objects are deleted; 0 keeps them"
  type        = number
  default     = 0
}

variable "kms_key_arn" {
  description = "KMS key that objects are encrypted with; that of S3 when empty"
  type        = string
  default     = ""
}

variable "force_destroy" {
  description = "Whether the bucket may be deleted while it holds objects"
  type        = bool
  default     = false
}

variable "tags" {
  description = "Tags of the bucket"
  type        = map(string)
  default     = {}
}
