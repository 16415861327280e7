import type { ResourceAction } from '../lib/plan/plan.ts';
import { isDestroyed } from '../lib/report/plan-words.ts';
import type { Row } from './index-plan.ts';

/** A part of the tree: what is of a repository, or of an organization, a cluster, an environment. */
export interface PlaceFilter {
  readonly repository?: string | undefined;
  /** Null: what is of no organization. */
  readonly organization?: string | null | undefined;
  readonly cluster?: string | undefined;
  readonly environment?: string | undefined;
}

export interface Filter {
  readonly query: string;
  /** Empty: all. */
  readonly actions: ReadonlySet<ResourceAction>;
  /** Empty: all. */
  readonly kind: string;
  readonly place: PlaceFilter;
  readonly only: 'all' | 'impact' | 'drifted' | 'destroyed';
}

export const NO_FILTER: Filter = { query: '', actions: new Set(), kind: '', place: {}, only: 'all' };

/**
 * The rows that pass.
 *
 * Words of the query must all be found, in any case, somewhere in a row: name, path, address, kind, fields and values.
 * `repo:`, `org:`, `env:`, `cluster:`, `kind:`, `action:` and `path:` look at one of them; a word in quotes may hold blanks.
 */
export function filterRows(rows: readonly Row[], filter: Filter): readonly Row[] {
  const terms = parseQuery(filter.query);
  return rows.filter(
    (row) => passes(row, filter) && terms.every(({ field, text }) => textOf(row, field).includes(text)),
  );
}

export interface Term {
  readonly field: string | undefined;
  /** In lower case. */
  readonly text: string;
}

export function parseQuery(query: string): readonly Term[] {
  return [...query.matchAll(/(?:(\w+):)?(?:"([^"]*)"?|(\S+))/g)].flatMap(([whole, prefix, quoted, plain]) => {
    const known = prefix !== undefined && Object.hasOwn(FIELDS, prefix.toLowerCase());
    const text = (known ? (quoted ?? plain ?? '') : whole.replaceAll('"', '')).toLowerCase();
    return text === '' ? [] : [{ field: known ? prefix.toLowerCase() : undefined, text }];
  });
}

// --- internal ---

const FIELDS: Readonly<Record<string, (row: Row) => string>> = {
  repo: ({ change }) => change.repository,
  org: ({ organization }) => organization ?? 'global',
  env: ({ environment }) => environment ?? '',
  cluster: ({ cluster }) => cluster ?? '',
  kind: ({ change }) => change.resource.kind,
  action: ({ change }) => change.action,
  path: ({ change }) => change.path,
};

function passes({ change, organization, cluster, environment, findings, file }: Row, filter: Filter): boolean {
  const { place, only } = filter;
  if (filter.actions.size > 0 && !filter.actions.has(change.action)) return false;
  if (filter.kind !== '' && change.resource.kind !== filter.kind) return false;
  if (place.repository !== undefined && change.repository !== place.repository) return false;
  if (place.organization !== undefined && (organization ?? null) !== place.organization) return false;
  if (place.cluster !== undefined && cluster !== place.cluster) return false;
  if (place.environment !== undefined && environment !== place.environment) return false;
  if (only === 'impact') return findings.length > 0;
  if (only === 'drifted') return file?.drifted === true;
  return only === 'all' || isDestroyed(change);
}

function textOf(row: Row, field: string | undefined): string {
  const get = field === undefined ? undefined : FIELDS[field];
  return get === undefined ? wholeText(row) : get(row).toLowerCase();
}

const texts = new WeakMap<Row, string>();

/** Made when it is first looked for: a page of ten thousand changes opens without it. */
function wholeText(row: Row): string {
  const known = texts.get(row);
  if (known !== undefined) return known;
  const { change, title, organization, environment, cluster, findings } = row;
  const { repository, path, previous_path: from, address, action, fields, before, after } = change;
  const text = [
    title,
    repository,
    path,
    from ?? '',
    address,
    action,
    organization ?? 'global',
    environment ?? '',
    cluster ?? '',
    ...findings.map(({ code, summary }) => `${code} ${summary}`),
    ...fields.map((field) => field.path.join('.')),
    JSON.stringify([fields, before, after]),
  ]
    .join('\n')
    .toLowerCase();
  texts.set(row, text);
  return text;
}
