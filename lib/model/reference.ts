import { GLOBAL_NAMESPACE, type NameAndNamespace } from './identity.ts';
import type { KnownName, VisibleTo } from './visibility.ts';

/** How a declaration names another resource; the kind is known from the property. */
export interface Reference {
  readonly name: string;
  /**
   * Where it may be: several for a resource that has a record in each of several organizations. Undefined for a bare
   * name as the platform wrote it before 0.5, which is resolved only when one visible resource has it.
   */
  readonly namespaces: readonly string[] | undefined;
}

/** A resource that has a record in each of its namespaces. */
export interface Referable {
  readonly name: string;
  /** `default` alone for Global. */
  readonly namespaces: readonly string[];
}

/**
 * What a property accepts that refers to another resource from the organization `Name`: a construct that the
 * organization can see, or a name with a namespace (`default` is Global), which is checked when it is compiled.
 */
export type ReferenceTo<Referred extends Referable, Name extends string> =
  | (Referred & VisibleTo<KnownName<NoInfer<Name>>>)
  | (NameAndNamespace & { readonly node?: never });

/** The reference as a declaration carries it. */
export function toReference(to: Referable | NameAndNamespace): Reference {
  return 'namespaces' in to
    ? { name: to.name, namespaces: to.namespaces }
    : { name: to.name, namespaces: [to.namespace] };
}

/** The namespaces that an organization sees: its own and Global. Global itself sees only Global. */
export function visibleNamespaces(namespace: string): readonly string[] {
  return namespace === GLOBAL_NAMESPACE ? [GLOBAL_NAMESPACE] : [namespace, GLOBAL_NAMESPACE];
}
