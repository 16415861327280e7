import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { DiagnosticCode } from '../../lib/diagnostics/codes.ts';
import { type RepoPath, repoPathProblem } from '../../lib/model/repo-path.ts';
import { digestOf } from '../../lib/plan/digest.ts';
import {
  findLedgers,
  isLedgerTerritory,
  type Ledger,
  type LedgerFile,
  ledgerPath,
  serializeLedger,
} from '../../lib/plan/ledger.ts';
import { parseLedger } from '../../lib/plan/parse-ledger.ts';
import { mutated } from './mutations.ts';
import { snapshotOf } from './world.ts';

const CONTEXT = { repository: 'platform', project: 'acme', objectFormat: 'sha1' } as const;
const BLOB = 'a'.repeat(40);

const segments = fc.stringMatching(/^[a-z0-9 _"é-]{1,8}$/);
const paths = fc.oneof(
  fc.array(segments, { minLength: 1, maxLength: 3 }).map((parts) => parts.join('/')),
  fc.constantFrom('__proto__', 'constructor', '0', 'a/1'),
) as fc.Arbitrary<RepoPath>;
const files: fc.Arbitrary<LedgerFile> = fc.record(
  { blob: fc.stringMatching(/^[0-9a-f]{40}$/), address: fc.string(), protect: fc.constant(true as const) },
  { requiredKeys: ['blob', 'address'], noNullPrototype: true },
);
const records = fc.record(
  { kind: fc.constantFrom('cluster', 'environment'), namespace: fc.string(), name: fc.string(), address: fc.string() },
  { noNullPrototype: true },
);
const ledgers: fc.Arbitrary<Ledger> = fc.record({
  project: fc.constant('acme'),
  files: fc.array(fc.tuple(paths, files), { maxLength: 8 }).map((entries) => new Map(entries)),
  records: fc.array(records, { maxLength: 4 }),
});

describe('serializeLedger', () => {
  test('round-trips byte by byte, in any order of files and records', () => {
    fc.assert(
      fc.property(ledgers, (ledger) => {
        const text = serializeLedger(ledger);
        const { ledger: read, diagnostics } = parseLedger(text, CONTEXT);
        expect(diagnostics).toEqual([]);
        expect(read?.files.size).toBe(ledger.files.size);
        expect(read === undefined ? '' : serializeLedger(read)).toBe(text);
        const reversed = {
          ...ledger,
          files: new Map([...ledger.files].reverse()),
          records: [...ledger.records].reverse(),
        };
        expect(serializeLedger(reversed)).toBe(text);
      }),
      { numRuns: 500 },
    );
  });

  test('has one line a file and a record, and a final line break', () => {
    const file = { blob: BLOB, address: 'acme/a' };
    const ledger: Ledger = {
      project: 'acme',
      files: new Map<RepoPath, LedgerFile>([
        ['b.yaml' as RepoPath, { ...file, protect: true }],
        ['a.yaml' as RepoPath, file],
      ]),
      records: [{ kind: 'cluster', namespace: 'retail', name: 'dev', address: 'acme/retail/dev' }],
    };
    expect(serializeLedger(ledger).replace(/sha256:[0-9a-f]{64}/, 'sha256:…')).toBe(`{
  "format_version": "1.3",
  "project": "acme",
  "digest": "sha256:…",
  "files": {
    "a.yaml": {"address":"acme/a","blob":"${BLOB}"},
    "b.yaml": {"address":"acme/a","blob":"${BLOB}","protect":true}
  },
  "records": [
    {"address":"acme/retail/dev","kind":"cluster","name":"dev","namespace":"retail"}
  ]
}
`);
  });
});

/** A ledger as JSON with a right digest. */
function ledgerJson(changes: Readonly<Record<string, unknown>> = {}): string {
  const document = { format_version: '1.0', project: 'acme', files: {}, records: [], ...changes };
  return JSON.stringify({ digest: digestOf(document), ...document });
}

function codesOf(text: string): readonly DiagnosticCode[] {
  return parseLedger(text, CONTEXT).diagnostics.map((diagnostic) => diagnostic.code);
}

const file = { blob: BLOB, address: 'acme/a' };

describe('parseLedger', () => {
  test.each<[string, string]>([
    ['any formatting', JSON.stringify(JSON.parse(ledgerJson({ files: { a: file } })), null, 7)],
    [
      'a newer minor version with members it does not know',
      ledgerJson({ format_version: '1.9', more: { x: [1] }, files: { a: { ...file, more: 1 } } }),
    ],
  ])('reads %s', (_, text) => {
    expect(parseLedger(text, CONTEXT)).toMatchObject({ diagnostics: [], ledger: { project: 'acme' } });
  });

  test.each<[string, string, readonly DiagnosticCode[]]>([
    ['nothing', '', ['LEDGER_NOT_JSON']],
    ['conflict marks', '<<<<<<< HEAD\n{}\n=======\n', ['LEDGER_NOT_JSON']],
    ['a list', '[]', ['LEDGER_INVALID']],
    ['deep nesting', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, ['LEDGER_INVALID']],
    ['every member missing', '{}', Array(5).fill('LEDGER_INVALID')],
    ['a newer major version, whatever is in it', '{"format_version":"2.0"}', ['LEDGER_VERSION_NEWER']],
    ['a version that is none', ledgerJson({ format_version: 'one' }), ['LEDGER_INVALID']],
    ['an edit by hand', ledgerJson({ files: { a: file } }).replace('acme/a', 'acme/b'), ['LEDGER_EDITED']],
    ['another project', ledgerJson({ project: 'other' }), ['LEDGER_OTHER_PROJECT']],
    ['a short blob', ledgerJson({ files: { a: { ...file, blob: 'abc' } } }), ['LEDGER_INVALID']],
    [
      'a blob of another object format',
      ledgerJson({ files: { a: { ...file, blob: 'a'.repeat(64) } } }),
      ['LEDGER_INVALID'],
    ],
    ['a path out of the repository', ledgerJson({ files: { '../a': file } }), ['LEDGER_PATH_UNSAFE']],
    ['an absolute path', ledgerJson({ files: { '/a': file } }), ['LEDGER_PATH_UNSAFE']],
    ['a path into .git', ledgerJson({ files: { '.GIT/config': file } }), ['LEDGER_PATH_UNSAFE']],
    ['a path of a ledger', ledgerJson({ files: { '.konstruct/other.json': file } }), ['LEDGER_PATH_UNSAFE']],
    [
      'several problems at once',
      ledgerJson({ project: 'other', files: { '../a': file, '.Konstruct/b': file } }).replace('acme/a', 'acme/b'),
      ['LEDGER_EDITED', 'LEDGER_OTHER_PROJECT', 'LEDGER_PATH_UNSAFE'],
    ],
  ])('refuses %s', (_, text, expected) => {
    expect(codesOf(text)).toEqual(expected);
    expect(parseLedger(text, CONTEXT).ledger).toBeUndefined();
  });

  test('says where a text stops being JSON', () => {
    const { diagnostics } = parseLedger('{\n  "project": "acme",\n  oops\n}', CONTEXT);
    expect(diagnostics[0]?.detail).toContain('line 3, column 3');
  });

  test('never throws and never yields a path that we would not write', () => {
    fc.assert(
      fc.property(ledgers, mutated, (ledger, mutate) => {
        const text = mutate(serializeLedger(ledger));
        const result = parseLedger(text, CONTEXT);
        expect(result.ledger === undefined).toBe(result.diagnostics.length > 0);
        for (const path of result.ledger?.files.keys() ?? []) {
          expect(repoPathProblem(path)).toBeUndefined();
          expect(isLedgerTerritory(path)).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('where ledgers are', () => {
  test('finds the ledgers of all projects and nothing else', () => {
    const files = {
      [ledgerPath('a')]: '1',
      [ledgerPath('b')]: '2',
      '.konstruct/c.json': { content: 'x', mode: '120000' },
      '.konstruct/deeper/d.json': '3',
      '.konstruct/readme.md': '4',
      'x/.konstruct/e.json': '5',
    };
    expect([...findLedgers(snapshotOf(files)).keys()]).toEqual(['.konstruct/a.json', '.konstruct/b.json']);
  });
});
