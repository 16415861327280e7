# Says for which revision this was applied last, so that nothing takes an older state for it.
variable "konstruct_revision" {
  type    = string
  default = ""
}

output "konstruct_revision" {
  value = var.konstruct_revision
}
