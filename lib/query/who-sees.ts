import { GLOBAL_NAMESPACE, labelWithScope, type RecordKind } from '../model/identity.ts';
import { type PlatformModel, type Resource, recordKindOf, resourcesOf } from '../model/platform-model.ts';
import type { SecretInputs } from './hidden-secrets.ts';
import { type ListedResource, listed } from './list-resources.ts';
import { usesOf } from './references-of.ts';

/** A resource by kind and name, as a person types it. */
export interface ResourceQuery {
  readonly kind: RecordKind;
  readonly name: string;
  /** `default` for Global. @default - every record of that name */
  readonly namespace?: string | undefined;
}

/** Who sees one record, and who uses it. */
export interface Sight {
  readonly resource: ListedResource;
  /** `staging (Global)`. */
  readonly label: string;
  /** Names of the organizations that see it, sorted. */
  readonly organizations: readonly string[];
  /** True when organizations that are added later will see it too. */
  readonly future: boolean;
  readonly used_by: readonly SightUse[];
}

export interface SightUse {
  readonly kind: RecordKind;
  readonly namespace: string;
  readonly name: string;
  readonly address: string;
  /** What the resource is for the one that uses it, for example `stage`. */
  readonly as: string;
}

/** One answer a record of the name: Global first, then by organization. Empty when there is none. */
export function whoSees(
  model: PlatformModel,
  query: ResourceQuery,
  secrets: SecretInputs = () => new Set(),
): readonly Sight[] {
  return resourcesOf(model)
    .filter((resource) => matches(resource, query))
    .toSorted((a, b) => Number(b.namespace === GLOBAL_NAMESPACE) - Number(a.namespace === GLOBAL_NAMESPACE))
    .map((resource) => sightOf(model, resource, secrets));
}

// --- internal ---

function matches(resource: Resource, { kind, name, namespace }: ResourceQuery): boolean {
  if (recordKindOf(resource.kind) !== kind || resource.name !== name) return false;
  return namespace === undefined || resource.namespace === namespace;
}

function sightOf(model: PlatformModel, resource: Resource, secrets: SecretInputs): Sight {
  const { name, namespace } = resource;
  const isGlobal = namespace === GLOBAL_NAMESPACE;
  const kind = recordKindOf(resource.kind);
  return {
    resource: listed(resource, secrets),
    label: labelWithScope(resource),
    organizations: isGlobal ? model.organizations.map((organization) => organization.name) : [namespace],
    future: isGlobal,
    used_by: usesOf(model, { kind, namespace, name }).map(({ by, as }) => ({
      kind: recordKindOf(by.kind),
      namespace: by.namespace,
      name: by.name,
      address: by.origin.address,
      as,
    })),
  };
}
