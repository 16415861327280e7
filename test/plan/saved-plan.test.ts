import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { type RepoPath, repoPathProblem } from '../../lib/model/repo-path.ts';
import { contentsDigest } from '../../lib/plan/contents-digest.ts';
import { digestOf } from '../../lib/plan/digest.ts';
import { isLedgerTerritory, serializeLedger } from '../../lib/plan/ledger.ts';
import { parsePlanDocument, serializePlan } from '../../lib/plan/plan-json.ts';
import { parseSavedPlan, serializeSavedPlan } from '../../lib/plan/saved-plan.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import { mutated } from './mutations.ts';
import { manifest, manifests, type Planned, plan, settled } from './world.ts';

// biome-ignore lint/suspicious/noExplicitAny: forged documents have any shape
type Forged = any;

let planned: Planned;
let saved: string;

beforeAll(async () => {
  const world = await settled({ 'a.yaml': manifests([manifest('Application', 'one')]), 'gone.txt': 'x' });
  const documents = [manifest('Application', 'one', { spec: { x: 1 } })];
  planned = await plan({ ...world, wanted: { 'a.yaml': manifests(documents), 'new.txt': 'new\n' } });
  saved = serializeSavedPlan(planned);
});

/** Changes a saved plan and makes all its digests anew, as somebody who knows the format would. */
function forge(change: (document: Forged) => void): string {
  const document = JSON.parse(saved);
  change(document);
  for (const repository of document.plan.repositories) {
    const blobs = new Map<string, string>(Object.entries(document.blobs[repository.name] ?? {}));
    const files = repository.files.filter((file: Forged) => file.before !== file.after);
    const ledger = document.ledgers[repository.name];
    repository.contents_digest = contentsDigest({ files, blobs, ledgerPath: repository.ledger.path, ledger });
  }
  document.plan.digest = digestOf(document.plan);
  document.digest = digestOf(document);
  return JSON.stringify(document);
}

function codesOf(text: string): readonly string[] {
  return parseSavedPlan(text).diagnostics.map((diagnostic) => diagnostic.code);
}

const repository = (document: Forged) => document.plan.repositories[0];
const fileAt = (document: Forged, path: string) =>
  repository(document).files.find((file: Forged) => file.path === path);

function rename(document: Forged, from: string, to: string): void {
  fileAt(document, from).path = to;
  for (const change of document.plan.resource_changes) if (change.path === from) change.path = to;
  document.blobs.platform[to] = document.blobs.platform[from];
  delete document.blobs.platform[from];
}

describe('parseSavedPlan', () => {
  test('reads what was saved, in any formatting', () => {
    expect(codesOf(JSON.stringify(JSON.parse(saved), null, 2))).toEqual([]);
    const read = parseSavedPlan(saved).saved;
    expect(read?.blobs).toEqual(planned.blobs);
    expect(read?.ledgers).toEqual(planned.ledgers);
    expect(read?.plan.digest).toBe(planned.plan.digest);
    expect(read?.locations).toEqual([
      { name: 'platform', url: 'https://git.example.com/platform.git', branch: 'main' },
    ]);
  });

  test('a forgery that changes nothing passes, so the rows below fail for their own reason', () => {
    expect(codesOf(forge(() => {}))).toEqual([]);
  });

  test.each<[string, string, string]>([
    ['nothing', '', 'PLAN_FILE_INVALID'],
    ['other JSON', '{"a":1}', 'PLAN_FILE_INVALID'],
    ['a mere plan document', '{"format_version":"1.0","project":"acme"}', 'PLAN_FILE_INVALID'],
    ['deep nesting', '['.repeat(100_000), 'PLAN_FILE_INVALID'],
    ['a newer major version', '{"format_version":"2.0"}', 'PLAN_VERSION_NEWER'],
  ])('refuses %s', (_, text, code) => {
    expect(codesOf(text)).toEqual([code]);
  });

  test('one file is one finding of a kind, with all that is wrong in it', () => {
    const [shape, ...more] = parseSavedPlan('{"format_version":"1.0","plan":1,"locations":2}').diagnostics;
    expect(more).toEqual([]);
    expect(shape?.detail?.split('\n').length).toBeGreaterThan(2);
    const many = JSON.stringify({ ...JSON.parse(saved), locations: Array.from({ length: 500 }, () => 1) });
    expect(parseSavedPlan(many).diagnostics.map(({ code, detail }) => [code, detail?.split('\n').length])).toEqual([
      ['PLAN_FILE_INVALID', 11],
    ]);
    const found = parseSavedPlan(
      forge((document) => {
        document.plan.summary.destroy = 7;
        document.ledgers.platform += ' ';
        repository(document).files[0].path = '../new.txt';
      }),
    ).diagnostics;
    expect(found.map(({ code }) => code).toSorted()).toEqual(['PLAN_FILE_EDITED', 'PLAN_FILE_INVALID']);
    const edited = found.find(({ code }) => code === 'PLAN_FILE_EDITED');
    expect(edited?.detail?.split('\n').length).toBeGreaterThan(1);
  });

  test.each<[string, (document: Forged) => void]>([
    ['a summary', (document) => (document.plan.summary.add = 0)],
    ['a change of a resource', (document) => (document.plan.resource_changes[0].fields = [])],
    ['a content', (document) => (document.blobs.platform['new.txt'] = 'evil')],
    ['a location', (document) => (document.locations[0].url = 'https://evil.example.com')],
  ])('an edit of %s is seen by the digests', (_, change) => {
    const document = JSON.parse(saved);
    change(document);
    expect(codesOf(JSON.stringify(document))).toContain('PLAN_FILE_EDITED');
  });

  test.each<[string, (document: Forged) => void, string]>([
    [
      'a content that is not the planned blob',
      (document) => (document.blobs.platform['new.txt'] = 'evil'),
      'PLAN_FILE_EDITED',
    ],
    ['a missing content', (document) => delete document.blobs.platform['new.txt'], 'PLAN_FILE_EDITED'],
    ['a content too many', (document) => (document.blobs.platform['more.txt'] = 'evil'), 'PLAN_FILE_EDITED'],
    ['contents of an unknown repository', (document) => (document.blobs.other = {}), 'PLAN_FILE_EDITED'],
    ['another place', (document) => (document.locations[0].url = 'https://evil.example.com'), 'PLAN_FILE_EDITED'],
    ['a repository twice', (document) => document.plan.repositories.push(repository(document)), 'PLAN_FILE_EDITED'],
    ['a commit too few', (document) => (document.plan.phases = []), 'PLAN_FILE_EDITED'],
    [
      'a change that is not shown',
      (document) => {
        const shown = document.plan.resource_changes.filter((change: Forged) => change.action !== 'create');
        document.plan.resource_changes = shown;
        document.plan.summary.add = 0;
      },
      'PLAN_FILE_EDITED',
    ],
    ['a summary that does not count', (document) => (document.plan.summary.destroy = 0), 'PLAN_FILE_EDITED'],
    ['another ledger', (document) => (document.ledgers.platform += ' '), 'PLAN_FILE_EDITED'],
    ['no ledger', (document) => delete document.ledgers.platform, 'PLAN_FILE_EDITED'],
    [
      'the ledger of another project',
      (document) => (repository(document).ledger.path = '.konstruct/other.json'),
      'PLAN_FILE_INVALID',
    ],
    [
      'a project that leaves the folder',
      (document) => {
        document.plan.project = '../x';
        repository(document).ledger.path = '.konstruct/../x.json';
      },
      'PLAN_FILE_INVALID',
    ],
    ['a path out of the repository', (document) => rename(document, 'new.txt', '../new.txt'), 'PLAN_FILE_INVALID'],
    ['a path into .git', (document) => rename(document, 'new.txt', '.git/hooks/post-checkout'), 'PLAN_FILE_INVALID'],
    ['a path of a ledger', (document) => rename(document, 'new.txt', '.konstruct/other.json'), 'PLAN_FILE_INVALID'],
    [
      'a ledger that owns a path out of the repository',
      (document) => {
        const file = { blob: blobId('x', 'sha1'), address: 'x' };
        const text = serializeLedger({ project: 'acme', files: new Map([['../x' as RepoPath, file]]), records: [] });
        document.ledgers.platform = text;
        repository(document).ledger.after = blobId(text, 'sha1');
      },
      'LEDGER_PATH_UNSAFE',
    ],
  ])('even with digests made anew, it refuses %s', (_, change, code) => {
    expect(codesOf(forge(change))).toContain(code);
    expect(parseSavedPlan(forge(change)).saved).toBeUndefined();
  });

  test('contents of one blob name but other bytes are told apart by their digest', () => {
    const document = JSON.parse(saved);
    repository(document).contents_digest = `sha256:${'0'.repeat(64)}`;
    document.plan.digest = digestOf(document.plan);
    document.digest = digestOf(document);
    expect(codesOf(JSON.stringify(document))).toEqual(['PLAN_FILE_EDITED']);
  });

  test('never throws, and never yields a path that we would not write', () => {
    fc.assert(
      fc.property(mutated, fc.boolean(), (mutate, anew) => {
        let text = mutate(saved);
        if (anew) {
          try {
            const document = JSON.parse(text);
            document.plan.digest = digestOf(document.plan);
            document.digest = digestOf(document);
            text = JSON.stringify(document);
          } catch {
            // What is no document any more has no digests to make anew.
          }
        }
        const result = parseSavedPlan(text);
        expect(result.saved === undefined).toBe(result.diagnostics.length > 0);
        for (const { files, ledger } of result.saved?.plan.repositories ?? []) {
          expect(repoPathProblem(ledger.path)).toBeUndefined();
          for (const { path } of files) expect(repoPathProblem(path) ?? isLedgerTerritory(path)).toBe(false);
        }
      }),
      { numRuns: 2000 },
    );
  });
});

describe('parsePlanDocument', () => {
  test('never throws, and reads only what it would write again', () => {
    const json = serializePlan(planned.plan);
    fc.assert(
      fc.property(mutated, (mutate) => {
        const { plan: read, diagnostics } = parsePlanDocument(mutate(json));
        expect(read === undefined).toBe(diagnostics.length > 0);
        if (read !== undefined) expect(digestOf(read)).toBe(planned.plan.digest);
      }),
      { numRuns: 2000 },
    );
  });

  test('lets members through that a later minor version may have', () => {
    const document = { ...planned.plan, format_version: '1.7', more: [1] };
    const json = JSON.stringify({ ...document, digest: digestOf(document) });
    expect(parsePlanDocument(json).diagnostics).toEqual([]);
  });
});
