import { isJsonObject, type Json, type JsonObject, type Manifest } from '../model/json.ts';

/**
 * Puts the keys of a Kubernetes object into the order people write them in.
 *
 * First `apiVersion`, `kind`, `metadata`, then the kind's own order: Application, AppProject and ExternalSecret
 * down to the last field of their schemas, any other kind on its top level only. `metadata` starts with name,
 * generateName, namespace, labels, annotations, finalizers. Keys no table names follow in the order they came,
 * and nothing inside labels, `valuesObject` and other data of the user is moved. What is in order already is
 * returned as it is, not copied.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/operator-manual/declarative-setup/ (argoproj.io/v1alpha1)
 * @see https://external-secrets.io/latest/api/spec/ (external-secrets.io/v1)
 */
export function orderManifest(manifest: Manifest): Manifest {
  const group = manifest.apiVersion.slice(0, manifest.apiVersion.lastIndexOf('/') + 1);
  return ordered(manifest, KIND_PLACES.get(`${group}${manifest.kind}`) ?? ANY_PLACES) as Manifest;
}

// --- internal ---

/** Keys in the order wanted, each with the order of its value; `{}` leaves a value as it came. Lists order their items. */
interface KeyOrder {
  readonly [key: string]: KeyOrder;
}

const METADATA: KeyOrder = { name: {}, generateName: {}, namespace: {}, labels: {}, annotations: {}, finalizers: {} };
const TOP: KeyOrder = { apiVersion: {}, kind: {}, metadata: METADATA };
const ANY_KIND: KeyOrder = {
  ...TOP,
  type: {},
  immutable: {},
  spec: {},
  data: {},
  binaryData: {},
  stringData: {},
  status: {},
};

const SOURCE: KeyOrder = {
  repoURL: {},
  chart: {},
  path: {},
  targetRevision: {},
  ref: {},
  name: {},
  helm: {
    releaseName: {},
    namespace: {},
    version: {},
    valueFiles: {},
    ignoreMissingValueFiles: {},
    parameters: { name: {}, value: {}, forceString: {} },
    fileParameters: { name: {}, path: {} },
    values: {},
    valuesObject: {},
  },
  kustomize: { namePrefix: {}, nameSuffix: {}, namespace: {}, images: {}, replicas: {}, components: {}, patches: {} },
  directory: { recurse: {}, include: {}, exclude: {}, jsonnet: {} },
  plugin: { name: {}, env: { name: {}, value: {} }, parameters: {} },
};

const APPLICATION: KeyOrder = {
  ...TOP,
  spec: {
    project: {},
    source: SOURCE,
    sources: SOURCE,
    sourceHydrator: {},
    destination: { server: {}, name: {}, namespace: {} },
    syncPolicy: {
      automated: { enabled: {}, prune: {}, selfHeal: {}, allowEmpty: {} },
      managedNamespaceMetadata: { labels: {}, annotations: {} },
      syncOptions: {},
      retry: { limit: {}, refresh: {}, backoff: { duration: {}, factor: {}, maxDuration: {} } },
    },
    ignoreDifferences: {
      group: {},
      kind: {},
      name: {},
      namespace: {},
      jsonPointers: {},
      jqPathExpressions: {},
      managedFieldsManagers: {},
    },
    info: { name: {}, value: {} },
    revisionHistoryLimit: {},
  },
};

const GROUP_KIND: KeyOrder = { group: {}, kind: {}, name: {} };

const APP_PROJECT: KeyOrder = {
  ...TOP,
  spec: {
    description: {},
    sourceNamespaces: {},
    sourceRepos: {},
    destinations: { server: {}, name: {}, namespace: {} },
    destinationServiceAccounts: { server: {}, namespace: {}, defaultServiceAccount: {} },
    clusterResourceWhitelist: GROUP_KIND,
    clusterResourceBlacklist: GROUP_KIND,
    namespaceResourceWhitelist: GROUP_KIND,
    namespaceResourceBlacklist: GROUP_KIND,
    orphanedResources: { warn: {}, ignore: GROUP_KIND },
    permitOnlyProjectScopedClusters: {},
    roles: { name: {}, description: {}, groups: {}, policies: {}, jwtTokens: {} },
    syncWindows: {
      kind: {},
      schedule: {},
      timeZone: {},
      duration: {},
      description: {},
      applications: {},
      namespaces: {},
      clusters: {},
      manualSync: {},
    },
    signatureKeys: {},
  },
};

const STORE: KeyOrder = { kind: {}, name: {} };
const SOURCE_REF: KeyOrder = { storeRef: STORE, generatorRef: { apiVersion: {}, kind: {}, name: {} } };
const REMOTE_REF: KeyOrder = {
  key: {},
  property: {},
  version: {},
  metadataPolicy: {},
  conversionStrategy: {},
  decodingStrategy: {},
};

const EXTERNAL_SECRET: KeyOrder = {
  ...TOP,
  spec: {
    refreshPolicy: {},
    refreshInterval: {},
    secretStoreRef: STORE,
    target: {
      name: {},
      creationPolicy: {},
      deletionPolicy: {},
      immutable: {},
      manifest: { apiVersion: {}, kind: {} },
      template: {
        type: {},
        engineVersion: {},
        mergePolicy: {},
        metadata: METADATA,
        data: {},
        templateFrom: { target: {}, configMap: {}, secret: {}, literal: {} },
      },
    },
    data: { secretKey: {}, remoteRef: REMOTE_REF, sourceRef: SOURCE_REF },
    dataFrom: { extract: REMOTE_REF, find: { path: {}, name: {}, tags: {} }, sourceRef: SOURCE_REF, rewrite: {} },
  },
};

/** A table ready for look-ups; undefined for `{}`. */
type Places = ReadonlyMap<string, { readonly place: number; readonly inner: Places | undefined }>;

function placesOf(order: KeyOrder): Places {
  const entries = Object.entries(order).map(([key, inner], place) => {
    return [key, { place, inner: Object.keys(inner).length === 0 ? undefined : placesOf(inner) }] as const;
  });
  return new Map(entries);
}

const ANY_PLACES = placesOf(ANY_KIND);
const KIND_PLACES: ReadonlyMap<string, Places> = new Map([
  ['argoproj.io/Application', placesOf(APPLICATION)],
  ['argoproj.io/AppProject', placesOf(APP_PROJECT)],
  ['external-secrets.io/ExternalSecret', placesOf(EXTERNAL_SECRET)],
]);

function ordered(value: Json, places: Places): Json {
  if (Array.isArray(value)) return orderedItems(value, places);
  return isJsonObject(value) ? orderedMembers(value, places) : value;
}

function orderedItems(items: readonly Json[], places: Places): readonly Json[] {
  let copy: Json[] | undefined;
  for (const [index, item] of items.entries()) {
    const next = ordered(item, places);
    if (next === item) continue;
    copy ??= [...items];
    copy[index] = next;
  }
  return copy ?? items;
}

function orderedMembers(value: JsonObject, places: Places): JsonObject {
  const keys = Object.keys(value);
  let changed: Map<string, Json> | undefined;
  let moved = false;
  let last = -1;
  for (const key of keys) {
    const known = places.get(key);
    const place = known === undefined ? places.size : known.place;
    if (place < last) moved = true;
    last = place;
    const member = value[key];
    if (known?.inner === undefined || member === undefined) continue;
    const next = ordered(member, known.inner);
    if (next === member) continue;
    changed ??= new Map();
    changed.set(key, next);
  }
  if (!moved && changed === undefined) return value;
  // `fromEntries` defines members, so a key named `__proto__` stays data.
  return Object.fromEntries(
    (moved ? inOrder(keys, places) : keys).map((key) => [key, changed?.get(key) ?? value[key]]),
  );
}

function inOrder(keys: readonly string[], places: Places): readonly string[] {
  const given = new Set(keys);
  const known = [...places.keys()].filter((key) => given.has(key));
  return [...known, ...keys.filter((key) => !places.has(key))];
}
