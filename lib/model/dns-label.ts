/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-label-names */
const DNS_LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** True for a name that Kubernetes accepts for a namespace: lower-case letters, digits and hyphens, at most 63. */
export function isDnsLabel(name: string): boolean {
  return DNS_LABEL.test(name);
}
