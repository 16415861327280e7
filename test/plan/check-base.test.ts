import { describe, expect, test } from 'vitest';
import { checkBase } from '../../lib/plan/check-base.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import type { RepositoryPlan } from '../../lib/plan/plan.ts';
import { applied, type Files, PROJECT, plan, settled, snapshotOf } from './world.ts';

const LEDGER = ledgerPath(PROJECT);

async function scene(): Promise<{ repository: RepositoryPlan; files: Files; after: Files }> {
  const world = await settled({ 'change.txt': 'old', 'gone.txt': 'x', keep: 'k' }, { foreign: 'f' });
  const next = { ...world, wanted: { 'change.txt': 'new', 'dir/new.txt': 'n', keep: 'k' } };
  const bundle = await plan(next);
  const [repository] = bundle.plan.repositories;
  if (repository === undefined) throw new TypeError('no repository');
  return { repository, files: world.files, after: applied(next, bundle).files };
}

describe('checkBase', () => {
  test('is ready while nothing that the plan touches moved', async () => {
    const { repository, files } = await scene();
    const moved = { ...files, foreign: 'other', keep: 'edited', 'dir/more.txt': 'x' };
    expect(checkBase(repository, snapshotOf(moved))).toEqual({ status: 'ready', paths: [], ledgerMoved: false });
  });

  test('is applied when everything is as it was to become', async () => {
    const { repository, after } = await scene();
    const state = checkBase(repository, snapshotOf({ ...after, foreign: 'other' }));
    expect(state).toEqual({ status: 'applied', paths: [], ledgerMoved: true });
  });

  test.each<[string, (files: Files, after: Files) => Files, readonly string[], boolean]>([
    ['a changed file was changed', (files) => ({ ...files, 'change.txt': 'x' }), ['change.txt'], false],
    ['a new file came into being', (files) => ({ ...files, 'dir/new.txt': 'n' }), ['dir/new.txt'], false],
    ['a removed file was changed', (files) => ({ ...files, 'gone.txt': 'y' }), ['gone.txt'], false],
    [
      'a changed file became a link',
      (files) => ({ ...files, 'change.txt': { content: 'old', mode: '120000' } }),
      ['change.txt'],
      false,
    ],
    ['a new file lost its folder to a file', (files) => ({ ...files, dir: 'x' }), ['dir/new.txt'], false],
    ['a new file lost its place to a folder', (files) => ({ ...files, 'dir/new.txt/x': 'x' }), ['dir/new.txt'], false],
    ['the ledger moved', (files) => ({ ...files, [LEDGER]: '{}' }), [LEDGER], true],
    [
      'an apply was half done by hand',
      (files, after) => ({ ...files, 'change.txt': after['change.txt'] ?? '' }),
      ['change.txt'],
      false,
    ],
  ])('is stale when %s', async (_, change, paths, ledgerMoved) => {
    const { repository, files, after } = await scene();
    const state = checkBase(repository, snapshotOf(change(files, after)));
    expect(state).toEqual({ status: 'stale', paths, ledgerMoved });
  });

  test('is stale in every path when the repository names objects by another hash', async () => {
    const { repository, files } = await scene();
    const state = checkBase(repository, snapshotOf(files, 'platform', 'sha256'));
    expect(state.paths).toEqual([LEDGER, 'change.txt', 'dir/new.txt', 'gone.txt']);
  });

  test('a file that becomes a folder has its room', async () => {
    const world = await settled({ a: 'x' });
    const bundle = await plan({ ...world, wanted: { 'a/b': 'y' } });
    const states = bundle.plan.repositories.map((repository) => checkBase(repository, snapshotOf(world.files)).status);
    expect(states).toEqual(['ready']);
  });
});
