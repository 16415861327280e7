import type { IConstruct } from 'constructs';
import { GLOBAL_NAMESPACE } from '../lib/model/identity.ts';
import { contributionOf, enclosing } from '../lib/synth/contribution.ts';

/** Name of the organization a construct stands in; undefined when it stands in none. */
export function organizationAround(construct: IConstruct): string | undefined {
  const organization = enclosing(construct, 'organization');
  const declaration = organization === undefined ? undefined : contributionOf(organization)?.declare();
  return declaration?.kind === 'organization' ? declaration.name : undefined;
}

/** The namespace of a record from its place in the tree: that of the organization around it, else Global. */
export function namespaceAround(construct: IConstruct): string {
  return organizationAround(construct) ?? GLOBAL_NAMESPACE;
}
