import fc from 'fast-check';
import { expect, it } from 'vitest';
import { type App, Team } from '../../constructs/index.ts';
import type { PlanDocument, PlanPermissions } from '../../lib/plan/plan.ts';
import { applyPlan, memoryRemotes, planTree } from '../tools/memory-platform.ts';
import { buildPlatform, RANDOM_REPOSITORIES, type RandomPlatform, randomPlatform } from '../tools/random-platform.ts';

/** The platform with teams of its own. */
function teamed(platform: RandomPlatform): App {
  const app = buildPlatform(platform);
  const root = app.node.findChild('acme');
  new Team(root, 'operators', {
    roles: { admins: 'Platform Admin', leads: 'Team Admin', devs: 'Developer' },
  });
  return app;
}

/** Changes one platform into another, and judges the change. */
async function judged(from: RandomPlatform, to: RandomPlatform, actors: readonly string[]) {
  const remotes = memoryRemotes(RANDOM_REPOSITORIES);
  const first = await planTree(teamed(from), remotes);
  await applyPlan(first);
  await first.close();
  const second = await planTree(teamed(to), remotes);
  const { plan } = second.bundle;
  const verdicts: PlanPermissions[] = [];
  for (const actor of actors) verdicts.push(await second.judge(plan, actor));
  await second.close();
  return { plan, verdicts };
}

const deniedFiles = ({ denied }: PlanPermissions): ReadonlySet<string> =>
  new Set(denied.flatMap(({ files }) => files.map(({ repository, path }) => `${repository}:${path}`)));

const writtenFiles = ({ repositories }: PlanDocument): readonly string[] =>
  repositories.flatMap(({ name, files }) => files.map(({ path }) => `${name}:${path}`));

it('whatever the change: administrators may all of it, the less powerful no more, and nothing is left unjudged', async () => {
  await fc.assert(
    fc.asyncProperty(randomPlatform, randomPlatform, async (from, to) => {
      const { plan, verdicts } = await judged(from, to, ['admins', 'leads', 'devs']);
      const [admins, leads, devs] = verdicts;
      if (admins === undefined || leads === undefined || devs === undefined) throw new Error('not judged');
      const written = writtenFiles(plan);
      for (const verdict of verdicts) {
        expect(verdict.roles_from).toBe('repositories');
        expect(verdict.judged).toBeGreaterThanOrEqual(written.length);
        expect(deniedFiles(verdict).size).toBe(verdict.refused);
      }
      expect(admins.denied).toEqual([]);
      for (const file of deniedFiles(leads)) expect(deniedFiles(devs)).toContain(file);
      const global = written.filter((file) => file.startsWith('acme/platform:registry/konstruct/default/'));
      for (const file of global) expect(deniedFiles(leads)).toContain(file);
      const organizations = written.filter((file) => /\/(organization|git-account|team)\//.test(file));
      for (const file of organizations) expect(deniedFiles(leads)).toContain(file);
    }),
    { numRuns: 60 },
  );
});
