import { resolve } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyEdits } from '../../lib/edit/apply-edits.ts';
import { dataOf, dataOfValue, sameData } from '../../lib/edit/data.ts';
import type { Edit } from '../../lib/edit/edit.ts';
import { verbatim } from '../../lib/edit/edit.ts';
import type { EditableFile } from '../../lib/edit/editable-file.ts';
import { closeBranches } from '../../lib/edit/extent.ts';
import { findNode } from '../../lib/edit/path.ts';
import { readYaml } from '../../lib/edit/read-yaml.ts';
import { readTree } from '../tools/golden.ts';
import { editOf, type Site, sitesOf } from './arbitrary-edits.ts';

const CORPUS = Object.entries(readTree(resolve(import.meta.dirname, 'corpus')))
  .map(([path, text]) => ({ path, text, file: readYaml(text, path), sites: [] as readonly Site[] }))
  .map((each) => ({ ...each, sites: sitesOf(each.file) }))
  .filter(({ sites }) => sites.length > 0);

const FILES = new Map(CORPUS.map((each) => [each.path, each]));
const anyPath = fc.constantFrom(...FILES.keys());

/** Counterexamples name a file and the number of a place in it, not all of both. */
const somePlace = fc.tuple(anyPath, fc.nat({ max: 500 })).map(([path, index]) => ({ path, index }));

function placeOf({ path, index }: { readonly path: string; readonly index: number }) {
  const each = FILES.get(path);
  const site = each?.sites[index % each.sites.length];
  if (each === undefined || site === undefined) throw new Error(`no place ${index} in ${path}`);
  return { ...each, site };
}

/** Why an edit may be refused. */
const REFUSALS = [
  'EDIT_AMBIGUOUS',
  'EDIT_SHARED',
  'EDIT_TEMPLATED',
  'EDIT_UNSUPPORTED',
  'EDIT_EXISTS',
  'EDIT_NOT_FOUND',
  'EDIT_CHECK_FAILED',
];

const RUNS = { numRuns: Number(process.env['KCDK_RUNS'] ?? 400) };

describe('laws of the editor', () => {
  it('changes no byte without an edit, or with edits that change nothing', () => {
    for (const { text, path, file, sites } of CORPUS) {
      expect(applyEdits(text, [], path)).toEqual({ text, diagnostics: [] });
      const edits = sites.flatMap(({ document, path: at, node }): Edit[] =>
        node?.kind === 'scalar' &&
        node.anchor === undefined &&
        node.tag === undefined &&
        findNode(file.documents[document]?.root, at) === node
          ? [{ op: 'set', document, path: at, value: node.value }]
          : [],
      );
      expect(applyEdits(text, edits, path)).toEqual({ text, diagnostics: [] });
    }
  });

  it('changes no byte outside of what is edited, and says exactly what was asked for', () => {
    let made = 0;
    let withdrawn = 0;
    fc.assert(
      fc.property(
        somePlace.chain((place) => editOf(placeOf(place).site).map((edit) => ({ place, edit }))),
        ({ place, edit }) => {
          const { path, text, file, site } = placeOf(place);
          const result = applyEdits(text, [edit], path);
          if (result.diagnostics.length > 0) {
            expect(result.text).toBe(text);
            for (const { code, source } of result.diagnostics) {
              expect(REFUSALS).toContain(code);
              if (code === 'EDIT_CHECK_FAILED') withdrawn++;
              expect(source?.line).toBeGreaterThan(0);
            }
            return;
          }
          made++;
          const members =
            site.node?.kind === 'map' ? site.node.entries : site.node?.kind === 'list' ? site.node.items : [];
          if (edit.op === 'insert' && members.length > 0) expectOneInsertion(text, result.text);
          else
            expectSameAround(
              text,
              result.text,
              file.lines.startOf(site.start),
              file.lines.nextOf(endOfEdited(file, site, edit)),
              edit,
            );
          if (edit.op !== 'set') return;
          const after = readYaml(result.text);
          const wanted = dataOfValue(edit.value, '');
          const read = withoutBranches(dataOf(after, findNode(after.documents[site.document]?.root, site.path)));
          expect(wanted !== undefined && sameData(read, wanted)).toBe(true);
        },
      ),
      RUNS,
    );
    expect(made).toBeGreaterThan(RUNS.numRuns / 3);
    // A comment below a block of text, further in than its key, would become text when what stands between goes.
    expect(withdrawn).toBeLessThanOrEqual(Math.max(1, RUNS.numRuns / 100));
  });

  it('takes away again what it added, to the byte', () => {
    const values = fc.constantFrom('x', { a: ['b', { c: 'd\ne\n' }] }, ['f'], 1, verbatim('"{{ .z }}"'));
    fc.assert(
      fc.property(somePlace, values, (place, value) => {
        const { path, text, site } = placeOf(place);
        const { document, node } = site;
        if (node?.kind !== 'map' || node.entries.length === 0) return;
        const key = 'kcdk-was-here';
        const added = applyEdits(text, [{ op: 'insert', document, path: site.path, key, value }], path);
        if (added.diagnostics.length > 0) return;
        expect(added.text).not.toBe(text);
        const removed = applyEdits(added.text, [{ op: 'delete', document, path: [...site.path, key] }], path);
        expect(removed.diagnostics).toEqual([]);
        expect(removed.text).toBe(text);
      }),
      RUNS,
    );
  });

  it('makes many edits as it makes them one by one', () => {
    const someEdits = anyPath.chain((path) =>
      fc
        .array(
          fc.nat({ max: 500 }).chain((index) => editOf(placeOf({ path, index }).site)),
          { minLength: 2, maxLength: 5 },
        )
        .map((edits) => ({ path, edits })),
    );
    fc.assert(
      fc.property(someEdits, ({ path, edits }) => {
        const { text } = placeOf({ path, index: 0 });
        const together = applyEdits(text, edits, path);
        let one = text;
        for (const edit of edits) {
          const next = applyEdits(one, [edit], path);
          if (next.diagnostics.length > 0) {
            expect(together.diagnostics.length).toBeGreaterThan(0);
            return;
          }
          one = next.text;
        }
        expect(together.diagnostics).toEqual([]);
        // The look may differ: each single edit takes its style from what the ones before it left.
        expect(dataOfText(together.text)).toEqual(dataOfText(one));
      }),
      RUNS,
    );
  });

  it('never throws, whatever a file holds', () => {
    const piece = fc.constantFrom(
      'a',
      ':',
      ': ',
      '- ',
      '\n',
      '\n  ',
      '\r\n',
      '{{',
      '}}',
      '{{- if x }}',
      '{{ end }}',
      '"',
      "'",
      '|',
      '>',
      '&a ',
      '*a',
      '{',
      '}',
      '[',
      ']',
      ',',
      '#',
      '<T>',
      '\t',
      '---\n',
      '?',
      '`',
      '\\',
      '\uFEFF',
      '%',
    );
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')),
        fc.nat(),
        (text, pick) => {
          const file = readYaml(text, 'f');
          const sites = sitesOf(file);
          const site = sites[pick % Math.max(1, sites.length)];
          if (site === undefined) return;
          for (const edit of fc.sample(editOf(site), { numRuns: 2, seed: pick })) {
            const result = applyEdits(text, [edit], 'f');
            if (result.diagnostics.length > 0) expect(result.text).toBe(text);
          }
        },
      ),
      RUNS,
    );
  });
});

/** A new name touches the key alone, also where a branch of a template ends within the value. */
function endOfEdited(file: EditableFile, { node, start, end }: Site, { op }: Edit): number {
  if (op === 'rename') return node?.start ?? end;
  return closeBranches(file, start, end);
}

/** Everything in front of `start` and behind `end` is the same; a removal at the end may take the line break in front. */
function expectSameAround(before: string, after: string, start: number, end: number, edit: Edit): void {
  const slack = edit.op === 'delete' && end === before.length ? (before[start - 2] === '\r' ? 2 : 1) : 0;
  const parent = edit.op === 'delete' && typeof edit.path.at(-1) !== 'undefined';
  const head = before.slice(0, Math.max(0, start - slack));
  if (!after.startsWith(head) && parent) {
    // The last member leaves `{}` behind the key of its collection.
    expect(after).toMatch(/\{\}|\[\]/);
    return;
  }
  expect(after.startsWith(head)).toBe(true);
  // Behind a dash, what comes next moves up to it, over the empty lines between.
  const tail = edit.op === 'delete' ? before.slice(end).trimStart() : before.slice(end);
  expect(after.endsWith(tail)).toBe(true);
}

/** Every byte from before is still there: the text in front of one place, and the text behind it. */
function expectOneInsertion(before: string, after: string): void {
  let head = 0;
  while (head < before.length && before[head] === after[head]) head++;
  let tail = 0;
  while (tail < before.length && before.at(-1 - tail) === after.at(-1 - tail)) tail++;
  expect(head + tail).toBeGreaterThanOrEqual(before.length);
  expect(after.length).toBeGreaterThan(before.length);
}

function dataOfText(text: string) {
  const file = readYaml(text);
  return file.documents.map(({ root }) => dataOf(file, root));
}

function withoutBranches(data: ReturnType<typeof dataOf>): ReturnType<typeof dataOf> {
  if (data.kind === 'map')
    return {
      ...data,
      entries: data.entries.map((entry) => ({ ...entry, value: withoutBranches(entry.value), branch: '' })),
    };
  if (data.kind === 'list')
    return { ...data, items: data.items.map((item) => ({ value: withoutBranches(item.value), branch: '' })) };
  return data;
}
