import type { FieldPath } from '../../model/field-path.ts';
import type { Json } from '../../model/json.ts';
import type { FieldSelector } from '../../model/lifecycle.ts';
import { diffValues } from '../diff/diff-value.ts';
import { isSameData } from '../diff/same-data.ts';
import type { ParseYaml } from '../diff/yaml-reader.ts';
import { type CarriedField, carryFields, pairDocuments } from './carry.ts';
import { expandPath, selects, valueAt, withinData } from './fields.ts';

/** One file in its texts. */
export interface FileTexts {
  /** As the program wants it. */
  readonly wanted: string;
  /** In git now. */
  readonly now: string;
  /** As we last wrote it; undefined where that is what git has, or where nothing is known of it. */
  readonly last: string | undefined;
}

/** What becomes of a file in which others have a say. */
export interface Reconciled {
  /** What is to be written. */
  readonly content: string;
  /** True when nothing was changed by hand but what is left to others: then it is no drift. */
  readonly settled: boolean;
  /** Fields that people changed and that stay so; of a merge only. */
  readonly kept: readonly FieldSelector[];
}

/**
 * Puts the fields that are left to others into what the program wants.
 *
 * @param fields those of the program, and those that an earlier merge kept
 * @returns undefined where either text is no plain YAML, or the fields cannot be written; it is then judged as a whole
 */
export function carryIgnored(
  texts: FileTexts,
  fields: readonly FieldSelector[],
  parse: ParseYaml,
): Reconciled | undefined {
  const now = parse(texts.now);
  const content = now && carrySelected(texts.wanted, now, fields, parse);
  if (content === undefined || now === undefined) return undefined;
  const last = texts.last === undefined ? undefined : carrySelected(texts.last, now, fields, parse);
  return { content, settled: texts.last === undefined || last === texts.now, kept: [] };
}

/** What both sides did to a file since it was written last. */
export type Merge =
  | { readonly kind: 'merged'; readonly result: Reconciled }
  /** Fields that both changed, each to something else. */
  | { readonly kind: 'conflict'; readonly fields: readonly FieldPath[] };

/**
 * Joins what people changed with what the program changed, where these are different fields.
 *
 * What the program changes is written into the file as people left it, so that their comments stay.
 *
 * @returns undefined where a text is no plain YAML or documents came or went
 */
export function mergeHandEdits(texts: FileTexts & { readonly last: string }, parse: ParseYaml): Merge | undefined {
  const [last, now, wanted] = [parse(texts.last), parse(texts.now), parse(texts.wanted)];
  if (last === undefined || now === undefined || wanted === undefined) return undefined;
  const toNow = pairDocuments(now, last);
  const toWanted = pairDocuments(now, wanted);
  const count = last.length;
  if ([now, wanted].some(({ length }) => length !== count) || toNow.length !== count || toWanted.length !== count) {
    return undefined;
  }
  const conflicts: FieldPath[] = [];
  const ours: CarriedField[] = [];
  const kept: FieldSelector[] = [];
  for (const [index, pair] of toNow.entries()) {
    const target = toWanted[index];
    if (target === undefined) return undefined;
    const documents = [pair.from, pair.to, target.from];
    const byHand = changedPaths(pair.from, pair.to, documents, parse);
    const byProgram = changedPaths(pair.from, target.from, documents, parse);
    for (const path of byHand) {
      const clash = byProgram.find((other) => isWithin(path, other) || isWithin(other, path));
      if (clash === undefined) kept.push({ ...whoseField(pair.to), path });
      else if (!isSameData(valueAt(pair.to, clash), valueAt(target.from, clash))) conflicts.push(path);
    }
    ours.push(...byProgram.map((path) => ({ pair: target, path })));
  }
  if (conflicts.length > 0) return { kind: 'conflict', fields: conflicts };
  const content = carryFields(texts.now, ours);
  return content === undefined ? undefined : { kind: 'merged', result: { content, settled: false, kept } };
}

// --- internal ---

function carrySelected(
  text: string,
  from: readonly Json[],
  selectors: readonly FieldSelector[],
  parse: ParseYaml,
): string | undefined {
  const to = parse(text);
  if (to === undefined) return undefined;
  const fields = pairDocuments(to, from).flatMap((pair) => {
    const paths = new Map<string, FieldPath>();
    for (const selector of selectors.filter((one) => selects(one, pair.to))) {
      for (const document of [pair.to, pair.from]) {
        for (const path of expandPath(document, selector.path)) paths.set(JSON.stringify(path), path);
      }
    }
    return [...paths.values()].map((path): CarriedField => ({ pair, path }));
  });
  return carryFields(text, fields);
}

function changedPaths(before: Json, after: Json, documents: readonly Json[], parse: ParseYaml): readonly FieldPath[] {
  const paths = new Map<string, FieldPath>();
  for (const { path, order } of diffValues(before, after, parse)) {
    // The order of a list is the whole list's, and a list without merge keys is changed as one.
    const position = path.findIndex((segment) => /^\[[0-9]+\]$/.test(segment));
    const cut = withinData(documents, order === true || position === -1 ? path : path.slice(0, position));
    paths.set(JSON.stringify(cut), cut);
  }
  return [...paths.values()];
}

function isWithin(path: FieldPath, above: FieldPath): boolean {
  return above.every((segment, index) => segment === path[index]);
}

function whoseField(document: Json): Pick<FieldSelector, 'kind' | 'name'> {
  const kind = valueAt(document, ['kind']);
  const name = valueAt(document, ['metadata', 'name']);
  return {
    ...(typeof kind === 'string' ? { kind } : {}),
    ...(typeof name === 'string' ? { name } : {}),
  };
}
