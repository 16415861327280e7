/** The namespace whose records every organization sees. */
export const GLOBAL_NAMESPACE = 'default';

/** The kinds of resources a platform has, spelled as in paths and addresses. */
export const RECORD_KINDS = ['platform', 'organization', 'git-account', 'environment', 'cluster'] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

/** What makes a record the same record: a name alone never does, since Global and an organization may share it. */
export interface RecordId {
  readonly kind: RecordKind;
  /** `default` for Global, else the namespace of the organization. */
  readonly namespace: string;
  readonly name: string;
}

/** A reference as files carry it; the kind is known from the field. */
export interface NameAndNamespace {
  readonly name: string;
  readonly namespace: string;
}

/** `kind/namespace/name`, unique over the platform. */
export function recordKey(id: RecordId): string {
  return `${id.kind}/${id.namespace}/${id.name}`;
}

/** `staging (Global)` or `staging (retail)`, as the platform itself labels what may share a name. */
export function labelWithScope(reference: NameAndNamespace): string {
  return `${reference.name} (${reference.namespace === GLOBAL_NAMESPACE ? 'Global' : reference.namespace})`;
}
