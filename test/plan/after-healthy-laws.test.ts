import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { ApplicationHealthyGate } from '../../lib/model/gate.ts';
import type { Hold } from '../../lib/model/hold.ts';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import type { Comparison, FileVerdict } from '../../lib/plan/comparison.ts';
import { type RankedRepository, rankChanges } from '../../lib/plan/phases/rank-changes.ts';

const REPOSITORIES = ['a', 'b'] as const;

/** Constructs of which each may wait for some before it, with files in either repository that change or go. */
const worlds = fc
  .array(
    fc.record({
      waits: fc.array(fc.nat(5), { maxLength: 3 }),
      files: fc.array(
        fc.record({ repository: fc.constantFrom(...REPOSITORIES), gone: fc.boolean(), below: fc.boolean() }),
        {
          maxLength: 3,
        },
      ),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((constructs) =>
    constructs.map(({ waits, files }, index) => ({
      address: `construct-${index}`,
      waits: [...new Set(waits.filter((one) => one < index))].map((one) => `construct-${one}`),
      files: files.map((file, number) => ({ ...file, path: `${index}/${number}.yaml` })),
    })),
  );

type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

const gateOf = (address: string): ApplicationHealthyGate => ({
  kind: 'application-healthy',
  cluster: 'mgmt',
  application: address,
  namespace: 'argocd',
  manifest: { repository: 'a', path: `${address}.yaml` },
  sources: [],
});

function repositoriesOf(world: World, backwards: boolean): readonly RankedRepository[] {
  const ranked = REPOSITORIES.map((name): RankedRepository => {
    const own = world.flatMap(({ address, waits, files }) =>
      files.filter(({ repository }) => repository === name).map((file) => ({ ...file, address, waits })),
    );
    const verdicts = own.map(
      ({ path, gone, below, address }): FileVerdict => ({
        path: path as RepoPath,
        decision: gone ? 'delete' : 'update',
        address: below ? `${address}/part` : address,
        before: '1',
        after: gone ? null : '2',
        drifted: false,
        protect: false,
      }),
    );
    const holds = own.flatMap(({ path, waits }) =>
      waits.map((after): Hold => ({ path, when: 'write', gate: gateOf(after), after })),
    );
    const comparison: Comparison = {
      repository: name,
      files: backwards ? verdicts.toReversed() : verdicts,
      unchanged: 0,
      owned: new Map(),
      ownershipChanged: false,
      blobsToRead: [],
      diagnostics: [],
    };
    return { name, wanted: { repository: name, files: new Map(), holds }, ledger: undefined, comparison };
  });
  return backwards ? ranked.toReversed() : ranked;
}

it('what waits comes after every write of what it waits for, with the gate between, in any order of files', () => {
  fc.assert(
    fc.property(worlds, (world) => {
      const { late, gates, diagnostics, highest } = rankChanges(repositoriesOf(world, false));
      expect(diagnostics).toEqual([]);
      const rank = (repository: string, path: string) => late.get(repository)?.get(path) ?? 0;
      for (const { waits, files } of world) {
        for (const file of files) {
          const own = rank(file.repository, file.path);
          if (file.gone) expect(own).toBe(0);
          for (const after of file.gone ? [] : waits) {
            const before = gates.findIndex((some) =>
              some.some(({ gate }) => gate.kind === 'application-healthy' && gate.application === after),
            );
            expect(before).toBeGreaterThanOrEqual(0);
            expect(before).toBeLessThan(own);
            for (const awaited of world.find(({ address }) => address === after)?.files ?? []) {
              if (!awaited.gone) expect(rank(awaited.repository, awaited.path)).toBeLessThanOrEqual(before);
            }
          }
        }
      }
      expect(gates.flat().every(({ pending }) => !pending)).toBe(true);
      const again = rankChanges(repositoriesOf(world, true));
      expect({ late: sorted(again.late), highest: again.highest, gates: again.gates }).toEqual({
        late: sorted(late),
        highest,
        gates,
      });
    }),
    { numRuns: 300 },
  );
});

it('constructs that wait for each other in a circle are found wherever it begins', () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 5 }), fc.boolean(), (size, backwards) => {
      const world = Array.from({ length: size }, (_, index) => ({
        address: `construct-${index}`,
        waits: [`construct-${(index + 1) % size}`],
        files: [{ repository: 'a' as const, gone: false, below: false, path: `${index}/0.yaml` }],
      }));
      const codes = rankChanges(repositoriesOf(world, backwards)).diagnostics.map(({ code }) => code);
      expect(codes.length).toBeGreaterThan(0);
      expect(new Set(codes)).toEqual(new Set(['PHASES_CYCLIC']));
    }),
  );
});

function sorted(late: ReadonlyMap<string, ReadonlyMap<string, number>>) {
  return [...late].map(([name, ranks]) => [name, [...ranks].sort()] as const).sort();
}
