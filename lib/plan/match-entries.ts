import { isJsonObject, type Json } from '../model/json.ts';
import type { ObjectId } from '../repository/repository.ts';
import { FILE_KIND, groupKindOf } from './diff/diff-file.ts';
import { keysOf } from './diff/same-data.ts';
import { type Likeness, matchSimilar } from './diff/similarity.ts';
import { type Entry, isWholeFile, ownerBefore } from './resource-entry.ts';

/** What goes and what comes in its place. */
export type EntryMatch = readonly [from: Entry, to: Entry];

/** The same resource going and coming; several of one identity are matched by path. */
export function matchMoves(going: readonly Entry[], coming: readonly Entry[]): readonly EntryMatch[] {
  const open = new Map<string, Entry[]>();
  for (const entry of [...going].reverse()) group(open, moveKey(entry, entry.verdict.before)).push(entry);
  const matches: EntryMatch[] = [];
  for (const to of coming) {
    const from = open.get(moveKey(to, to.verdict.after))?.pop();
    if (from !== undefined) matches.push([from, to]);
  }
  return matches;
}

/** Where one construct has one resource of a kind going and one coming. */
export function matchReplaces(going: Iterable<Entry>, coming: Iterable<Entry>): readonly EntryMatch[] {
  const from = byOwnerAndKind(going);
  const matches: EntryMatch[] = [];
  for (const [key, entries] of byOwnerAndKind(coming)) {
    const [only, ...others] = entries;
    const [gone, ...othersGone] = from.get(key) ?? [];
    if (only === undefined || gone === undefined || others.length + othersGone.length > 0) continue;
    matches.push([gone, only]);
  }
  return matches;
}

/**
 * What goes here and comes nearly equal there: a file that moved and changed a little, a resource under a new name.
 *
 * Not for records: there a new name is what the guards against renames are for.
 */
export function matchByContent(going: Iterable<Entry>, coming: Iterable<Entry>): readonly EntryMatch[] {
  const from = splitFiles(going);
  const to = splitFiles(coming);
  return [
    ...matchAlike(from.files, to.files, LEAST_OF_FILES),
    ...matchAlike(from.resources, to.resources, LEAST_OF_RESOURCES),
  ];
}

// --- internal ---

/** As git takes a file for a renamed one. @see https://git-scm.com/docs/git-diff (`-M`) */
const LEAST_OF_FILES = 0.5;
/** Resources made by one program are alike from the start, so only what is all but equal counts. */
const LEAST_OF_RESOURCES = 0.9;

/** A file that is no manifest has no identity but its content. */
function moveKey(entry: Entry, blob: ObjectId | null): string {
  return isWholeFile(entry) ? `${FILE_KIND} ${blob}` : entry.pair.key;
}

function byOwnerAndKind(entries: Iterable<Entry>): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    if (isWholeFile(entry)) continue;
    const owner = entry.pair.side === 'before' ? ownerBefore(entry) : entry.verdict.address;
    group(groups, JSON.stringify([owner, groupKindOf(entry.pair.resource)])).push(entry);
  }
  return groups;
}

function group(groups: Map<string, Entry[]>, key: string): Entry[] {
  const found = groups.get(key) ?? [];
  groups.set(key, found);
  return found;
}

function splitFiles(entries: Iterable<Entry>): {
  readonly files: readonly Entry[];
  readonly resources: readonly Entry[];
} {
  const files: Entry[] = [];
  const resources: Entry[] = [];
  for (const entry of entries) {
    if (isWholeFile(entry)) files.push(entry);
    else if (!entry.pair.resource.api_version.startsWith('konstruct-cdk.dev/')) resources.push(entry);
  }
  return { files, resources };
}

function matchAlike(going: readonly Entry[], coming: readonly Entry[], least: number): readonly EntryMatch[] {
  if (going.length === 0 || coming.length === 0) return [];
  return matchSimilar(going.map(toLikeness), coming.map(toLikeness), least).flatMap(([from, to]) => {
    const a = going[from];
    const b = coming[to];
    return a === undefined || b === undefined ? [] : [[a, b] as const];
  });
}

function toLikeness(entry: Entry): Likeness {
  const { pair, verdict } = entry;
  const value = pair.side === 'before' ? pair.before : pair.after;
  const name = verdict.path.slice(verdict.path.lastIndexOf('/') + 1);
  if (isWholeFile(entry)) {
    return { group: FILE_KIND, name, parts: typeof value === 'string' && value !== '' ? value.split('\n') : [] };
  }
  const parts: string[] = [];
  if (value !== undefined) collectLeaves(value, '', parts);
  return { group: groupKindOf(pair.resource), name, parts };
}

/** `path: value` of every leaf; a text of several lines counts by line. */
function collectLeaves(value: Json, path: string, parts: string[]): void {
  if (Array.isArray(value)) for (const item of value) collectLeaves(item, `${path}[]`, parts);
  else if (isJsonObject(value)) {
    for (const key of keysOf(value)) collectLeaves(value[key] ?? null, `${path}.${key}`, parts);
  } else if (typeof value === 'string' && value.includes('\n')) {
    for (const line of value.split('\n')) parts.push(`${path}: ${line}`);
  } else parts.push(`${path}: ${JSON.stringify(value)}`);
}
