import type { WantedFile } from '../model/file-set.ts';
import type { Json } from '../model/json.ts';
import type { ObjectId } from '../repository/repository.ts';
import { compareText } from './canonical-json.ts';
import { type Comparison, type FileVerdict, showsContent } from './comparison.ts';
import { diffFile, FILE_KIND, type ResourcePair, resourcesOf } from './diff/diff-file.ts';
import { diffValues } from './diff/diff-value.ts';
import { redact } from './diff/sensitive.ts';
import type { ParseYaml } from './diff/yaml-reader.ts';
import { templateOf, withSources } from './field-sources.ts';
import { matchByContent, matchMoves, matchReplaces } from './match-entries.ts';
import type { FieldChange, ResourceAction, ResourceChange } from './plan.ts';
import { type Entry, isWholeFile, ownerBefore } from './resource-entry.ts';

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
  /** The object as it was, values of Secrets included: never to be shown. Undefined where there was none. */
  readonly before?: Json | undefined;
  /** The object as it is wanted; the same holds. */
  readonly after?: Json | undefined;
}

/** The changes of a repository, and everything in the files that were compared. */
export interface ResourceChanges {
  readonly changes: readonly JudgedChange[];
  /** Every resource of every file that is shown, changed or not. */
  readonly entries: readonly Entry[];
}

/**
 * Turns the verdicts on the files of one repository into changes of resources, by path and position in the file.
 *
 * A resource that goes in one place and comes in another is one move; so is a file that is no manifest and keeps its
 * blob or most of its text, and whatever only changes its construct. When a construct has exactly one resource of a
 * kind going and one coming, or when one comes that is nearly equal to one that goes, that is a replace. A file whose
 * bytes change and whose data does not is one update without fields.
 */
export function resourceChanges(input: ResourceChangesInput): ResourceChanges {
  const entries = input.comparison.files.flatMap((verdict) => entriesOf(verdict, input));
  const changes = entries.filter((entry) => entry.pair.side === 'both').flatMap(changeInPlace);
  const forgotten = input.comparison.files.flatMap((verdict) => forgottenIn(verdict, input));
  changes.push(...forgotten.map((entry) => place(entry, 'forget', [])));
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
  for (const [from, to] of matchByContent(left.going, left.coming)) {
    left.going.delete(from);
    left.coming.delete(to);
    changes.push(isWholeFile(from) ? moved(from, to, input.parse) : replaced(from, to, input.parse));
  }
  for (const entry of left.going) changes.push(destroyed(entry));
  for (const entry of left.coming) changes.push(created(entry));
  changes.push(...formattingChanges(input, entries, changes));
  return { changes: changes.sort(byPlace), entries: [...entries, ...forgotten] };
}

// --- internal ---

/** Longer texts of whole files are not repeated in the plan. */
const MAX_TEXT = 64 * 1024;

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
function forgottenIn(verdict: FileVerdict, input: ResourceChangesInput): readonly Entry[] {
  if (verdict.decision !== 'forget') return [];
  const before = verdict.before === null ? undefined : input.contents.get(verdict.before);
  const pairs = diffFile({ path: verdict.path, before: before ?? new Uint8Array(), after: undefined }, input.parse);
  const { repository } = input.comparison;
  return pairs.map((pair, position) => ({ repository, verdict, file: undefined, pair, position }));
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
  before: Json | undefined = entry.pair.before,
): Placed {
  const { repository, verdict, pair, file, position } = entry;
  const source = file?.origin.position();
  const template = file && templateOf(pair.resource, file);
  const change = {
    repository,
    path: verdict.path,
    address: pair.side === 'before' ? ownerBefore(entry) : verdict.address,
    resource: pair.resource,
    action,
    ...(source === undefined ? {} : { source }),
    ...(template === undefined ? {} : { template }),
    fields: withSources(fields, pair.resource, file),
    ...rest,
  };
  return { change, destroysProtected, position, before, after: pair.after };
}

function moved(from: Entry, to: Entry, parse: ParseYaml): Placed {
  const owner = ownerBefore(from);
  const rest = {
    previous_path: from.verdict.path,
    ...(owner === to.verdict.address ? {} : { previous_address: owner }),
  };
  return place(to, 'move', fieldsBetween(from, to, parse), rest, false, from.pair.before);
}

function replaced(from: Entry, to: Entry, parse: ParseYaml): Placed {
  const elsewhere = from.verdict.path === to.verdict.path ? {} : { previous_path: from.verdict.path };
  const rest = { ...elsewhere, previous_resource: from.pair.resource };
  return place(to, 'replace', fieldsBetween(from, to, parse), rest, from.verdict.protect, from.pair.before);
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
  for (const entry of entries) {
    const known = byPath.get(entry.verdict.path);
    if (known === undefined) byPath.set(entry.verdict.path, [entry]);
    else known.push(entry);
  }
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
