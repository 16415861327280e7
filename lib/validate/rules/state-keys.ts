import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import { readBackend } from '../../templates/terraform/module.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * No two ProviderConfigs keep their state in one place: what one Workspace made, the other would take for its own and
 * destroy.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend
 */
export function checkStateKeys({ index, syncs, told }: RuleContext): readonly Diagnostic[] {
  const first = new Map<string, IndexedManifest>();
  const found: Diagnostic[] = [];
  for (const entry of index.of('tf.upbound.io', 'ProviderConfig')) {
    const { spec, metadata } = entry.manifest;
    const text = isJsonObject(spec) ? spec['configuration'] : undefined;
    if (typeof text !== 'string' || told.has(entry.manifest)) continue;
    const place = stateOf(text, syncs.realmsOf(entry).join(' '));
    if (place === undefined) continue;
    const other = first.get(place.key);
    first.set(place.key, other ?? entry);
    if (other === undefined) continue;
    const summary = `ProviderConfig \`${metadata.name}\` keeps its state where \`${other.manifest.metadata.name}\` does: ${place.label}`;
    const { origin } = other.artifact;
    const related = [{ message: 'the other', ...placeOf(origin) }];
    found.push(error('STATE_KEY_CLASH', { summary, ...placeOfManifest(entry, ['spec', 'configuration'], related) }));
  }
  return found;
}

// --- internal ---

/** Settings that say where a state is; the others say how it is reached. */
const PLACES = [
  ...['bucket', 'key', 'prefix', 'endpoint', 'storage_account_name', 'container_name'],
  ...['secret_suffix', 'namespace', 'path', 'address', 'conn_str', 'schema_name'],
];

/** Undefined where the state is not said to be anywhere. */
function stateOf(configuration: string, cluster: string) {
  const backend = readBackend(configuration);
  if (backend === undefined) return undefined;
  const said = PLACES.filter((name) => backend.settings[name] !== undefined);
  if (said.length === 0) return undefined;
  const label = said.map((name) => `${name} \`${backend.settings[name]}\``).join(', ');
  // Secrets are of one cluster, and files of one pod.
  const home = backend.type === 'kubernetes' || backend.type === 'local' ? cluster : '';
  return { key: `${backend.type} ${home} ${label}`, label };
}
