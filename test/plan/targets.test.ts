import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Environment, ManagementCluster, WorkloadCluster } from '../../constructs/index.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import { type TargetSelection, targetFilter, unknownTargets } from '../../lib/plan/targets.ts';
import { changesOf, createTestPlatform } from '../../lib/testing.ts';
import { smallPlatform } from '../tools/program.ts';

const RULES = [
  [
    'an address and what stands below',
    ['acme/retail'],
    [],
    ['acme/retail', 'acme/retail/dev'],
    ['acme', 'acme/retailer'],
  ],
  ['one level with a star', ['acme/*'], [], ['acme/retail', 'acme/retail/dev'], ['acme']],
  ['any level with two', ['**/dev'], [], ['acme/retail/dev', 'acme/retail/dev/x'], ['acme/retail/qa']],
  ['either of several', ['acme/{retail,legal}/dev'], [], ['acme/legal/dev'], ['acme/data/dev']],
  ['less what is excluded', ['acme/retail'], ['acme/retail/dev'], ['acme/retail/qa'], ['acme/retail/dev/x']],
  ['everything but what is excluded', [], ['acme/retail'], ['acme/legal'], ['acme/retail/dev']],
] as const;

describe('targets', () => {
  it.each(RULES)('are %s', (_, target, exclude, within, without) => {
    const isTarget = targetFilter({ target, exclude });
    expect(within.filter((address) => !isTarget(address))).toEqual([]);
    expect(without.filter((address) => isTarget(address))).toEqual([]);
  });

  it('that mean nothing are errors, each once', () => {
    const addresses = new Set(['acme/retail/dev']);
    const found = unknownTargets({ target: ['acme/retail', 'acme/retial/dev'], exclude: ['x/**'] }, addresses);
    expect(found.map(({ code }) => code)).toEqual(['TARGET_ADDRESS_UNKNOWN', 'TARGET_ADDRESS_UNKNOWN']);
    expect(found[0]?.fix).toContain('acme/retail/dev');
  });
});

const NAMES = ['a', 'b', 'c', 'd'] as const;

function program(names: readonly string[], description: string) {
  const { app, retail } = smallPlatform();
  for (const name of names) new Environment(retail, name, { description });
  return app;
}

function clusterProgram(names: readonly string[]) {
  const { app, retail } = smallPlatform();
  const management = new ManagementCluster(retail, 'mgmt');
  const environments = names.map((name) => new Environment(retail, name));
  new WorkloadCluster(retail, 'lon1', { management, environments });
  return app;
}

describe('a plan that is limited', () => {
  it('changes what is targeted and nothing else, and the rest of it later comes to the same', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.subarray([...NAMES]),
        fc.subarray([...NAMES]),
        fc.subarray([...NAMES], { minLength: 1 }),
        async (before, after, chosen) => {
          const stepwise = createTestPlatform();
          const atOnce = createTestPlatform();
          await stepwise.apply(program(before, 'old'));
          await atOnce.apply(program(before, 'old'));
          const known = new Set([...before, ...after]);
          const target = chosen.filter((name) => known.has(name)).map((name) => `acme/retail/${name}`);
          if (target.length > 0) {
            const plan = await stepwise.apply(program(after, 'new'), { target });
            expect(plan.resource_changes.every(({ address }) => target.includes(address))).toBe(true);
            expect((await stepwise.plan(program(after, 'new'), { target })).phases).toEqual([]);
          }
          await stepwise.apply(program(after, 'new'));
          await atOnce.apply(program(after, 'new'));
          const [a, b] = [stepwise, atOnce].map((platform) => platform.repository('acme-platform/retail'));
          expect(a?.paths()).toEqual(b?.paths());
          for (const path of a?.paths() ?? []) expect(a?.read(path)).toBe(b?.read(path));
          expect(a?.read(ledgerPath('acme'))).toBe(b?.read(ledgerPath('acme')));
        },
      ),
      { numRuns: 25 },
    );
  });

  it('leaves the ledger of a repository alone in which it looks at nothing', async () => {
    const platform = createTestPlatform();
    await platform.apply(clusterProgram(['staging']));
    const after = clusterProgram(['staging', 'qa']);
    const touched = async (targets: Partial<TargetSelection>) => {
      const { repositories } = await platform.plan(after, targets);
      return repositories.filter(({ ledger }) => ledger.before !== ledger.after).map(({ name }) => name);
    };
    expect(await touched({ exclude: ['acme'] })).toEqual([]);
    expect(await touched({ target: ['acme/retail/qa'] })).toEqual(['acme-platform/retail']);
    expect(await touched({})).toEqual(['acme-platform/retail', 'acme-retail/retail']);
  });

  it('remembers what a file waits for that it wrote, and only that', async () => {
    const platform = createTestPlatform();
    await platform.apply(clusterProgram(['staging']));
    const held = (): readonly string[] => {
      const { holds } = JSON.parse(platform.repository('acme-platform/retail').read(ledgerPath('acme')) ?? '');
      return holds.map(({ path }: { readonly path: string }) => path);
    };
    const before = held();
    const { summary } = await platform.apply(clusterProgram(['staging', 'qa']), { target: ['acme/retail/qa'] });
    expect(summary.add).toBe(1);
    expect([...held()].sort()).toEqual([...before, 'registry/konstruct/retail/environment/qa.yaml'].sort());
    await platform.apply(clusterProgram(['staging', 'qa']));
    expect(held()).toContain('registry/clusters/lon1/45-env-qa.yaml');
  });

  it('says so, and does not say that nothing differs', async () => {
    const platform = createTestPlatform();
    await platform.apply(program(['a', 'b'], 'old'));
    const plan = await platform.plan(program(['a', 'b'], 'new'), { exclude: ['acme/retail/a'] });
    expect(changesOf(plan)).toEqual(['update Environment retail/b']);
    expect(plan.targets).toEqual({ target: [], exclude: ['acme/retail/a'] });
  });

  it('by a name that is nowhere is refused', async () => {
    const plan = await createTestPlatform().plan(program(['a'], 'old'), { target: ['acme/retail/z'] });
    expect(plan.diagnostics.map(({ code }) => code)).toEqual(['TARGET_ADDRESS_UNKNOWN']);
    expect(plan.applyable).toBe(false);
  });
});
