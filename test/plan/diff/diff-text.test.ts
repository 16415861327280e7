import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffText } from '../../../lib/plan/diff/diff-text.ts';
import { editScript } from '../../../lib/plan/diff/edit-script.ts';
import { patchText } from './patch.ts';

const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', ' d', '-e', '+f', '@@', '\\ x'), { maxLength: 30 });
const texts = fc.tuple(lines, fc.constantFrom('', '\n')).map(([all, end]) => all.join('\n') + end);

describe('diffText', () => {
  test('applied to the old text gives the new one', () => {
    fc.assert(
      fc.property(texts, texts, (before, after) => {
        expect(patchText(before, diffText(before, after).text)).toBe(after);
      }),
      { numRuns: 3000 },
    );
  });

  test.each([
    [6, 1],
    [7, 2],
  ])('changes with %i equal lines between them are %i hunks', (distance, hunks) => {
    const between = Array.from({ length: distance }, (_, index) => `${index}\n`).join('');
    const { text } = diffText(`a\n${between}b\n`, `A\n${between}B\n`);
    expect(text.filter((line) => line.startsWith('@@'))).toHaveLength(hunks);
  });

  test('leaves out and counts what is beyond 2,000 lines', () => {
    const before = Array.from({ length: 3000 }, (_, index) => `old ${index}\n`).join('');
    const after = Array.from({ length: 3000 }, (_, index) => `new ${index}\n`).join('');
    const { text, omitted } = diffText(before, after);
    expect(text).toHaveLength(2000);
    expect(omitted).toBe(6001 - 2000);
  });

  test('a huge text with a few changes far apart is still told line by line', () => {
    const old = Array.from({ length: 100_000 }, (_, index) => `line ${index}`);
    const changed = old.map((line, index) => (index % 10_000 === 5 ? `${line}!` : line));
    const { text } = diffText(`${old.join('\n')}\n`, `${changed.join('\n')}\n`);
    expect(text.filter((line) => line.startsWith('+'))).toHaveLength(10);
    expect(text.filter((line) => line.startsWith('@@'))).toHaveLength(10);
  });
});

describe('editScript', () => {
  test('keeps a longest common subsequence', () => {
    const items = fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 12 });
    fc.assert(
      fc.property(items, items, (before, after) => {
        const edits = editScript(before, after);
        const kept = before.length - edits.reduce((sum, edit) => sum + edit.removed, 0);
        expect(kept).toBe(longestCommon(before, after));
        const patched = [...before];
        for (const edit of [...edits].reverse()) {
          patched.splice(edit.before, edit.removed, ...after.slice(edit.after, edit.after + edit.added));
        }
        expect(patched).toEqual(after);
      }),
      { numRuns: 3000 },
    );
  });

  test('is bounded on long sequences without anything in common', () => {
    const numbers = (start: number): string[] => Array.from({ length: 200_000 }, (_, index) => `${start + index}`);
    expect(editScript(numbers(0), numbers(1_000_000))).toEqual([
      { before: 0, removed: 200_000, after: 0, added: 200_000 },
    ]);
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const item of a) {
    const next = [0];
    for (const [index, other] of b.entries()) {
      next.push(item === other ? (row[index] ?? 0) + 1 : Math.max(next[index] ?? 0, row[index + 1] ?? 0));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
