import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createTestPlatform } from '../../lib/testing.ts';
import { type FullOrganization, type FullPlatform, fullProgram } from '../records/full-program.ts';
import { randomFullPlatform } from '../records/random-full-platform.ts';

/** An edit of a platform that gives one resource another name, and so another id. */
type Rename = (full: FullPlatform) => FullPlatform;

it('a rename is never silently a delete', async () => {
  await fc.assert(
    fc.asyncProperty(randomFullPlatform, fc.nat(), async (random, choice) => {
      const full = { ...random, shared: false };
      const renames = renamesOf(full);
      const rename = renames[choice % Math.max(1, renames.length)];
      if (rename === undefined) return;
      const platform = createTestPlatform();
      await platform.apply(fullProgram(full));
      const plan = await platform.plan(fullProgram(rename(full)));
      expect(plan.applyable).toBe(false);
      expect(plan.diagnostics.map(({ code }) => code)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^(RECORD_RENAMED|RECORD_REPLACED|ORGANIZATION_NOT_EMPTY)$/)]),
      );
    }),
    { numRuns: 30 },
  );
});

it.each([2 ** 53, 2 ** 53 + 2, -(2 ** 53 + 2), 1e21, 0.1])(
  'a rename of what holds the number %d is seen, however that is spelled',
  async (number) => {
    const withCluster = (name: string): FullPlatform => {
      const cluster = { name, attached: [], virtual: false, nodeCount: undefined, fromEnvironments: false };
      const organization = {
        name: 'retail',
        auth: 'pat' as const,
        branch: undefined,
        environments: [],
        clusters: [{ ...cluster, deployments: 0, global: false }],
        provider: 'aws' as const,
        values: { a: [number] },
        team: false,
      };
      return { organizations: [organization], global: [], shared: false, namesakes: false, text: undefined };
    };
    const platform = createTestPlatform();
    await platform.apply(fullProgram(withCluster('ams1')));
    const { diagnostics } = await platform.plan(fullProgram(withCluster('renamed')));
    expect(diagnostics.map(({ code }) => code)).toContain('RECORD_RENAMED');
  },
);

it('what stays as it is, is guarded from nothing', async () => {
  await fc.assert(
    fc.asyncProperty(randomFullPlatform, async (full) => {
      const platform = createTestPlatform();
      await platform.apply(fullProgram(full));
      const { diagnostics } = await platform.plan(fullProgram(full));
      // That a stage is on no cluster is no matter of what changes.
      expect(diagnostics.filter(({ code }) => code !== 'STAGE_WITHOUT_CLUSTER')).toEqual([]);
    }),
    { numRuns: 40 },
  );
});

// --- internal ---

/** Everything in the platform that the generator names. */
function renamesOf(full: FullPlatform): readonly Rename[] {
  const inOrganization = (index: number, edit: (organization: FullOrganization) => FullOrganization): Rename => {
    return (before) => ({ ...before, organizations: replaced(before.organizations, index, edit) });
  };
  return [
    ...full.global.map(
      (_, index): Rename =>
        (before) => ({ ...before, global: replaced(before.global, index, () => 'renamed') }),
    ),
    ...full.organizations.flatMap(({ environments, clusters }, index) => [
      inOrganization(index, (organization) => ({ ...organization, name: 'renamed' })),
      ...environments.map((_, at) =>
        inOrganization(index, (organization) => ({
          ...organization,
          environments: replaced(organization.environments, at, () => 'renamed'),
        })),
      ),
      ...clusters.map((_, at) =>
        inOrganization(index, (organization) => ({
          ...organization,
          clusters: replaced(organization.clusters, at, (cluster) => ({ ...cluster, name: 'renamed' })),
        })),
      ),
    ]),
  ];
}

function replaced<T>(items: readonly T[], index: number, edit: (item: T) => T): readonly T[] {
  return items.map((item, at) => (at === index ? edit(item) : item));
}
