import { isJsonObject, type Json } from '../../model/json.ts';
import { isOfKind, listAt, type PlacedObject, textAt } from './placed-object.ts';

/** Who names a Secret, by name of the Secret. */
export function indexSecretUses(objects: Iterable<PlacedObject>): ReadonlyMap<string, readonly PlacedObject[]> {
  const uses = new Map<string, PlacedObject[]>();
  for (const object of objects) {
    if (object.resource.api_version.startsWith('konstruct-cdk.dev/')) continue;
    const names = new Set<string>();
    // what an ExternalSecret names is what it makes
    if (!isOfKind(object, 'external-secrets.io', 'ExternalSecret', 'ClusterExternalSecret')) {
      collect(object.manifest, false, names);
    }
    for (const name of names) add(uses, name, object);
  }
  return uses;
}

/** Who reads from a store, by `kind/name` of the store. */
export function indexStoreUses(objects: Iterable<PlacedObject>): ReadonlyMap<string, readonly PlacedObject[]> {
  const uses = new Map<string, PlacedObject[]>();
  for (const object of objects) {
    if (!isOfKind(object, 'external-secrets.io', 'ExternalSecret', 'ClusterExternalSecret', 'PushSecret')) continue;
    const { manifest } = object;
    const spec = isOfKind(object, 'external-secrets.io', 'ClusterExternalSecret')
      ? ['spec', 'externalSecretSpec']
      : ['spec'];
    const refs: (Json | undefined)[] = [
      ...listAt(manifest, ...spec, 'secretStoreRefs'),
      pick(manifest, [...spec, 'secretStoreRef']),
      ...[...listAt(manifest, ...spec, 'data'), ...listAt(manifest, ...spec, 'dataFrom')].map((one) =>
        pick(one, ['sourceRef', 'storeRef']),
      ),
    ];
    const stores = refs.flatMap((ref) => {
      const name = textAt(ref, 'name');
      return name === undefined ? [] : [`${textAt(ref, 'kind') ?? 'SecretStore'}/${name}`];
    });
    for (const store of new Set(stores)) add(uses, store, object);
  }
  return uses;
}

// --- internal ---

function add(uses: Map<string, PlacedObject[]>, name: string, object: PlacedObject): void {
  const known = uses.get(name);
  if (known === undefined) uses.set(name, [object]);
  else known.push(object);
}

function pick(value: Json | undefined, path: readonly string[]): Json | undefined {
  let here = value;
  for (const key of path) here = isJsonObject(here) ? here[key] : undefined;
  return here;
}

/** Names below keys that speak of a secret; in texts that do so, every word that could be a name. */
function collect(value: Json | undefined, inSecret: boolean, names: Set<string>): void {
  if (typeof value === 'string') {
    if (inSecret && value.length <= LONGEST_NAME) names.add(value);
    if (value.includes('\n') && /secret/i.test(value)) {
      for (const word of value.match(/[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?/g) ?? []) {
        if (word.length <= LONGEST_NAME) names.add(word);
      }
    }
  } else if (Array.isArray(value)) {
    for (const item of value) collect(item, inSecret, names);
  } else if (isJsonObject(value)) {
    for (const [key, member] of Object.entries(value)) {
      // a mapping below such a key names the Secret as `name`, other members are keys in it
      const named = inSecret && !isJsonObject(member) && !Array.isArray(member) ? /name$/i.test(key) : inSecret;
      collect(member, named || /secret/i.test(key), names);
    }
  }
}

/** @see https://kubernetes.io/docs/concepts/overview/working-with-objects/names/#dns-subdomain-names */
const LONGEST_NAME = 253;
