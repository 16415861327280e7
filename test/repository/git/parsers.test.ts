import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

import { batchParser } from '../../../lib/repository/git/read-blobs.ts';

const ID = 'a'.repeat(40);

/** Cuts bytes at the given places. */
function cut(bytes: Buffer, places: readonly number[]): readonly Buffer[] {
  const ends = [...new Set(places.map((place) => place % (bytes.length + 1)))].sort((a, b) => a - b);
  const starts = [0, ...ends];
  return [...starts.map((start, index) => bytes.subarray(start, ends[index] ?? bytes.length))].filter(
    (part) => part.length > 0,
  );
}

const cuts = fc.array(fc.nat(), { maxLength: 8 });

describe('batchParser', () => {
  it('reads the same blobs however the output is cut', () => {
    fc.assert(
      fc.property(fc.array(fc.option(fc.uint8Array({ maxLength: 40 }))), cuts, (contents, places) => {
        const output = contents.flatMap((content) =>
          content === null
            ? [Buffer.from(`${ID} missing\n`)]
            : [Buffer.from(`${ID} blob ${content.length}\n`), content, Buffer.from('\n')],
        );
        const seen: (readonly number[] | null)[] = [];
        const push = batchParser(
          (_id, content) => seen.push([...content]),
          () => seen.push(null),
        );
        for (const part of cut(Buffer.concat(output), places)) push(part);
        expect(seen).toEqual(contents.map((content) => content && [...content]));
      }),
    );
  });

  it('does not take a tree for a file', () => {
    const seen: string[] = [];
    batchParser(
      () => seen.push('blob'),
      () => seen.push('missing'),
    )(Buffer.from(`${ID} tree 3\nabc\n${ID} blob 1\nx\n`));
    expect(seen).toEqual(['missing', 'blob']);
  });
});
