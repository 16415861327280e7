import { expect, it } from 'vitest';
import { Environment, Lifecycle } from '../../constructs/index.ts';
import { type Gate, gateId } from '../../lib/model/gate.ts';
import { APPLICATIONS, compiled, PLATFORM, type ProgramOptions } from '../synth/deployments/infrastructure-program.ts';
import { applyPlan, memoryRemotes, planCompilation, type Remotes, STILL } from '../tools/memory-platform.ts';

const OWN = 'acme/platform';
const RECORD = 'registry/konstruct/default/environment/production.yaml';
const READY = 'workspace-ready:mgmt/catalog-db';
const HEALTHY = [
  'application-healthy:mgmt/argocd/catalog-db',
  'application-healthy:mgmt/lon1-environment/lon1-dev-db',
  'application-healthy:mgmt/lon1-environment/lon1-dev-db-resources',
];

/** An environment that is written after the release `db` is healthy. */
const waiting =
  (description: string): NonNullable<ProgramOptions['also']> =>
  (platform, release) => {
    const production = new Environment(platform, 'production', { description });
    if (release !== undefined) Lifecycle.of(production).afterHealthy(release);
  };

async function plan(remotes: Remotes, options: ProgramOptions) {
  const compilation = await compiled({ type: 'Hybrid', ...options });
  expect(compilation.diagnostics).toEqual([]);
  return planCompilation(compilation, remotes);
}

it('comes after the last phase of what it waits for, with the Applications where Argo CD has them', async () => {
  const remotes = memoryRemotes([OWN, PLATFORM, APPLICATIONS]);
  const change = await plan(remotes, { also: waiting('First') });
  const { phases } = change.bundle.plan;
  const gates = phases.map(({ gates: some = [] }) => some.map(({ id }) => id));
  expect(gates).toEqual([[READY], HEALTHY, []]);
  expect(phases.at(-1)?.commits).toEqual([OWN]);
  const seen: [Gate['kind'], boolean][] = [];
  const { diagnostics } = await applyPlan(change, {
    ...STILL,
    awaitGates: async (some) => {
      for (const gate of some) seen.push([gate.kind, remotes.get(OWN)?.read(RECORD) !== undefined]);
      for (const gate of some) {
        if (gate.kind !== 'application-healthy') continue;
        // the gate names the file that holds the Application, which the phases before have written
        const { repository, path } = gate.manifest;
        expect(remotes.get(repository)?.read(path)).toMatch(
          new RegExp(`kind: Application\nmetadata:\n  name: ${gate.application}\\s`),
        );
        expect(gate.sources.map(({ repository: source }) => source)).toEqual(
          gate.application.endsWith('-db-resources') ? [APPLICATIONS] : gate.namespace === 'argocd' ? [PLATFORM] : [],
        );
      }
      return [];
    },
  });
  expect(diagnostics).toEqual([]);
  expect(seen).toEqual([['workspace-ready', false], ...HEALTHY.map(() => ['application-healthy', false])]);
  expect(remotes.get(OWN)?.read(RECORD)).toContain('First');
});

it('waits where only it changes, and asks nothing where only the other changes', async () => {
  const remotes = memoryRemotes([OWN, PLATFORM, APPLICATIONS]);
  await applyPlan(await plan(remotes, { also: waiting('First') }));
  const alone = (await plan(remotes, { also: waiting('Second') })).bundle.plan;
  expect(
    alone.phases.map(({ commits, gates = [] }) => ({ commits, gates: gates.map(({ gate }) => gateId(gate)) })),
  ).toEqual([
    { commits: [], gates: HEALTHY },
    { commits: [OWN], gates: [] },
  ]);
  const other = (await plan(remotes, { also: waiting('First'), environments: 2 })).bundle.plan;
  const kinds = other.phases.flatMap(({ gates = [] }) => gates.map(({ gate }) => gate.kind));
  expect(kinds).not.toContain('application-healthy');
});

it('waits for what a deployment has in one environment, and refuses one where it has nothing', async () => {
  const narrowed =
    (slug: string): NonNullable<ProgramOptions['also']> =>
    (platform, release) => {
      const production = new Environment(platform, 'production');
      const environment = slug === 'production' ? production : platform.node.findChild(slug);
      if (release === undefined || !(environment instanceof Environment)) throw new Error('no such construct');
      Lifecycle.of(production).afterHealthy(release, { environment });
    };
  const remotes = memoryRemotes([OWN, PLATFORM, APPLICATIONS]);
  const { phases } = (await plan(remotes, { environments: 2, also: narrowed('staging') })).bundle.plan;
  const gates = phases.flatMap(({ gates: some = [] }) => some.map(({ id }) => id));
  expect(gates.filter((id) => id.startsWith('application-healthy'))).toEqual([
    'application-healthy:mgmt/lon1-environment/lon1-staging-global-db',
    'application-healthy:mgmt/lon1-environment/lon1-staging-global-db-resources',
  ]);
  const { diagnostics } = await compiled({ type: 'Hybrid', environments: 2, also: narrowed('production') });
  expect(diagnostics.map(({ code }) => code)).toEqual(['HEALTH_WITHOUT_APPLICATION']);
});
