import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import type { Json } from '../../lib/model/json.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import type { ResourceChange } from '../../lib/plan/plan.ts';
import {
  actions,
  applied,
  codes,
  manifest,
  manifests,
  PROJECT,
  plan,
  plannedRepository,
  settled,
  type World,
} from './world.ts';

const app = (name: string, body: Readonly<Record<string, Json>> = {}) => manifest('Application', name, body);

describe('changes of resources', () => {
  test('create, update and delete, counted by resource', async () => {
    const world = await settled({
      'a.yaml': manifests([app('one', { spec: { x: 1 } }), app('two')]),
      'b.yaml': manifests([app('old')], 'acme/b'),
    });
    const next = {
      'a.yaml': manifests([app('one', { spec: { x: 2 } }), app('two')]),
      'c.yaml': manifests([app('new')], 'acme/c'),
    };
    const planned = await plan({ ...world, wanted: next });
    expect(planned.plan.resource_changes).toMatchObject([
      {
        action: 'update',
        path: 'a.yaml',
        resource: { name: 'one' },
        fields: [{ path: ['spec', 'x'], before: 1, after: 2 }],
        source: { line: 3 },
      },
      { action: 'delete', path: 'b.yaml', address: 'acme/b', fields: [], before: app('old') },
      { action: 'create', path: 'c.yaml', address: 'acme/c', fields: [], after: app('new') },
    ]);
    expect(planned.plan.summary).toEqual({ add: 1, change: 1, destroy: 1, move: 0, adopt: 0 });
    expect(planned.plan.phases).toEqual([{ id: 'apply', commits: ['platform'] }]);
    expect(planned.plan.applyable).toBe(true);
  });

  test('another version of the same API is an update', async () => {
    const world = await settled({ 'a.yaml': manifests([app('one')]) });
    const planned = await plan({
      ...world,
      wanted: { 'a.yaml': manifests([{ ...app('one'), apiVersion: 'argoproj.io/v1' }]) },
    });
    expect(planned.plan.resource_changes).toMatchObject([{ action: 'update', fields: [{ path: ['apiVersion'] }] }]);
  });

  test('a resource that changes its file is one move, with what changes in it', async () => {
    const world = await settled({ 'a.yaml': manifests([app('one', { spec: { x: 1 } })]) });
    const planned = await plan({ ...world, wanted: { 'b/a.yaml': manifests([app('one', { spec: { x: 2 } })]) } });
    expect(planned.plan.resource_changes).toMatchObject([
      { action: 'move', path: 'b/a.yaml', previous_path: 'a.yaml', fields: [{ path: ['spec', 'x'] }] },
    ]);
    expect(planned.plan.repositories[0]?.files.map((file) => file.action)).toEqual(['delete', 'create']);
    expect(planned.plan.summary).toEqual({ add: 0, change: 0, destroy: 0, move: 1, adopt: 0 });
  });

  test('a resource may move between files that both stay', async () => {
    const world = await settled({
      'a.yaml': manifests([app('one'), app('two')]),
      'b.yaml': manifests([app('three')], 'acme/b'),
    });
    const planned = await plan({
      ...world,
      wanted: { 'a.yaml': manifests([app('one')]), 'b.yaml': manifests([app('three'), app('two')], 'acme/b') },
    });
    expect(planned.plan.resource_changes).toMatchObject([
      {
        action: 'move',
        path: 'b.yaml',
        previous_path: 'a.yaml',
        address: 'acme/b',
        previous_address: 'acme/app',
        resource: { name: 'two' },
      },
    ]);
  });

  test('a file that is no manifest moves by its content', async () => {
    const world = await settled({ 'a.txt': 'same', 'b.txt': 'other' });
    const planned = await plan({ ...world, wanted: { 'c.txt': 'same', 'd.txt': 'new' } });
    expect(actions(planned)).toEqual(['delete File b.txt', 'move File c.txt', 'create File d.txt']);
  });

  test('another construct for the same file moves it in the ledger only', async () => {
    const world = await settled({ 'a.yaml': manifests([app('one'), app('two')], 'acme/old') });
    const planned = await plan({ ...world, wanted: { 'a.yaml': manifests([app('one'), app('two')], 'acme/new') } });
    expect(planned.plan.resource_changes).toMatchObject([
      { action: 'move', address: 'acme/new', previous_address: 'acme/old', resource: { name: 'one' }, fields: [] },
      { action: 'move', address: 'acme/new', previous_address: 'acme/old', resource: { name: 'two' }, fields: [] },
    ]);
    expect(planned.plan.repositories[0]?.files).toEqual([]);
    expect(planned.plan.applyable).toBe(true);
  });

  test('another identity of the one resource of a construct is a replace', async () => {
    const world = await settled({ 'a/one.yaml': manifests([app('one')]) });
    const planned = await plan({ ...world, wanted: { 'a/two.yaml': manifests([app('two')]) } });
    expect(planned.plan.resource_changes).toMatchObject([
      {
        action: 'replace',
        path: 'a/two.yaml',
        previous_path: 'a/one.yaml',
        resource: { name: 'two' },
        previous_resource: { name: 'one' },
      },
    ]);
    expect(planned.plan.summary).toEqual({ add: 1, change: 0, destroy: 1, move: 0, adopt: 0 });
  });

  test.each<[string, string]>([
    [
      'key order and comments',
      '# new\nmetadata: {namespace: argocd, name: one}\nkind: Application\napiVersion: argoproj.io/v1alpha1\n',
    ],
    ['nothing but a line break', `${manifests([app('one')]).content}\n`],
  ])('%s is one update without fields', async (_, content) => {
    const world = await settled({ 'a.yaml': manifests([app('one')]) });
    const planned = await plan({ ...world, wanted: { 'a.yaml': { content, documents: [app('one')] } } });
    expect(planned.plan.resource_changes).toMatchObject([
      { action: 'update', fields: [], formatting_only: true, resource: { name: 'one' } },
    ]);
    expect(planned.plan.summary.change).toBe(1);
  });

  test('the order of documents in a file is formatting', async () => {
    const world = await settled({ 'a.yaml': manifests([app('one'), app('two')]) });
    const planned = await plan({ ...world, wanted: { 'a.yaml': manifests([app('two'), app('one')]) } });
    expect(planned.plan.resource_changes).toMatchObject([
      { formatting_only: true, resource: { kind: 'File', name: 'a.yaml' } },
    ]);
  });

  test('a file that is no manifest is compared as data where it is data, else by line, else by size', async () => {
    const world = await settled({ 'v.yaml': 'a: 1\nb: 2\n', 'm.tf': 'a\nb\n', 'x.bin': 'b\u0000' });
    const planned = await plan({ ...world, wanted: { 'v.yaml': 'b: 3\na: 1\n', 'm.tf': 'a\nc\n', 'x.bin': 'abc' } });
    expect(planned.plan.resource_changes.map(differencesOf)).toEqual([
      [{ path: [], action: 'change', text: ['@@ -1,2 +1,2 @@', ' a', '-b', '+c'] }],
      [{ path: ['b'], action: 'change', before: 2, after: 3 }],
      [{ path: [], action: 'change', sizes: { before: 2, after: 3 } }],
    ]);
  });

  test.each<[string, string]>([
    ['that is no YAML any more', 'apiVersion: [\n'],
    ['that is no manifest any more', 'some: data\n'],
    [
      'that holds an alias bomb',
      `a: &a [x,x]\n${'bcdefghijklmnop'
        .split('')
        .map((key, index) => `${key}: &${key} [${`*${'abcdefghijklmno'[index]},`.repeat(9)}]`)
        .join('\n')}\n`,
    ],
  ])('a hand edit %s is compared by text', async (_, edited) => {
    const world = await settled({ 'a.yaml': manifests([app('one')]) });
    const files = { ...world.files, 'a.yaml': edited };
    const planned = await plan({ ...world, files, options: { onDrift: 'overwrite' } });
    expect(planned.plan.resource_changes).toMatchObject([
      { action: 'update', resource: { kind: 'File', name: 'a.yaml' } },
    ]);
    expect(planned.plan.resource_changes[0]?.fields).not.toEqual([]);
    expect(planned.plan.repositories[0]?.files[0]?.drifted).toBe(true);
  });

  test('refused drift shows the fields and cannot be applied', async () => {
    const world = await settled({ 'a.yaml': manifests([app('one', { spec: { x: 1 } })]) });
    const files = { ...world.files, 'a.yaml': manifests([app('one', { spec: { x: 7 } })]).content };
    const planned = await plan({ ...world, files });
    expect(codes(planned)).toEqual(['DRIFT']);
    expect(planned.plan.resource_changes.slice(0, 1).flatMap(differencesOf)).toEqual([
      { path: ['spec', 'x'], action: 'change', before: 7, after: 1 },
    ]);
    expect(planned.plan.applyable).toBe(false);
  });

  test.each([
    ['edited', 'refuse', ['overwrite', 'keep', 'merge']],
    ['edited', 'merge', ['overwrite', 'keep']],
    ['deleted', 'refuse', ['overwrite', 'keep']],
    ['unwanted', 'refuse', ['overwrite', 'keep']],
  ] as const)(
    'drift of a file that is %s is answered, with `%s` given, by what can help',
    async (what, onDrift, ways) => {
      const world = await settled({ 'a.yaml': manifests([app('one', { spec: { x: 1 } })]) });
      const edited = { 'a.yaml': manifests([app('one', { spec: { x: 7 } })]).content };
      const { wanted } = world;
      const { 'a.yaml': _, ...others } = world.files;
      const planned = await plan({
        ...world,
        files: what === 'deleted' ? others : { ...world.files, ...edited },
        // the program changes the same field, so that a merge cannot help either
        wanted:
          what === 'unwanted'
            ? {}
            : onDrift === 'merge'
              ? { 'a.yaml': manifests([app('one', { spec: { x: 8 } })]) }
              : wanted,
        options: { onDrift },
      });
      const [drift] = planned.plan.diagnostics.filter(({ code }) => code === 'DRIFT');
      const named = (['overwrite', 'keep', 'merge'] as const).filter((way) => drift?.fix?.includes(way));
      expect(named).toEqual(ways);
    },
  );

  test('adopting names every resource, with what changes', async () => {
    const files = {
      'a.yaml': manifests([app('one', { spec: { x: 1 } })]).content,
      'b.yaml': manifests([app('same')]).content,
    };
    const wanted = { 'a.yaml': manifests([app('one', { spec: { x: 2 } })]), 'b.yaml': manifests([app('same')]) };
    const planned = await plan({ files, wanted, options: { ownership: 'adopt' } });
    expect(planned.plan.resource_changes).toMatchObject([
      { action: 'adopt', fields: [{ path: ['spec', 'x'] }] },
      { action: 'adopt', fields: [] },
    ]);
    expect(planned.plan.summary.adopt).toBe(2);
    expect([...(planned.blobs.get('platform')?.keys() ?? [])]).toEqual(['a.yaml']);
  });

  test('no value of a Secret is in a plan, only that it changes', async () => {
    const secret = (name: string, value: string) => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name },
      stringData: { token: value },
    });
    const world = await settled({
      'a.yaml': manifests([secret('a', 'canary-1'), secret('b', 'canary-2')]),
      'broken.yaml': manifests([secret('c', 'canary-3')]),
      'deep.yaml': manifests([
        manifest('ConfigMap', 'd', { data: { 'x.yaml': 'kind: Secret\ndata: {a: canary-4}\n' } }),
      ]),
    });
    const files = { ...world.files, 'broken.yaml': 'kind: Secret\ndata: [canary-5\n' };
    const wanted = {
      'a.yaml': manifests([secret('a', 'canary-6'), secret('e', 'canary-7')]),
      'broken.yaml': manifests([secret('c', 'canary-3')]),
      'secret.txt': 'kind: Secret\ndata: canary-8\n',
    };
    const planned = await plan({ ...world, files, wanted, options: { onDrift: 'overwrite' } });
    expect(JSON.stringify(planned.plan)).not.toContain('canary');
    expect(planned.plan.resource_changes.map((change) => change.fields.map((field) => field.sensitive))).toContainEqual(
      [true],
    );
  });
});

describe('the ledger in the plan', () => {
  test('goes when nothing is owned any more', async () => {
    const world = await settled({ 'a.txt': 'x' });
    const planned = await plan({ ...world, wanted: {} });
    const ledger = planned.plan.repositories[0]?.ledger;
    expect([ledger?.before !== null, ledger?.after]).toEqual([true, null]);
    expect(planned.ledgers.get('platform')).toBeNull();
    expect(Object.keys(applied({ ...world, wanted: {} }, planned).files)).toEqual([]);
  });

  test('stays for records alone, and another record is something to commit', async () => {
    const record = { kind: 'cluster', namespace: 'retail', name: 'dev', address: 'acme/dev' };
    const world = await settled({}, {}, { records: [record] });
    expect(Object.keys(world.files)).toEqual([ledgerPath(PROJECT)]);
    expect((await plan(world)).plan.phases).toEqual([]);
    expect((await plan({ ...world, records: [record, { ...record, name: 'prod' }] })).plan.applyable).toBe(true);
  });

  test('nothing is planned for a program that wants nothing of an empty repository', async () => {
    const { plan: document } = await plan({ files: {}, wanted: {} });
    expect(document.repositories[0]?.ledger).toEqual({ path: ledgerPath(PROJECT), before: null, after: null });
    expect(document.applyable).toBe(false);
  });

  test('a ledger that cannot be read makes the plan incomplete', async () => {
    const world = { files: { [ledgerPath(PROJECT)]: '{' }, wanted: { 'a.txt': 'x' } };
    const { plan: document } = await plan(world);
    expect([document.complete, document.applyable, document.phases]).toEqual([false, false, []]);
  });
});

describe('protection', () => {
  const guarded = (rest: Partial<World> = {}): Promise<World> =>
    settled(
      { 'a.yaml': manifests([app('one')], 'acme/db/main') },
      {},
      { protectedAddresses: ['acme/db/main'], ...rest },
    );

  test('outlives the code and is lifted by name or by the name of a parent', async () => {
    const world = { ...(await guarded()), wanted: {}, options: {} };
    expect(codes(await plan(world))).toEqual(['PROTECTED']);
    expect(codes(await plan(world, { allowDelete: ['acme/d'] }))).toEqual(['PROTECTED']);
    expect(codes(await plan(world, { allowDelete: ['acme/db/main'] }))).toEqual([]);
    expect(codes(await plan(world, { allowDelete: ['acme/db'] }))).toEqual([]);
  });

  test('forbids a replace and lets a move pass', async () => {
    const world = { ...(await guarded()), options: {} };
    expect(codes(await plan({ ...world, wanted: { 'a.yaml': manifests([app('two')], 'acme/db/main') } }))).toEqual([
      'PROTECTED',
    ]);
    expect(codes(await plan({ ...world, wanted: { 'b.yaml': manifests([app('one')], 'acme/db/main') } }))).toEqual([]);
  });

  test('is written and lifted by commits of the ledger alone', async () => {
    const world = await guarded();
    const lifted = await plan({ ...world, protectedAddresses: [] });
    expect(lifted.plan.resource_changes).toEqual([]);
    expect(lifted.plan.applyable).toBe(true);
    expect((await plan(world)).plan.phases).toEqual([]);
  });
});

describe('the document', () => {
  test('lists repositories by name and commits in the order given, without those that stay', async () => {
    const worlds = ['z', 'b', 'quiet', 'a'].map((name) => ({
      name,
      files: {},
      wanted: name === 'quiet' ? {} : { f: name },
    }));
    const repositories = worlds.map((world) => plannedRepository(world));
    const { plan: document, blobs, ledgers } = await plan({ files: {}, wanted: {} }, { repositories });
    expect(document.repositories.map((repository) => repository.name)).toEqual(['a', 'b', 'quiet', 'z']);
    expect(document.resource_changes.map((change) => change.repository)).toEqual(['a', 'b', 'z']);
    expect(document.phases).toEqual([{ id: 'apply', commits: ['z', 'b', 'a'] }]);
    expect([...blobs.keys()]).toEqual(['a', 'b', 'z']);
    expect([...ledgers.keys()]).toEqual(['a', 'b', 'z']);
  });

  test('earlier errors and unread parts forbid an apply', async () => {
    const world = { files: {}, wanted: { 'a.txt': 'x' } };
    const failed = await plan(world, { diagnostics: [error('IMPOSSIBLE')] });
    expect([failed.plan.complete, failed.plan.applyable]).toEqual([true, false]);
    const partial = await plan(world, { complete: false });
    expect([partial.plan.complete, partial.plan.applyable]).toEqual([false, false]);
  });

  test('the digest covers contents and the ledger', async () => {
    const digest = async (content: string) =>
      (await plan({ files: {}, wanted: { 'a.txt': content } })).plan.repositories[0]?.contents_digest;
    expect(await digest('x')).not.toBe(await digest('y'));
    expect(await digest('x')).toBe(await digest('x'));
    const record = { kind: 'cluster', namespace: 'retail', name: 'dev', address: 'acme/dev' };
    const withRecord = await plan({ files: {}, wanted: { 'a.txt': 'x' }, records: [record] });
    expect(withRecord.plan.repositories[0]?.contents_digest).not.toBe(await digest('x'));
  });
});

describe('loading the YAML parser', () => {
  const loaded = vi.fn();
  beforeEach(() => {
    vi.doMock('../../lib/plan/diff/parse-yaml.ts', async (original) => {
      loaded();
      return original();
    });
  });
  afterEach(() => {
    vi.doUnmock('../../lib/plan/diff/parse-yaml.ts');
    vi.resetModules();
    loaded.mockClear();
  });

  test('waits for the first changed file', async () => {
    vi.resetModules();
    const fresh = await import('./world.ts');
    const wanted = { 'a.yaml': fresh.manifests([app('one')]), 'b.txt': 'x' };
    const world = await fresh.settled(wanted);
    await fresh.plan(world);
    expect(loaded).not.toHaveBeenCalled();
    await fresh.plan({ ...world, wanted: { ...wanted, 'b.txt': 'y' } });
    expect(loaded).toHaveBeenCalledTimes(1);
  });
});

// --- internal ---

/** What changes in a resource, without where it comes from. */
function differencesOf({ fields }: ResourceChange) {
  return fields.map(({ source: _, ...field }) => field);
}
