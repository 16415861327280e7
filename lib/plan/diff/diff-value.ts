import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { compareText } from '../canonical-json.ts';
import type { FieldChange } from '../plan.ts';
import { diffText } from './diff-text.ts';
import { editScript } from './edit-script.ts';
import { parseEmbedded } from './embedded.ts';
import { matchByMergeKey } from './merge-key.ts';
import { isSameData, keysOf, memberOf } from './same-data.ts';
import { isSecret, isSecretMember, mentionsSecret, redact, SENSITIVE } from './sensitive.ts';
import type { ParseYaml } from './yaml-reader.ts';

/**
 * Compares two values field by field.
 *
 * Members of mappings are compared by key, in key order; items of lists by merge key, else scalars by their longest
 * common subsequence and the rest by position; texts that are YAML or JSON as data; other texts of several lines by
 * line. Applying the changes to `before` gives `after`, but for secret values, texts that were cut, and the formatting
 * of YAML inside texts. Equal data gives no change.
 */
export function diffValues(before: Json, after: Json, parse: ParseYaml): readonly FieldChange[] {
  const fields: FieldChange[] = [];
  diffNode(before, after, { path: [], parse, fields, inSecret: undefined, embedding: 0 });
  return fields;
}

/** Compares two texts at a path: as data where they are data, else as text. */
export function diffTexts(
  before: string,
  after: string,
  path: readonly string[],
  parse: ParseYaml,
): readonly FieldChange[] {
  const fields: FieldChange[] = [];
  diffString(before, after, { path, parse, fields, inSecret: undefined, embedding: 0 });
  return fields;
}

// --- internal ---

/** Texts in texts in texts: deeper ones are compared by line. */
const MAX_EMBEDDING = 3;

interface Place {
  readonly path: readonly string[];
  readonly parse: ParseYaml;
  readonly fields: FieldChange[];
  /** Path from the Secret that we are in. */
  readonly inSecret: readonly string[] | undefined;
  readonly embedding: number;
}

type Change = Omit<FieldChange, 'path'>;

function report(place: Place, change: Change): void {
  place.fields.push({ path: place.path, ...change });
}

function below(place: Place, segment: string): Place {
  const inSecret = place.inSecret === undefined ? undefined : [...place.inSecret, segment];
  return { ...place, path: [...place.path, segment], inSecret };
}

function diffNode(before: Json | undefined, after: Json | undefined, place: Place): void {
  if (place.inSecret !== undefined && isSecretMember(place.inSecret)) diffSensitive(before, after, place);
  else if (before === undefined || after === undefined) reportOneSided(before, after, place);
  else if (isJsonObject(before) && isJsonObject(after)) diffMapping(before, after, place);
  else if (Array.isArray(before) && Array.isArray(after)) diffList(before, after, place);
  else if (typeof before === 'string' && typeof after === 'string') diffString(before, after, place);
  else if (before !== after) report(place, { action: 'change', before: redact(before), after: redact(after) });
}

function reportOneSided(before: Json | undefined, after: Json | undefined, place: Place): void {
  if (before !== undefined) report(place, { action: 'remove', before: redact(before) });
  if (after !== undefined) report(place, { action: 'add', after: redact(after) });
}

function diffMapping(before: JsonObject, after: JsonObject, place: Place): void {
  const here = isSecret(before) || isSecret(after) ? { ...place, inSecret: [] } : place;
  for (const key of [...new Set([...keysOf(before), ...keysOf(after)])].sort(compareText)) {
    diffNode(memberOf(before, key), memberOf(after, key), below(here, key));
  }
}

function diffSensitive(before: Json | undefined, after: Json | undefined, place: Place): void {
  if (isSameData(before, after)) return;
  if (isJsonObject(before) && isJsonObject(after)) {
    for (const key of [...new Set([...keysOf(before), ...keysOf(after)])].sort(compareText)) {
      diffSensitive(memberOf(before, key), memberOf(after, key), { ...below(place, key), inSecret: undefined });
    }
    return;
  }
  const action = before === undefined ? 'add' : after === undefined ? 'remove' : 'change';
  report(place, {
    action,
    ...(before === undefined ? {} : { before: SENSITIVE }),
    ...(after === undefined ? {} : { after: SENSITIVE }),
    sensitive: true,
  });
}

function diffList(before: readonly Json[], after: readonly Json[], place: Place): void {
  const keyed = matchByMergeKey(before, after);
  if (keyed !== undefined) diffKeyed(keyed.before, keyed.after, place);
  else if (before.every(isScalar) && after.every(isScalar)) diffScalars(before, after, place);
  else diffPositions(before, after, place);
}

function diffPositions(before: readonly Json[], after: readonly Json[], place: Place): void {
  for (let index = 0; index < Math.max(before.length, after.length); index++) {
    diffNode(before[index], after[index], below(place, `[${index}]`));
  }
}

function diffKeyed(before: ReadonlyMap<string, Json>, after: ReadonlyMap<string, Json>, place: Place): void {
  for (const [segment, item] of before) diffNode(item, after.get(segment), below(place, segment));
  for (const [segment, item] of after) if (!before.has(segment)) diffNode(undefined, item, below(place, segment));
  const staying = [...before.keys()].filter((segment) => after.has(segment));
  const coming = [...after.keys()].filter((segment) => !before.has(segment));
  const expected = [...staying, ...coming];
  const actual = [...after.keys()];
  if (expected.every((segment, index) => segment === actual[index])) return;
  report(place, { action: 'change', order: true, before: [...before.keys()], after: actual });
}

function isScalar(value: Json): boolean {
  return typeof value !== 'object' || value === null;
}

function diffScalars(before: readonly Json[], after: readonly Json[], place: Place): void {
  const spelled = (items: readonly Json[]): string[] => items.map((item) => JSON.stringify(item));
  for (const edit of editScript(spelled(before), spelled(after))) {
    // Only an item that keeps its position can be a change; any other has two positions.
    const paired = edit.before === edit.after ? Math.min(edit.removed, edit.added) : 0;
    for (let index = 0; index < Math.max(edit.removed, edit.added); index++) {
      const a = index < edit.removed ? before[edit.before + index] : undefined;
      const b = index < edit.added ? after[edit.after + index] : undefined;
      if (index < paired) diffNode(a, b, below(place, `[${edit.before + index}]`));
      else {
        diffNode(a, undefined, below(place, `[${edit.before + index}]`));
        diffNode(undefined, b, below(place, `[${edit.after + index}]`));
      }
    }
  }
}

function diffString(before: string, after: string, place: Place): void {
  if (before === after) return;
  const data = place.embedding < MAX_EMBEDDING ? parseEmbedded(before, after, place.path, place.parse) : undefined;
  if (data !== undefined) {
    const known = place.fields.length;
    diffNode(data.before, data.after, { ...place, inSecret: undefined, embedding: place.embedding + 1 });
    if (place.fields.length > known) return;
  }
  const change = textChange(before, after);
  report(place, data === undefined ? change : { ...change, formatting_only: true });
}

function textChange(before: string, after: string): Change {
  if (mentionsSecret(before) || mentionsSecret(after)) {
    return { action: 'change', before: SENSITIVE, after: SENSITIVE, sensitive: true };
  }
  if (!before.includes('\n') || !after.includes('\n')) return { action: 'change', before, after };
  const { text, omitted } = diffText(before, after);
  return { action: 'change', text, ...(omitted > 0 ? { text_omitted: omitted } : {}) };
}
