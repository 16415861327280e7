import { describe, expect, test } from 'vitest';
import type { DiagnosticCode } from '../../lib/diagnostics/codes.ts';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import { ledgerPath, serializeLedger } from '../../lib/plan/ledger.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import { compare, type Files, PROJECT, settled, type World } from './world.ts';

const LINK = { content: 'target', mode: '120000' };
const SUBMODULE = { content: 'commit', mode: '160000' };
const EXECUTABLE = { content: 'old', mode: '100755' };

function problems(world: World): readonly [DiagnosticCode, string | undefined][] {
  return compare(world).diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.path]);
}

function ledgerOf(project: string, files: Readonly<Record<string, string>>): string {
  const owned = Object.entries(files).map(
    ([path, content]) => [path as RepoPath, { blob: blobId(content, 'sha1'), address: `${project}/app` }] as const,
  );
  return serializeLedger({ project, files: new Map(owned), records: [] });
}

const owns = (files: Readonly<Record<string, string>>): Files => ({ [ledgerPath(PROJECT)]: ledgerOf(PROJECT, files) });

describe('paths that cannot be written', () => {
  test.each<[string, Files, Readonly<Record<string, string>>, readonly [DiagnosticCode, string][]]>([
    ['a link', { a: LINK }, { a: 'x' }, [['PATH_NOT_A_FILE', 'a']]],
    ['a submodule', { a: SUBMODULE }, { a: 'x' }, [['PATH_NOT_A_FILE', 'a']]],
    ['a link with the wanted blob', { a: { content: 'x', mode: '120000' } }, { a: 'x' }, [['PATH_NOT_A_FILE', 'a']]],
    ['below a foreign file', { a: 'x' }, { 'a/b': 'x' }, [['PATH_BLOCKED', 'a/b']]],
    ['below a link', { a: LINK }, { 'a/b': 'x' }, [['PATH_BLOCKED', 'a/b']]],
    ['below a submodule', { 'x/a': SUBMODULE }, { 'x/a/b/c': 'x' }, [['PATH_BLOCKED', 'x/a/b/c']]],
    ['a foreign folder', { 'a/b/c': 'x' }, { a: 'x' }, [['PATH_BLOCKED', 'a']]],
    ['below another wanted file', {}, { a: 'x', 'a/b': 'x' }, [['PATH_BLOCKED', 'a/b']]],
    ['another letter case', { 'a/README.md': 'x' }, { 'a/Readme.md': 'x' }, [['PATH_CASE_COLLISION', 'a/Readme.md']]],
    ['another composition', { 'caf\u00e9': 'x' }, { 'cafe\u0301': 'x' }, [['PATH_CASE_COLLISION', 'cafe\u0301']]],
    ['a folder in another letter case', { 'Apps/x': 'x' }, { apps: 'x' }, [['PATH_CASE_COLLISION', 'apps']]],
    ['below a file in another letter case', { Apps: 'x' }, { 'apps/y': 'x' }, [['PATH_CASE_COLLISION', 'apps/y']]],
    ['two wanted paths in other letter case', {}, { A: 'x', a: 'x' }, [['PATH_CASE_COLLISION', 'a']]],
    ['the folder of the ledgers', {}, { '.konstruct/x': 'x' }, [['PATH_RESERVED', '.konstruct/x']]],
    ['the folder of the ledgers itself', {}, { '.Konstruct': 'x' }, [['PATH_RESERVED', '.Konstruct']]],
    ['a ledger folder that is a file', { '.konstruct': 'x' }, { a: 'x' }, [['PATH_BLOCKED', '.konstruct/acme.json']]],
    [
      'a ledger that is a folder',
      { '.konstruct/acme.json/x': 'x' },
      { a: 'x' },
      [['PATH_BLOCKED', '.konstruct/acme.json']],
    ],
    [
      'all of them at once',
      { a: LINK, b: 'x', C: 'x' },
      { a: 'x', 'b/x': 'x', c: 'x', '.konstruct/x': 'x' },
      [
        ['PATH_RESERVED', '.konstruct/x'],
        ['PATH_NOT_A_FILE', 'a'],
        ['PATH_BLOCKED', 'b/x'],
        ['PATH_CASE_COLLISION', 'c'],
      ],
    ],
  ])('%s', (_, files, wanted, expected) => {
    expect(problems({ files, wanted })).toEqual(expected);
    expect(problems({ files, wanted, options: { ownership: 'adopt', onDrift: 'overwrite' } })).toEqual(expected);
  });

  test.each<[string, Readonly<Record<string, string>>, Readonly<Record<string, string>>]>([
    ['a file becomes a folder', { a: 'x' }, { 'a/b': 'x' }],
    ['a folder becomes a file', { 'a/b': 'x', 'a/c': 'y' }, { a: 'x' }],
    ['a file changes its letter case', { 'a/X': 'x' }, { 'a/x': 'x' }],
    ['a folder changes its letter case', { 'A/x': 'x' }, { 'a/x': 'x' }],
  ])('%s when the old one is ours and goes', async (_, before, wanted) => {
    expect(problems({ ...(await settled(before)), wanted })).toEqual([]);
  });

  test('a folder with one foreign file stays in the way', async () => {
    const world = await settled({ 'a/b': 'x' });
    const files = { ...world.files, 'a/foreign': 'x' };
    expect(problems({ files, wanted: { a: 'x' } })).toEqual([['PATH_BLOCKED', 'a']]);
  });

  test('an executable file is a file', () => {
    expect(problems({ files: { ...owns({ a: 'old' }), a: EXECUTABLE }, wanted: { a: 'new' } })).toEqual([]);
  });

  test('an owned file that became a link is never deleted through it', () => {
    const files = { ...owns({ a: 'target' }), a: LINK };
    expect(problems({ files, wanted: {} })).toEqual([['PATH_NOT_A_FILE', 'a']]);
    const kept = compare({ files, wanted: {}, options: { onDrift: 'keep' } });
    expect(kept.files.map((file) => file.decision)).toEqual(['keep']);
    expect(kept.owned.has('a' as RepoPath)).toBe(true);
  });
});

describe('ownership', () => {
  test('without a ledger all existing files are one diagnostic with the first ten paths', () => {
    const names = Array.from({ length: 25 }, (_, index) => `file-${String(index).padStart(2, '0')}`);
    const files = Object.fromEntries(names.map((name) => [name, 'x']));
    const { diagnostics, files: verdicts } = compare({ files, wanted: { ...files, fresh: 'x' } });
    expect(diagnostics.map((diagnostic) => diagnostic.code)).toEqual(['LEDGER_MISSING']);
    expect(diagnostics[0]?.related?.map((place) => place.message)).toEqual(names.slice(0, 10));
    expect(diagnostics[0]?.detail).toContain('and 15 more');
    expect(verdicts.filter((file) => file.decision === 'not-owned')).toHaveLength(25);
    expect(verdicts.filter((file) => file.decision === 'create')).toHaveLength(1);
  });

  test('with a ledger every foreign file is named, with the line that wants it', () => {
    const { diagnostics } = compare({ files: { ...owns({}), a: 'x', b: 'x' }, wanted: { a: 'y', b: 'x' } });
    expect(diagnostics.map((one) => [one.code, one.path, one.source?.line])).toEqual([
      ['NOT_OWNED', 'a', 3],
      ['NOT_OWNED', 'b', 3],
    ]);
  });

  test.each(['strict', 'adopt'] as const)(
    '%s: a file of another project is refused and its owner named',
    (ownership) => {
      const files = { a: 'x', b: 'x', '.konstruct/other.json': ledgerOf('other', { a: 'x', gone: 'x' }) };
      const { diagnostics } = compare({
        files: { ...files, ...owns({}) },
        wanted: { a: 'x', gone: 'y' },
        options: { ownership },
      });
      expect(diagnostics.map((one) => [one.code, one.path])).toEqual([
        ['OWNED_BY_OTHER_PROJECT', 'a'],
        ['OWNED_BY_OTHER_PROJECT', 'gone'],
      ]);
      for (const { summary, detail } of diagnostics) expect(`${summary} ${detail}`).toMatch(/other.*other\/app/s);
    },
  );

  test("another project's broken ledger is told when a path is in question, and stops taking over", () => {
    const files = { a: 'x', '.konstruct/other.json': '{' };
    const severities = (world: World) => compare(world).diagnostics.map((one) => [one.code, one.severity]);
    expect(severities({ files: { ...files, ...owns({ a: 'x' }) }, wanted: { a: 'y' } })).toEqual([]);
    expect(severities({ files, wanted: { b: 'x' } })).toEqual([['OTHER_LEDGER_UNREADABLE', 'warning']]);
    expect(severities({ files, wanted: { a: 'x' }, options: { ownership: 'adopt' } })).toEqual([
      ['OTHER_LEDGER_UNREADABLE', 'error'],
    ]);
  });
});

describe('what a comparison costs', () => {
  test('asks for the present blobs of changed files and of drift, not of equal or foreign ones', () => {
    const files = {
      ...owns({ same: 's', changed: 'c', gone: 'g', drifted: 'd' }),
      same: 's',
      changed: 'c',
      gone: 'g',
      drifted: 'D',
      foreign: 'f',
    };
    const { blobsToRead, unchanged } = compare({
      files,
      wanted: { same: 's', changed: 'C', drifted: 'dd', foreign: 'F' },
    });
    expect([...blobsToRead].sort()).toEqual(['c', 'g', 'D'].map((content) => blobId(content, 'sha1')).sort());
    expect(unchanged).toBe(1);
  });
});
