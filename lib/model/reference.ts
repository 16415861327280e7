import { kcdkError } from '../diagnostics/error.ts';
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

/**
 * The reference as a declaration carries it. What the types forbid may come from a program that nobody has checked: a name
 * without a namespace is a bare one.
 *
 * @throws {KcdkError} `PROPERTY_TYPE` for what is neither a construct nor a name
 */
export function toReference(to: Referable | (Pick<NameAndNamespace, 'name'> & Partial<NameAndNamespace>)): Reference {
  if (typeof to !== 'object' || to === null || typeof to.name !== 'string') {
    const what = typeof to === 'string' ? `the text ${JSON.stringify(to)}` : to === null ? 'null' : typeof to;
    const summary = `A reference is a construct or { name, namespace }, and not ${what}`;
    throw kcdkError('PROPERTY_TYPE', { summary });
  }
  if ('namespaces' in to) return { name: to.name, namespaces: to.namespaces };
  return { name: to.name, namespaces: to.namespace === undefined ? undefined : [to.namespace] };
}

/** The namespaces that an organization sees: its own and Global. Global itself sees only Global. */
export function visibleNamespaces(namespace: string): readonly string[] {
  return namespace === GLOBAL_NAMESPACE ? [GLOBAL_NAMESPACE] : [namespace, GLOBAL_NAMESPACE];
}
