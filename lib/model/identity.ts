/** The namespace whose records every organization sees. */
export const GLOBAL_NAMESPACE = 'default';

/** The kinds of resources a platform has, spelled as in paths and addresses, in the order in which they are listed. */
export const RECORD_KINDS = [
  'platform',
  'organization',
  'team',
  'git-account',
  'cloud-account',
  'cluster-template',
  'pipeline-template',
  'helm-template',
  'environment',
  'catalog-application',
  'cluster',
  'catalog-deployment',
  'application',
] as const;

export type RecordKind = (typeof RECORD_KINDS)[number];

/**
 * The kinds that may be Global or belong to several organizations; everything else belongs to one.
 *
 * @see Konstruct 0.5 release notes, "Org-scoped and global resources"
 */
export const SCOPABLE_KINDS = [
  'cluster-template',
  'pipeline-template',
  'helm-template',
  'environment',
  'catalog-application',
] as const satisfies readonly RecordKind[];

export type ScopableKind = (typeof SCOPABLE_KINDS)[number];

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

/** Where the record of a resource is, in the repository that it belongs to. */
export function recordPath(namespace: string, kind: string, name: string): string {
  return `registry/konstruct/${namespace}/${kind}/${name}.yaml`;
}

/** `Global`, or the name of the organization. */
export function scopeLabel(namespace: string): string {
  return namespace === GLOBAL_NAMESPACE ? 'Global' : namespace;
}

/** `staging (Global)` or `staging (retail)`, as the platform itself labels what may share a name. */
export function labelWithScope({ name, namespace }: NameAndNamespace): string {
  return `${name} (${scopeLabel(namespace)})`;
}
