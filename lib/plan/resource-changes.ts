import type { WantedFile } from '../model/file-set.ts';
import type { Json } from '../model/json.ts';
import type { ObjectId } from '../repository/repository.ts';
import { compareText } from './canonical-json.ts';
import { type Comparison, type FileVerdict, showsContent } from './comparison.ts';
import { diffFile, FILE_KIND, groupKindOf, type ResourcePair, resourcesOf } from './diff/diff-file.ts';
import { diffValues } from './diff/diff-value.ts';
import type { ParseYaml } from './diff/parse-yaml.ts';
import { redact } from './diff/sensitive.ts';
import type { FieldChange, ResourceAction, ResourceChange } from './plan.ts';

export interface ResourceChangesInput {
  readonly comparison: Comparison;
  readonly wanted: ReadonlyMap<string, WantedFile>;
  /** Contents of the blobs that the comparison asked for. */
  readonly contents: ReadonlyMap<ObjectId, Uint8Array>;
  readonly parse: ParseYaml;
}

/** A change of one resource, and whether it destroys what the ledger protects. */
export interface JudgedChange {
  readonly change: ResourceChange;
  readonly destroysProtected: boolean;
}

/**
 * Turns the verdicts on the files of one repository into changes of resources, by path and position in the file.
 *
 * A resource that goes in one place and comes in another is one move; so is a file that is no manifest and keeps its
 * blob, and whatever only changes its construct. When a construct has exactly one resource of a kind going and one
 * coming, that is a replace. A file whose bytes change and whose data does not is one update without fields.
 */
export function resourceChanges(input: ResourceChangesInput): readonly JudgedChange[] {
  const entries = input.comparison.files.flatMap((verdict) => entriesOf(verdict, input));
  const changes = entries.filter((entry) => entry.pair.side === 'both').flatMap(changeInPlace);
  changes.push(...input.comparison.files.flatMap((verdict) => forgottenIn(verdict, input)));
  const going = entries.filter((entry) => entry.pair.side === 'before');
  const coming = entries.filter((entry) => entry.pair.side === 'after');
  const left = { going: new Set(going), coming: new Set(coming) };
  for (const [from, to] of matchMoves(going, coming)) {
    left.going.delete(from);
    left.coming.delete(to);
    changes.push(moved(from, to, input.parse));
  }
  for (const [from, to] of matchReplaces(left.going, left.coming)) {
    left.going.delete(from);
    left.coming.delete(to);
    changes.push(replaced(from, to, input.parse));
  }
  for (const entry of left.going) changes.push(destroyed(entry));
  for (const entry of left.coming) changes.push(created(entry));
  changes.push(...formattingChanges(input, entries, changes));
  return changes.sort(byPlace);
}

// --- internal ---

/** Longer texts of whole files are not repeated in the plan. */
const MAX_TEXT = 64 * 1024;

interface Entry {
  readonly repository: string;
  readonly verdict: FileVerdict;
  readonly file: WantedFile | undefined;
  readonly pair: ResourcePair;
  readonly position: number;
}

interface Placed extends JudgedChange {
  readonly position: number;
}

function entriesOf(verdict: FileVerdict, input: ResourceChangesInput): readonly Entry[] {
  const file = verdict.after === null ? undefined : input.wanted.get(verdict.path);
  const pairs = pairsOf(verdict, file, input);
  return pairs.map((pair, position) => ({ repository: input.comparison.repository, verdict, file, pair, position }));
}

function pairsOf(
  verdict: FileVerdict,
  file: WantedFile | undefined,
  input: ResourceChangesInput,
): readonly ResourcePair[] {
  if (showsContent(verdict) && verdict.before !== verdict.after) {
    const before = verdict.before === null ? undefined : input.contents.get(verdict.before);
    return diffFile({ path: verdict.path, before, after: file }, input.parse);
  }
  const renamed = verdict.decision === 'refresh' && verdict.previousAddress !== undefined;
  if (file === undefined || (verdict.decision !== 'adopt' && !renamed)) return [];
  return resourcesOf(verdict.path, file, input.parse);
}

/** What a file holds that is given up. One that is gone from git, or holds no text, is told as a file. */
function forgottenIn(verdict: FileVerdict, input: ResourceChangesInput): readonly Placed[] {
  if (verdict.decision !== 'forget') return [];
  const before = verdict.before === null ? undefined : input.contents.get(verdict.before);
  const pairs = diffFile({ path: verdict.path, before: before ?? new Uint8Array(), after: undefined }, input.parse);
  return pairs.map((pair, position) =>
    place({ repository: input.comparison.repository, verdict, file: undefined, pair, position }, 'forget', []),
  );
}

/** A resource that stays in its file. */
function changeInPlace(entry: Entry): readonly Placed[] {
  const { verdict, pair } = entry;
  const fields = pair.fields ?? [];
  if (verdict.decision === 'adopt') return [place(entry, 'adopt', fields)];
  if (verdict.previousAddress !== undefined) {
    return [place(entry, 'move', fields, { previous_address: verdict.previousAddress })];
  }
  return fields.length > 0 ? [place(entry, 'update', fields)] : [];
}

function place(
  entry: Entry,
  action: ResourceAction,
  fields: readonly FieldChange[],
  rest: Partial<ResourceChange> = {},
  destroysProtected = false,
): Placed {
  const { repository, verdict, pair, file, position } = entry;
  const source = file?.origin.position();
  const change = {
    repository,
    path: verdict.path,
    address: pair.side === 'before' ? ownerBefore(entry) : verdict.address,
    resource: pair.resource,
    action,
    ...(source === undefined ? {} : { source }),
    fields,
    ...rest,
  };
  return { change, destroysProtected, position };
}

function ownerBefore({ verdict }: Entry): string {
  return verdict.previousAddress ?? verdict.address;
}

/** The same resource going and coming; several of one identity are matched by path. */
function matchMoves(going: readonly Entry[], coming: readonly Entry[]): readonly (readonly [Entry, Entry])[] {
  const open = new Map<string, Entry[]>();
  for (const entry of [...going].reverse()) group(open, moveKey(entry, entry.verdict.before)).push(entry);
  const matches: (readonly [Entry, Entry])[] = [];
  for (const to of coming) {
    const from = open.get(moveKey(to, to.verdict.after))?.pop();
    if (from !== undefined) matches.push([from, to]);
  }
  return matches;
}

/** A file that is no manifest has no identity but its content. */
function moveKey({ pair }: Entry, blob: ObjectId | null): string {
  return pair.resource.kind === FILE_KIND && pair.resource.api_version === '' ? `${FILE_KIND} ${blob}` : pair.key;
}

function matchReplaces(going: Iterable<Entry>, coming: Iterable<Entry>): readonly (readonly [Entry, Entry])[] {
  const from = byOwnerAndKind(going);
  const matches: (readonly [Entry, Entry])[] = [];
  for (const [key, entries] of byOwnerAndKind(coming)) {
    const [only, ...others] = entries;
    const [gone, ...othersGone] = from.get(key) ?? [];
    if (only === undefined || gone === undefined || others.length + othersGone.length > 0) continue;
    matches.push([gone, only]);
  }
  return matches;
}

function byOwnerAndKind(entries: Iterable<Entry>): ReadonlyMap<string, readonly Entry[]> {
  const groups = new Map<string, Entry[]>();
  for (const entry of entries) {
    const { resource } = entry.pair;
    if (resource.kind === FILE_KIND && resource.api_version === '') continue;
    const owner = entry.pair.side === 'before' ? ownerBefore(entry) : entry.verdict.address;
    group(groups, JSON.stringify([owner, groupKindOf(resource)])).push(entry);
  }
  return groups;
}

function group(groups: Map<string, Entry[]>, key: string): Entry[] {
  const found = groups.get(key) ?? [];
  groups.set(key, found);
  return found;
}

function moved(from: Entry, to: Entry, parse: ParseYaml): Placed {
  const owner = ownerBefore(from);
  return place(to, 'move', fieldsBetween(from, to, parse), {
    previous_path: from.verdict.path,
    ...(owner === to.verdict.address ? {} : { previous_address: owner }),
  });
}

function replaced(from: Entry, to: Entry, parse: ParseYaml): Placed {
  const elsewhere = from.verdict.path === to.verdict.path ? {} : { previous_path: from.verdict.path };
  const rest = { ...elsewhere, previous_resource: from.pair.resource };
  return place(to, 'replace', fieldsBetween(from, to, parse), rest, from.verdict.protect);
}

function fieldsBetween(from: Entry, to: Entry, parse: ParseYaml): readonly FieldChange[] {
  const { before } = from.pair;
  const { after } = to.pair;
  return before === undefined || after === undefined ? [] : diffValues(before, after, parse);
}

function destroyed(entry: Entry): Placed {
  const before = shown(entry.pair.before);
  return place(entry, 'delete', [], before === undefined ? {} : { before }, entry.verdict.protect);
}

function created(entry: Entry): Placed {
  const after = shown(entry.pair.after);
  return place(entry, 'create', [], after === undefined ? {} : { after });
}

function shown(value: Json | undefined): Json | undefined {
  if (value === undefined || (typeof value === 'string' && value.length > MAX_TEXT)) return undefined;
  return redact(value);
}

/** Files that change without any resource saying so. */
function formattingChanges(
  input: ResourceChangesInput,
  entries: readonly Entry[],
  changes: readonly Placed[],
): readonly Placed[] {
  const told = new Set(changes.flatMap(({ change }) => [change.path, change.previous_path ?? change.path]));
  const silent: Placed[] = [];
  const byPath = new Map<string, Entry[]>();
  for (const entry of entries) group(byPath, entry.verdict.path).push(entry);
  for (const verdict of input.comparison.files) {
    const [only, ...others] = byPath.get(verdict.path) ?? [];
    if (!showsContent(verdict) || verdict.before === verdict.after || told.has(verdict.path) || only === undefined)
      continue;
    const file = { api_version: '', kind: FILE_KIND, namespace: null, name: verdict.path };
    const resource = others.length === 0 ? only.pair.resource : file;
    silent.push(place(only, 'update', [], { resource, formatting_only: true }));
  }
  return silent;
}

function byPlace(a: Placed, b: Placed): number {
  return compareText(a.change.path, b.change.path) || a.position - b.position;
}
