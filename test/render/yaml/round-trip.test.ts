import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import type { Json } from '../../../lib/model/json.ts';
import { emitYaml } from '../../../lib/render/yaml/emit-yaml.ts';
import { canonical, hostileJson, hostileText } from './hostile.ts';

describe.each(['1.1', '1.2'] as const)('what is emitted, read as YAML %s', (version) => {
  it('is the same text as value, list item, key and document', () => {
    fc.assert(
      fc.property(hostileText, hostileText, (text, key) => {
        const data = { in: { [key]: text, after: 1 }, items: [text, [text, text], { [key]: { [text]: [] } }], text };
        expect(canonical(parse(emitYaml([data]), { version }))).toBe(canonical(data));
        expect(parse(emitYaml([text]), { version })).toBe(text);
      }),
      { numRuns: 4000 },
    );
  });

  it('is the same data', () => {
    fc.assert(
      fc.property(hostileJson, (data) => {
        expect(canonical(parse(emitYaml([data]), { version }))).toBe(canonical(data));
      }),
      { numRuns: 3000 },
    );
  });

  it('is the same documents, each ending in one newline, whatever the comments say', () => {
    const comment = fc.array(hostileText, { maxLength: 3 });
    fc.assert(
      fc.property(
        fc.array(fc.tuple(hostileJson, comment), { minLength: 1, maxLength: 4 }),
        comment,
        (input, header) => {
          const documents = input.map(([data]) => data);
          const comments = input.map(([data, lines]) => new Map(pointers(data).map((pointer) => [pointer, lines])));
          const text = emitYaml(documents, { header, comments });
          const read = parseAllDocuments(text, { version });
          expect(read.map((document) => canonical(document.toJS()))).toEqual(documents.map(canonical));
          expect(emitYaml(documents)).toMatch(/[^\n]\n$/);
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('the bytes', () => {
  it('do not depend on what was emitted before', () => {
    fc.assert(
      fc.property(hostileJson, (data) => {
        const first = emitYaml([data]);
        emitYaml([
          Object.fromEntries(Array.from({ length: 50 }, (_, index) => [`${first.length}-key${index}`, index])),
        ]);
        expect(emitYaml([data])).toBe(first);
      }),
      { numRuns: 500 },
    );
  });

  it('come out again when they are read and emitted', () => {
    fc.assert(
      fc.property(hostileJson, (data) => {
        const text = emitYaml([data]);
        expect(emitYaml([parse(text)])).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  it('hold nothing that a reviewer cannot see, and no line that was folded', () => {
    fc.assert(
      fc.property(fc.array(hostileText), (texts) => {
        const text = emitYaml([texts]);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
        expect(text).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]/);
        // A text takes one line, or one for each of its own and the header of its block.
        const most = texts.reduce((sum, item) => sum + item.split('\n').length + 1, 1);
        expect(text.trimEnd().split('\n').length).toBeLessThanOrEqual(most);
      }),
      { numRuns: 1000 },
    );
  });
});

// --- internal ---

/** The JSON pointer of every node. */
function pointers(data: Json, at = ''): readonly string[] {
  if (typeof data !== 'object' || data === null) return [at];
  const members = Object.entries(data).flatMap(([key, value]) =>
    pointers(value as Json, `${at}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`),
  );
  return [at, ...members];
}
