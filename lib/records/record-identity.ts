import { describePath } from '../diagnostics/describe-value.ts';
import type { NameAndNamespace } from '../model/identity.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import type { RecordFinding } from './record-finding.ts';

/**
 * Name and namespace of a record: what `metadata` says, with `spec.namespace`, or before 0.5 `spec.org_id`, for a
 * namespace that is not there. Notes what contradicts it.
 *
 * @param kind as manifests spell it
 * @returns undefined when the name is missing, which the schema reports, or the namespace, which is reported here
 */
export function recordIdentity(
  kind: string,
  manifest: JsonObject,
  findings: RecordFinding[],
): NameAndNamespace | undefined {
  const metadata = isJsonObject(manifest['metadata']) ? manifest['metadata'] : {};
  const spec = isJsonObject(manifest['spec']) ? manifest['spec'] : {};
  const { name } = metadata;
  if (typeof name !== 'string') return undefined;
  if (spec['org_id'] !== undefined) {
    findings.push(legacyOrganization());
  }
  // An organization is in the namespace of its own name, whatever a record says.
  const [said] = [metadata['namespace'], spec['namespace'], spec['org_id']].filter((one) => typeof one === 'string');
  const namespace = kind === 'Organization' ? name : said;
  if (namespace === undefined) {
    const isMistyped = [metadata['namespace'], spec['namespace'], spec['org_id']].some((one) => one !== undefined);
    if (!isMistyped && isJsonObject(manifest['metadata'])) findings.push(missingNamespace());
    return undefined;
  }
  const mustBe = (value: string, ...path: readonly string[]) => {
    const given = path.reduce<unknown>((at, key) => (isJsonObject(at) ? at[key] : undefined), manifest);
    if (typeof given === 'string' && given !== value) findings.push(conflict(path));
  };
  mustBe(namespace, 'metadata', 'namespace');
  mustBe(namespace, 'spec', 'namespace');
  mustBe(namespace, 'spec', 'org_id');
  if (kind === 'CatalogDeployment') {
    mustBe(name, 'spec', 'instance_name');
    mustBe(name, 'spec', 'body', 'instance_name');
  }
  // Before 0.5 a deployment had the name of its item there.
  if (kind !== 'CatalogDeployment' || spec['body'] === undefined) mustBe(name, 'spec', 'name');
  return { name, namespace };
}

// --- internal ---

function conflict(path: readonly string[]): RecordFinding {
  const summary = `${describePath(path)} is not what the record is called elsewhere in it`;
  return { code: 'RECORD_CONFLICT', severity: 'error', path, part: 'value', details: { summary } };
}

function legacyOrganization(): RecordFinding {
  const details = { summary: '`org_id` is the namespace', fix: 'Write `metadata.namespace`.' };
  return { code: 'LEGACY_FIELD', severity: 'warning', path: ['spec', 'org_id'], part: 'key', details };
}

function missingNamespace(): RecordFinding {
  const details = {
    summary: '`metadata.namespace` is missing',
    fix: 'Add the name of the organization, or `default` for what is Global.',
  };
  return { code: 'RECORD_MISSING_FIELD', severity: 'error', path: ['metadata'], part: 'key', details };
}
