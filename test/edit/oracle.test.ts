import { resolve } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { applyEdits } from '../../lib/edit/apply-edits.ts';
import type { Edit } from '../../lib/edit/edit.ts';
import { readYaml } from '../../lib/edit/read-yaml.ts';
import { readTree } from '../tools/golden.ts';
import { editOf, sitesOf } from './arbitrary-edits.ts';

const PLAIN = Object.entries(readTree(resolve(import.meta.dirname, 'corpus/generated')))
  .filter(([path]) => path.includes('-plain-'))
  .map(([path, text]) => ({ path, text, sites: sitesOf(readYaml(text, path)) }));

const RUNS = { numRuns: Number(process.env['KCDK_RUNS'] ?? 400) };

it('says what another parser and plain objects say of the same edit', () => {
  const files = new Map(PLAIN.map((each) => [each.path, each]));
  const someEdit = fc.tuple(fc.constantFrom(...files.keys()), fc.nat({ max: 500 })).chain(([path, index]) => {
    const sites = files.get(path)?.sites ?? [];
    const site = sites[index % sites.length];
    const edits: fc.Arbitrary<Edit | undefined> = site === undefined ? fc.constant(undefined) : editOf(site);
    return edits.map((edit) => ({ path, edit }));
  });
  fc.assert(
    fc.property(someEdit, ({ path, edit }) => {
      const text = files.get(path)?.text ?? '';
      if (edit === undefined || edit.op === 'add-document' || edit.op === 'delete-document') return;
      const result = applyEdits(text, [edit], path);
      if (result.diagnostics.length > 0) return;
      const expected = read(text);
      change(expected, edit);
      expect(read(result.text)).toEqual(expected);
    }),
    RUNS,
  );
});

type Plain = Map<unknown, unknown> | unknown[];

/** Mappings as maps: their order counts, and keys stay what they are. */
function read(text: string): Plain {
  return parseAllDocuments(text, { uniqueKeys: false }).map((document): unknown => {
    expect(document.errors).toEqual([]);
    return document.toJS({ mapAsMap: true });
  });
}

function change(documents: Plain, edit: Exclude<Edit, { op: 'add-document' | 'delete-document' }>): void {
  const path = [edit.document as number, ...(edit.path as (string | number)[])];
  const last = path.at(-1) as string | number;
  const holder = path.slice(0, -1).reduce((at: unknown, step) => get(at, step), documents);
  if (edit.op === 'set') put(holder, last, plainOf(edit.value));
  else if (edit.op === 'delete') take(holder, last);
  else if (edit.op === 'rename')
    replaceEntries(holder, (entries) => entries.map(([key, value]) => [text(key) === last ? edit.key : key, value]));
  else {
    const target = get(holder, last) ?? (edit.key === undefined ? [] : new Map());
    put(holder, last, target);
    add(target, edit);
  }
}

const text = (key: unknown) => String(key);

function get(at: unknown, step: string | number): unknown {
  if (Array.isArray(at)) return at[step as number];
  return at instanceof Map ? [...at].find(([key]) => text(key) === step)?.[1] : undefined;
}

function put(at: unknown, step: string | number, value: unknown): void {
  if (Array.isArray(at)) at[step as number] = value;
  else if (at instanceof Map) at.set([...at.keys()].find((key) => text(key) === step) ?? step, value);
}

function take(at: unknown, step: string | number): void {
  if (Array.isArray(at)) at.splice(step as number, 1);
  else if (at instanceof Map) at.delete([...at.keys()].find((key) => text(key) === step));
}

function replaceEntries(at: unknown, change: (entries: [unknown, unknown][]) => [unknown, unknown][]): void {
  if (!(at instanceof Map)) return;
  const entries = change([...at]);
  at.clear();
  for (const [key, value] of entries) at.set(key, value);
}

function add(target: unknown, edit: Extract<Edit, { op: 'insert' }>): void {
  const names = Array.isArray(target)
    ? target.map((_, index) => index)
    : [...(target as Map<unknown, unknown>).keys()].map(text);
  const at = edit.at ?? 'last';
  let index = at === 'first' ? 0 : names.length;
  if (typeof at === 'object')
    index = 'before' in at ? names.indexOf(at.before as never) : names.indexOf(at.after as never) + 1;
  if (Array.isArray(target)) target.splice(index, 0, plainOf(edit.value));
  else replaceEntries(target, (entries) => entries.toSpliced(index, 0, [edit.key, plainOf(edit.value)]));
}

function plainOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(plainOf);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([key, member]) => [key, plainOf(member)]));
}
