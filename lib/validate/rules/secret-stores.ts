import { type Diagnostic, error, warning } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { FieldPath } from '../../model/field-path.ts';
import { isJsonObject, type Json, type JsonObject, type Manifest } from '../../model/json.ts';
import { list } from '../argocd/application-spec.ts';
import type { Landing } from '../argocd/sync-map.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

const GROUP = 'external-secrets.io';

/**
 * The store that an ExternalSecret names exists on the cluster it goes to, or is one that the platform puts there; and its
 * keys are written as the store's backend wants them.
 *
 * Only where we see what brings the ExternalSecret to its cluster. Where a cluster has none of its stores from us, a missing
 * one is a warning, for they come from somewhere.
 *
 * @see https://external-secrets.io/latest/api/externalsecret/
 */
export function checkSecretStores(context: RuleContext): readonly Diagnostic[] {
  const { index, syncs, told } = context;
  const stores = storesByCluster(context);
  const found: Diagnostic[] = [];
  for (const entry of index.of(GROUP, 'ExternalSecret')) {
    const landing = syncs.landingsOf(entry.manifest)[0];
    if (landing === undefined || told.has(entry.manifest)) continue;
    const onCluster = stores.get(landing.cluster) ?? NO_STORES;
    const checked = new Set<string>();
    for (const use of usesOf(entry.manifest)) {
      const key = storeKey(use.kind, use.name, entry.manifest.metadata.namespace ?? landing.namespace);
      const store = onCluster.get(key);
      const backend = store === undefined ? parentBackend(use.name, context) : backendOf(store);
      if (store === undefined && backend === undefined && !checked.has(key)) {
        found.push(unknownStore(entry, use, onCluster, landing));
      }
      checked.add(key);
      const problem = use.key === undefined ? undefined : slashProblem(use.key, backend);
      if (problem !== undefined && !checked.has(use.key ?? '')) {
        checked.add(use.key ?? '');
        const summary = `ExternalSecret \`${entry.manifest.metadata.name}\` asks store \`${use.name}\` for \`${use.key}\``;
        found.push(error('SECRET_KEY_SLASH', { summary, ...problem, ...placeOfManifest(entry, use.field) }));
      }
    }
  }
  return found;
}

// --- internal ---

type Backend = 'vault' | 'parameter-store' | 'other';

/** By kind, namespace and name. */
type Stores = ReadonlyMap<string, Manifest>;

const NO_STORES: Stores = new Map();

interface StoreUse {
  readonly kind: string;
  readonly name: string;
  readonly key: string | undefined;
  /** Where the key stands. */
  readonly field: FieldPath;
  readonly storeField: FieldPath;
}

function storesByCluster({ index, syncs }: RuleContext): ReadonlyMap<string, Stores> {
  const clusters = new Map<string, Map<string, Manifest>>();
  for (const entry of index.of(GROUP, 'ClusterSecretStore', 'SecretStore')) {
    const { kind, metadata } = entry.manifest;
    const landings = syncs.landingsOf(entry.manifest);
    const places =
      landings.length > 0
        ? landings.map(({ cluster, namespace }) => ({ cluster, namespace }))
        : syncs.realmsOf(entry).map((cluster) => ({ cluster, namespace: undefined }));
    for (const { cluster, namespace } of places) {
      const known = clusters.get(cluster) ?? new Map<string, Manifest>();
      clusters.set(cluster, known.set(storeKey(kind, metadata.name, metadata.namespace ?? namespace), entry.manifest));
    }
  }
  return clusters;
}

function storeKey(kind: string, name: string, namespace: string | undefined): string {
  return kind === 'ClusterSecretStore' ? `${kind} ${name}` : `${kind} ${namespace} ${name}`;
}

/** Every store that is asked, with every key it is asked for. */
function usesOf({ spec }: Manifest): readonly StoreUse[] {
  if (!isJsonObject(spec)) return [];
  const found: StoreUse[] = [];
  const add = (own: Json | undefined, key: Json | undefined, at: FieldPath) => {
    const store = isJsonObject(own) ? own : spec['secretStoreRef'];
    if (!isJsonObject(store) || typeof store['name'] !== 'string') return;
    const kind = typeof store['kind'] === 'string' ? store['kind'] : 'SecretStore';
    const storeField = isJsonObject(own) ? [...at.slice(0, 3), 'sourceRef', 'storeRef'] : ['spec', 'secretStoreRef'];
    found.push({ kind, name: store['name'], key: typeof key === 'string' ? key : undefined, field: at, storeField });
  };
  for (const [index, entry] of list(spec['data']).entries()) {
    if (!isJsonObject(entry)) continue;
    const field = ['spec', 'data', `[${index}]`, 'remoteRef', 'key'];
    add(member(entry['sourceRef'], 'storeRef'), member(entry['remoteRef'], 'key'), field);
  }
  for (const [index, entry] of list(spec['dataFrom']).entries()) {
    if (!isJsonObject(entry) || member(entry['sourceRef'], 'generatorRef') !== undefined) continue;
    const field = ['spec', 'dataFrom', `[${index}]`, 'extract', 'key'];
    add(member(entry['sourceRef'], 'storeRef'), member(entry['extract'], 'key'), field);
  }
  if (found.length === 0) add(undefined, undefined, ['spec', 'secretStoreRef']);
  return found;
}

function member(value: Json | undefined, key: string): Json | undefined {
  return isJsonObject(value) ? value[key] : undefined;
}

/** What keeps the secrets of a store; another form of Vault or AWS than the platform's is no business of ours. */
function backendOf({ spec }: Manifest): Backend {
  const provider = isJsonObject(spec) ? spec['provider'] : undefined;
  if (!isJsonObject(provider)) return 'other';
  if (isJsonObject(provider['vault'])) return 'vault';
  return member(provider['aws'], 'service') === 'ParameterStore' ? 'parameter-store' : 'other';
}

/**
 * Stores that the platform itself puts on its clusters, by their names: those of the control plane and of management
 * clusters, and the one that catalog items ask for by default.
 *
 * @see konstruct-templates v0.5.2, cluster-secret-store
 */
function parentBackend(store: string, { model }: RuleContext): Backend | undefined {
  if (store === 'cluster-secret-store') return 'other';
  if (store === 'vault-kv-secret') return 'vault';
  if (store === 'konstruct-aws-ssm') return 'parameter-store';
  const [, cluster, suffix] = /^(.+)-(vault-kv-secret|aws-ssm|aws-secret-manager)$/.exec(store) ?? [];
  const clusters: readonly JsonObject['name'][] = [
    model?.platform.controlPlane,
    ...(model?.managementClusters ?? []).map(({ name }) => name),
    ...(model?.workloadClusters ?? []).map(({ name }) => name),
  ];
  if (cluster === undefined || !clusters.includes(cluster)) return undefined;
  return suffix === 'vault-kv-secret' ? 'vault' : 'parameter-store';
}

function unknownStore(entry: IndexedManifest, use: StoreUse, stores: Stores, landing: Landing): Diagnostic {
  const names = [...stores.values()].filter(({ kind }) => kind === use.kind).map(({ metadata }) => metadata.name);
  const { name } = landing.application.entry.manifest.metadata;
  const summary = `ExternalSecret \`${entry.manifest.metadata.name}\` asks ${use.kind} \`${use.name}\`, which is not where Application \`${name}\` brings it`;
  const place = placeOfManifest(entry, [...use.storeField, 'name']);
  if (stores.size === 0) return warning('SECRET_STORE_UNKNOWN', { summary, ...place });
  return error('SECRET_STORE_UNKNOWN', { summary, fix: didYouMean(use.name, names), ...place });
}

/** Parameter Store wants a slash in front of a path; Vault takes none. The platform's own `/crossplane` is left alone. */
function slashProblem(key: string, backend: Backend | undefined): { readonly fix: string } | undefined {
  if (backend === 'vault' && key.startsWith('/') && key !== '/crossplane') {
    return { fix: `Write \`${key.replace(/^\/+/, '')}\`: keys of Vault have no slash in front.` };
  }
  if (backend === 'parameter-store' && !key.startsWith('/') && key.includes('/')) {
    return { fix: `Write \`/${key}\`: paths of Parameter Store begin with a slash.` };
  }
  return undefined;
}
