import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Json } from '../../model/json.ts';
import { canonicalJson } from '../canonical-json.ts';
import type { ResourceChange } from '../plan.ts';

/**
 * A resource that goes while one comes that is equal but for its name: a rename, which would delete the one and create
 * the other.
 *
 * Where the construct stays the same, the change of its record says so; this is for a construct with a new id.
 */
export function guardRenamed(changes: readonly ResourceChange[]): readonly Diagnostic[] {
  const gone = new Map<string, ResourceChange>();
  for (const change of changes) {
    const key = change.action === 'delete' ? likeness(change, change.before) : undefined;
    if (key !== undefined && !gone.has(key)) gone.set(key, change);
  }
  return changes.flatMap((change) => {
    const key = change.action === 'create' ? likeness(change, change.after) : undefined;
    const from = key === undefined ? undefined : gone.get(key);
    if (key === undefined || from === undefined) return [];
    gone.delete(key);
    return [
      error('RECORD_RENAMED', {
        summary:
          `${from.resource.kind} \`${from.resource.name}\` would go, and \`${change.resource.name}\` come, ` +
          'equal but for its name',
        fix:
          `Keep the old name with \`name: '${from.resource.name}'\`, ` +
          `or plan with \`--allow-replace ${change.address}\` if it is another one.`,
        address: change.address,
        source: change.source,
        repository: change.repository,
        path: change.path,
        related: [{ message: 'what would go', address: from.address }],
      }),
    ];
  });
}

// --- internal ---

const RECORD_API = 'konstruct-cdk.dev/v1';

/** Kinds that hold something which is lost with them. */
const HOLDERS: ReadonlySet<string> = new Set([
  'Organization',
  'Environment',
  'WorkloadCluster',
  'CatalogDeployment',
  'Application',
]);

/** What is the same before and after a rename. */
function likeness({ resource }: ResourceChange, object: Json | undefined): string | undefined {
  if (resource.api_version !== RECORD_API || !HOLDERS.has(resource.kind) || !isJsonObject(object)) return undefined;
  const { spec } = object;
  if (!isJsonObject(spec)) return undefined;
  const { name: _name, instance_name: _release, slug: _slug, ...rest } = spec;
  return canonicalJson([resource.kind, resource.namespace, JSON.parse(JSON.stringify(rest, inOneSpelling))]);
}

/**
 * What git has was read by a parser that leaves integers too large for a number as they are spelled, which is not how
 * JavaScript spells them: `9.007199254740994e+15`.
 */
function inOneSpelling(_: string, value: unknown): unknown {
  const number = typeof value === 'string' && /^-?[0-9]/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isInteger(number) && !Number.isSafeInteger(number)
    ? String(number)
    : value;
}
