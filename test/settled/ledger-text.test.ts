import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Hold } from '../../lib/model/hold.ts';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import { digestOf } from '../../lib/plan/digest.ts';
import { type Ledger, type LedgerFile, serializeLedger } from '../../lib/plan/ledger.ts';
import { LEDGER_FORMAT_VERSION, readLedgerText, writeLedgerText } from '../../lib/plan/ledger-text.ts';
import { parseLedger } from '../../lib/plan/parse-ledger.ts';

const CONTEXT = { repository: 'platform', project: 'acme', objectFormat: 'sha1' } as const;
const BLOB = 'a'.repeat(40);

const blobs = fc.stringMatching(/^[0-9a-f]{40}$/);
const words = fc.oneof(
  fc.string(),
  fc.constantFrom('": ', '",', '{', '  "files": {', '],', 'é\u2028', '\ud83d\ude00', '"blob":'),
);
const paths = fc.oneof(
  fc
    .array(fc.stringMatching(/^[a-z0-9 _":,{}é-]{1,8}$/), { minLength: 1, maxLength: 3 })
    .map((parts) => parts.join('/')),
  fc.constantFrom('__proto__', 'constructor', '0', '10', '9', 'a/1', 'a": b', 'digest', 'files'),
) as fc.Arbitrary<RepoPath>;
const selectors = fc.array(
  fc.record(
    { path: fc.array(words, { minLength: 1, maxLength: 2 }), kind: words, name: words },
    { requiredKeys: ['path'], noNullPrototype: true },
  ),
  { minLength: 1, maxLength: 2 },
);
const files: fc.Arbitrary<LedgerFile> = fc.record(
  {
    blob: blobs,
    address: words,
    protect: fc.constant(true as const),
    scaffold: fc.constant(true as const),
    wanted: blobs,
    kept: selectors,
    ignored: selectors,
  },
  { requiredKeys: ['blob', 'address'], noNullPrototype: true },
);
const records = fc.record(
  { kind: fc.constantFrom('cluster', 'environment'), namespace: words, name: words, address: words },
  { noNullPrototype: true },
);
const holds: fc.Arbitrary<Hold> = fc.record(
  {
    path: fc.constantFrom('a', 'b/', 'c/d.yaml'),
    when: fc.constant('remove' as const),
    trigger: fc.record({ repository: words, path: fc.constantFrom('a', 'b') }, { noNullPrototype: true }),
  },
  { requiredKeys: ['path', 'when'], noNullPrototype: true },
);
const ledgers: fc.Arbitrary<Ledger> = fc.record({
  project: fc.constant('acme'),
  files: fc.array(fc.tuple(paths, files), { maxLength: 8 }).map((entries) => new Map(entries)),
  records: fc.array(records, { maxLength: 4 }),
  holds: fc.array(holds, { maxLength: 3 }),
});

describe('readLedgerText', () => {
  it('takes apart what is written, and what it says is what the parser reads', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const text = serializeLedger(ledger);
        const read = readLedgerText(text);
        expect(read === undefined ? undefined : writeLedgerText(read)).toBe(text);
        const { ledger: parsed, diagnostics } = parseLedger(text, CONTEXT);
        expect(diagnostics).toEqual([]);
        expect(read && dataOf(read)).toEqual({
          project: parsed?.project,
          // a name of a member of all objects is one like any other
          files: new Map(parsed?.files),
          records: parsed?.records,
          holds: parsed?.holds ?? [],
        });
      }),
      { numRuns: 500 },
    );
  });

  it('keeps what another file says when one is written anew', () => {
    fc.assert(
      fc.property(ledgers, paths, files, (ledger, path, file) => {
        const read = readLedgerText(serializeLedger({ ...ledger, files: new Map([...ledger.files, [path, file]]) }));
        const other = { ...file, blob: BLOB };
        const next = serializeLedger({ ...ledger, files: new Map([...ledger.files, [path, other]]) });
        const line = readLedgerText(next)?.files.get(JSON.stringify(path)) ?? '';
        const files = new Map([...(read?.files ?? []), [JSON.stringify(path), line] as const]);
        expect(read && writeLedgerText({ ...read, files })).toBe(next);
      }),
      { numRuns: 200 },
    );
  });

  const file = { blob: BLOB, address: 'acme/a' };
  const record = { kind: 'cluster', namespace: 'a', name: 'b', address: 'acme/a' };
  const ledger: Ledger = {
    project: 'acme',
    files: new Map<RepoPath, LedgerFile>([
      ['a.yaml' as RepoPath, file],
      ['b.yaml' as RepoPath, { ...file, protect: true }],
    ]),
    records: [record, { ...record, name: 'c' }],
    holds: [{ path: 'a.yaml', when: 'remove' }],
  };
  const text = serializeLedger(ledger);
  const digested = (change: (one: Record<string, unknown>) => Record<string, unknown>) => {
    const { digest: _, ...json } = JSON.parse(text) as Record<string, unknown>;
    const next = change(json);
    return JSON.stringify({ ...next, digest: digestOf(next) });
  };

  it.each<[what: string, text: string]>([
    ['nothing', ''],
    ['no JSON', '<<<<<<< HEAD\n{}\n=======\n'],
    ['other white space', JSON.stringify(JSON.parse(text), undefined, 2)],
    ['all in one line', digested((json) => json)],
    ['other line breaks', text.replaceAll('\n', '\r\n')],
    ['no last line break', text.slice(0, -1)],
    ['one line break more', `${text}\n`],
    ['a mark in front', `\uFEFF${text}`],
    ['files in another order', swapped(text, 'a.yaml', 'b.yaml')],
    ['an edit', text.replace('acme/a', 'acme/b')],
    ['an edit of the project', text.replace('"acme"', '"other"')],
    ['another digest', text.replace(/sha256:./, 'sha256:-')],
    ['another version', text.replace(`"${LEDGER_FORMAT_VERSION}"`, '"1.2"')],
    ['a newer version', text.replace(`"${LEDGER_FORMAT_VERSION}"`, '"2.0"')],
    ['a file twice', text.replace(/( {4}"a\.yaml": .*\n)/, '$1$1')],
    [
      'members of a file in another order',
      text.replace(/\{"address":("[^"]*"),"blob":("[^"]*")\}/, '{"blob":$2,"address":$1}'),
    ],
    ['a member more', text.replace('  "records"', '  "more": 1,\n  "records"')],
    ['marks of a merge', text.replace('  "records"', '=======\n  "records"')],
    ['half of it', text.slice(0, text.length / 2)],
  ])('does not read %s', (_, other) => {
    expect(other).not.toBe(text);
    expect(readLedgerText(other)).toBeUndefined();
  });

  it('reads one with nothing in it', () => {
    const empty = serializeLedger({ project: 'a"b', files: new Map(), records: [] });
    expect(readLedgerText(empty)).toEqual({ project: '"a\\"b"', files: new Map(), records: [], holds: [] });
  });
});

// --- internal ---

function dataOf({
  project,
  files: lines,
  records: recorded,
  holds: held,
}: NonNullable<ReturnType<typeof readLedgerText>>) {
  return {
    project: JSON.parse(project) as unknown,
    files: new Map([...lines].map(([path, line]) => [JSON.parse(path) as unknown, JSON.parse(line) as unknown])),
    records: recorded.map((line) => JSON.parse(line) as unknown),
    holds: held.map((line) => JSON.parse(line) as unknown),
  };
}

function swapped(text: string, a: string, b: string): string {
  return text.replace(a, '\0').replace(b, a).replace('\0', b);
}
