import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { textAt, unmetConditions } from '../../gates/conditions/object.ts';
import { fieldsReadBy, keysReadBy } from '../../gates/conditions/secret-fields.ts';
import type { JsonObject } from '../../model/json.ts';
import { isConcrete, namespaceOf, readsOf } from '../external-secret.ts';
import { type LiveCluster, objectsOf } from '../live/live-cluster.ts';
import { type ClusterResources, type Resource, troubleAt } from '../resources.ts';

/**
 * Whether the ExternalSecrets of a cluster make their Secrets: whether Vault has what they read, whether the cluster has
 * them as they are in git, and what the External Secrets Operator says of them. Of each the first cause only.
 */
export function checkLiveSecrets({ resources }: ClusterResources, live: LiveCluster): readonly Diagnostic[] {
  const secrets = resources.filter(({ kind, name }) => kind === 'ExternalSecret' && isConcrete(name));
  return secrets.flatMap((secret) => {
    const found = objectsOf(live.externalSecrets).find((one) => isSame(secret, one));
    const said = found === undefined ? [] : unmetConditions(found, ['Ready']);
    const lacking = missingFields(secret, live);
    if (lacking !== undefined) return [vaultLacks(secret, lacking, said)];
    if (live.externalSecrets.status !== 'read') return [];
    const older = found === undefined ? 'The cluster does not have it' : difference(secret, found);
    if (older !== undefined) {
      const detail = `ExternalSecret \`${secret.name}\`: ${older}. Argo CD has not applied the file.`;
      return [troubleAt('DOCTOR_SECRET_NOT_APPLIED', secret, { detail })];
    }
    if (said.length === 0) return [];
    const detail = `ExternalSecret \`${secret.name}\` of the cluster: ${said.join('; ')}.`;
    return [troubleAt('DOCTOR_SECRET_NOT_READY', secret, { detail })];
  });
}

// --- internal ---

interface Lacking {
  readonly key: string;
  /** Undefined where there is no such key. */
  readonly fields: readonly string[] | undefined;
}

function isSame(secret: Resource, object: JsonObject): boolean {
  const namespace = namespaceOf(secret);
  if (textAt(object, 'metadata', 'name') !== secret.name) return false;
  return namespace === undefined || textAt(object, 'metadata', 'namespace') === namespace;
}

function missingFields(secret: Resource, { vault }: LiveCluster): Lacking | undefined {
  for (const [key, fields] of readsOf(secret)) {
    const reading = vault.get(key);
    if (reading?.status !== 'read') continue;
    if (reading.value === undefined) return { key, fields: undefined };
    const known = new Set(reading.value);
    const missing = [...fields].filter((field) => !known.has(field));
    if (missing.length > 0) return { key, fields: missing.sort() };
  }
  return undefined;
}

function vaultLacks(secret: Resource, { key, fields }: Lacking, said: readonly string[]): Diagnostic {
  const what =
    fields === undefined
      ? 'which is not there'
      : `in which ${list(fields)} ${fields.length === 1 ? 'is' : 'are'} missing`;
  const operator = said.length === 0 ? '' : ` The operator says: ${said.join('; ')}.`;
  return troubleAt('DOCTOR_VAULT_FIELDS', secret, {
    detail: `\`${secret.name}\` reads \`${key}\`, ${what}. Of a Secret that lacks one field the operator makes nothing.${operator}`,
  });
}

/** How the object of the cluster is behind the file; undefined where it is not. */
function difference(secret: Resource, found: JsonObject): string | undefined {
  const reads = readsOf(secret);
  const keys = [...reads.keys()].filter((key) => !keysReadBy(found).includes(key));
  if (keys.length > 0) return `that of the cluster does not read ${list(keys)}`;
  const known = new Set(fieldsReadBy(found));
  const fields = [...reads.values()].flatMap((each) => [...each]).filter((field) => !known.has(field));
  return fields.length === 0 ? undefined : `that of the cluster does not read ${list([...new Set(fields)])}`;
}

function list(words: readonly string[]): string {
  return words.map((word) => `\`${word}\``).join(', ');
}
