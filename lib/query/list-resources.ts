import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import { GLOBAL_NAMESPACE, type NameAndNamespace, type RecordKind, scopeLabel } from '../model/identity.ts';
import type { Json, JsonObject } from '../model/json.ts';
import {
  type Environment,
  type PlatformModel,
  type Resource,
  recordKindOf,
  resourcesOf,
  type WorkloadCluster,
} from '../model/platform-model.ts';
import { recordSpec } from '../records/record-spec.ts';
import { hideSecrets, type SecretInputs } from './hidden-secrets.ts';

/** One resource as `kcdk list` shows it; field names are those of its JSON. */
export interface ListedResource {
  readonly kind: RecordKind;
  readonly namespace: string;
  readonly name: string;
  /** `Global`, or the name of the organization. */
  readonly scope: string;
  readonly address: string;
  readonly source: SourcePosition | undefined;
  /** Fields of the kind itself, named as in its record. */
  readonly fields: Readonly<Record<string, Json>>;
}

export interface ListFilter {
  /** @default - all kinds */
  readonly kind?: RecordKind | undefined;
  /** Only what this organization sees. @default - everything */
  readonly organization?: string | undefined;
}

/**
 * The resources of the platform by kind, then namespace, then name. No text that is given for a secret is among their fields.
 *
 * @param secrets  what templates say of their inputs. @default - names and forms of values alone tell
 */
export function listResources(
  model: PlatformModel,
  filter: ListFilter = {},
  secrets: SecretInputs = UNKNOWN,
): readonly ListedResource[] {
  const { kind, organization } = filter;
  const served = clustersByEnvironment(model);
  return resourcesOf(model)
    .filter((resource) => kind === undefined || recordKindOf(resource.kind) === kind)
    .filter(({ namespace }) => organization === undefined || isVisible(namespace, organization))
    .map((resource) => listed(resource, secrets, served));
}

/** One resource as it is listed; `served` is needed for environments. */
export function listed(
  resource: Resource,
  secrets: SecretInputs,
  served: ReadonlyMap<Environment, readonly WorkloadCluster[]> = new Map(),
): ListedResource {
  const { name, namespace, origin } = resource;
  return {
    kind: recordKindOf(resource.kind),
    namespace,
    name,
    scope: scopeLabel(namespace),
    address: origin.address,
    source: origin.position(),
    fields: fieldsOf(resource, secrets, served),
  };
}

// --- internal ---

const UNKNOWN: SecretInputs = () => new Set();

function isVisible(namespace: string, organization: string): boolean {
  return namespace === organization || namespace === GLOBAL_NAMESPACE;
}

function fieldsOf(
  resource: Resource,
  secrets: SecretInputs,
  served: ReadonlyMap<Environment, readonly WorkloadCluster[]>,
): Readonly<Record<string, Json>> {
  const { name: _name, namespace: _namespace, ...own } = recordSpec(hideSecrets(resource, secrets));
  const fields: JsonObject =
    resource.kind === 'environment'
      ? { ...own, slug: resource.slug, clusters: (served.get(resource) ?? []).map(reference) }
      : own;
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function reference({ name, namespace }: NameAndNamespace): JsonObject {
  return { name, namespace };
}

/** Membership is what clusters and environments say together; the model keeps it at the cluster. */
function clustersByEnvironment(model: PlatformModel): ReadonlyMap<Environment, readonly WorkloadCluster[]> {
  const served = new Map<Environment, WorkloadCluster[]>();
  for (const cluster of model.workloadClusters) {
    for (const environment of cluster.environments) {
      const clusters = served.get(environment);
      if (clusters === undefined) served.set(environment, [cluster]);
      else clusters.push(cluster);
    }
  }
  return served;
}
