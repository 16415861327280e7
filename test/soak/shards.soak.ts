import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { type CompiledProgram, compileProgram, type PlanProgramOptions, planProgram } from '../../lib/pipeline.ts';
import type { PlanBundle } from '../../lib/plan/plan-bundle.ts';
import { serializeSavedPlan } from '../../lib/plan/saved-plan.ts';
import { type MergedPlan, mergeShards } from '../../lib/shard/merge.ts';
import { planShard } from '../../lib/shard/plan-shard.ts';
import type { Shard } from '../../lib/shard/shard.ts';
import { parseShard, serializeShard } from '../../lib/shard/shard-file.ts';
import { memoryRemotes, type Remotes, STRICT } from '../tools/memory-platform.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/enterprise');
const COUNT = 7;

const folder = mkdtempSync(join(tmpdir(), 'kcdk-shards-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let whole: PlanBundle;
let merged: MergedPlan;
let shards: readonly Shard[];

const cache = openCache({ folder: join(folder, 'node_modules', 'cache'), version: 'test' });
const compileExample = (shard?: { readonly index: number; readonly count: number }): Promise<CompiledProgram> =>
  compileProgram({ cwd: EXAMPLE, env: {}, cache, shard });

beforeAll(async () => {
  const program = await compileExample();
  const remotes = memoryRemotes(program.compilation.model?.repositories.map(({ name }) => name) ?? []);
  const planned = await planProgram(program, optionsFor(remotes));
  whole = planned.bundle;
  const parts: Shard[] = [];
  for (let index = 1; index <= COUNT; index++) {
    const part = await planShard(await compileExample({ index, count: COUNT }), optionsFor(remotes));
    const { shard, diagnostics } = parseShard(serializeShard(part), 'shard.json');
    expect(diagnostics).toEqual([]);
    if (shard !== undefined) parts.push(shard);
  }
  shards = parts;
  // whatever the order in which they come
  merged = await mergeShards(parts.toReversed());
}, 120_000);

describe('examples/enterprise in seven parts', () => {
  it('is the plan of one run, byte by byte', () => {
    expect(merged.bundle.plan.digest).toBe(whole.plan.digest);
    expect(serializeSavedPlan(merged.bundle)).toBe(serializeSavedPlan(whole));
    expect(whole.plan.resource_changes.length).toBeGreaterThan(1_000);
  });

  it('gives every part something to do, and each repository to one of them', () => {
    const names = shards.flatMap(({ repositories }) => repositories.map(({ name }) => name));
    expect(new Set(names).size).toBe(names.length);
    expect([...names].sort()).toEqual(whole.plan.repositories.map(({ name }) => name).sort());
    const sizes = shards.map(({ repositories }) => repositories.reduce((sum, one) => sum + one.compiled.files.size, 0));
    expect(Math.min(...sizes)).toBeGreaterThan(0);
    expect(Math.max(...sizes)).toBeLessThan(sizes.reduce((sum, size) => sum + size, 0) / 2);
  });
});

// --- internal ---

function optionsFor(remotes: Remotes): PlanProgramOptions {
  return {
    kcdkVersion: '0.0.0',
    compare: STRICT,
    git: { env: {} },
    open: ({ name, branch }) => {
      const remote = remotes.get(name);
      if (remote === undefined) throw new Error(`no remote ${name}`);
      return remote.open({ branch });
    },
  };
}
