import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkBase } from '../../lib/plan/check-base.ts';
import { parsePlanDocument, serializePlan } from '../../lib/plan/plan-json.ts';
import { parseSavedPlan, serializeSavedPlan } from '../../lib/plan/saved-plan.ts';
import { blobId } from '../../lib/repository/blob-id.ts';
import { applied, compare, plan, snapshotOf, type World } from './world.ts';
import { worlds } from './worlds.ts';

const RUNS = { numRuns: 150 };

function writes(bundle: Awaited<ReturnType<typeof plan>>): boolean {
  return bundle.plan.phases.length > 0;
}

describe('laws of the plan', () => {
  test('applying a plan and planning again changes nothing', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (make) => {
        const world = await make();
        const first = await plan(world);
        expect(first.plan.diagnostics).toEqual([]);
        const after = applied(world, first);
        const second = await plan(after);
        expect(second.plan.resource_changes).toEqual([]);
        expect(second.plan.repositories[0]?.files).toEqual([]);
        expect(writes(second)).toBe(false);
        const wanted = Object.entries(world.wanted).map(([path, file]) => [
          path,
          typeof file === 'string' ? file : file.content,
        ]);
        for (const [path, content] of wanted) expect(after.files[path ?? '']).toBe(content);
      }),
      RUNS,
    );
  });

  test('the order of wanted files and of files in git does not matter', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, fc.integer(), async (make, seed) => {
        const world = await make();
        const shuffled: World = { ...world, wanted: shuffle(world.wanted, seed), files: shuffle(world.files, seed) };
        const a = await plan(world);
        const b = await plan(shuffled);
        const commit = a.plan.repositories[0]?.base ?? '';
        const other = b.plan.repositories[0]?.base ?? '';
        const digests = [a.plan.digest, b.plan.digest];
        const text = serializePlan(b.plan)
          .replace(other, commit)
          .replace(digests[1] ?? '', digests[0] ?? '');
        expect(text).toBe(serializePlan(a.plan));
      }),
      RUNS,
    );
  });

  test('every change says what is in git and what is wanted', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (make) => {
        const world = await make();
        const { plan: document, snapshot, blobs } = await plan(world);
        for (const file of document.repositories[0]?.files ?? []) {
          const wanted = world.wanted[file.path];
          const content = typeof wanted === 'string' ? wanted : wanted?.content;
          expect(file.before).toBe(snapshot.files.get(file.path)?.blob ?? null);
          expect(file.after).toBe(content === undefined ? null : blobId(content, snapshot.objectFormat));
          if (file.before !== file.after) expect(blobs.get('platform')?.get(file.path)).toBe(content);
        }
      }),
      RUNS,
    );
  });

  test('the summary and the changed files are told by the changes of resources', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (make) => {
        const { plan: document } = await plan(await make());
        const told = new Set(document.resource_changes.flatMap((change) => [change.path, change.previous_path]));
        for (const file of document.repositories[0]?.files ?? []) expect(told.has(file.path)).toBe(true);
        const { add, change, destroy, move, adopt } = document.summary;
        const replaced = document.resource_changes.filter((one) => one.action === 'replace').length;
        expect(add + change + destroy + move + adopt).toBe(document.resource_changes.length + replaced);
      }),
      RUNS,
    );
  });

  test('blobs are asked for only where a file changes', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (make) => {
        const comparison = compare(await make());
        const changing = comparison.files.filter((file) => file.before !== null && file.before !== file.after);
        const known = new Set(changing.map((file) => file.before));
        for (const blob of comparison.blobsToRead) expect(known.has(blob)).toBe(true);
      }),
      RUNS,
    );
  });

  test('plans and saved plans round-trip byte by byte', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (make) => {
        const bundle = await plan(await make());
        const json = serializePlan(bundle.plan);
        const read = parsePlanDocument(json);
        expect(read.diagnostics).toEqual([]);
        expect(read.plan === undefined ? '' : serializePlan(read.plan)).toBe(json);
        const saved = serializeSavedPlan(bundle);
        const again = parseSavedPlan(saved);
        expect(again.diagnostics).toEqual([]);
        expect(again.saved === undefined ? '' : serializeSavedPlan(again.saved)).toBe(saved);
      }),
      RUNS,
    );
  });

  test('a base is ready before an apply and applied after it', async () => {
    await fc.assert(
      fc.asyncProperty(worlds, async (make) => {
        const world = await make();
        const bundle = await plan(world);
        const [repository] = bundle.plan.repositories;
        if (repository === undefined) throw new TypeError('no repository');
        const ready = writes(bundle) ? 'ready' : 'applied';
        expect(checkBase(repository, snapshotOf(world.files, 'platform', world.format)).status).toBe(ready);
        const after = snapshotOf(applied(world, bundle).files, 'platform', world.format);
        expect(checkBase(repository, after).status).toBe('applied');
      }),
      RUNS,
    );
  });
});

function shuffle<Value>(record: Readonly<Record<string, Value>>, seed: number): Readonly<Record<string, Value>> {
  const rank = (key: string): string => blobId(`${seed} ${key}`, 'sha1');
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (rank(a) < rank(b) ? -1 : 1)));
}
