import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Cache } from '../../lib/cache/cache.ts';
import {
  bothOf,
  createSettledProject,
  DECLARED,
  nightly,
  openSettledCache,
  planOf,
  SAID,
  type Said,
  type SettledProject,
} from './settled-project.ts';

/** All that is local in one place or another, and a cluster whose template decides where its deployments go. */
const MORE = `
new kcdk.Environment(grown, 'qa', {
  description: 'Brings one along', clusters: [red.cluster], catalog: [{ item: service, values: { replicas: 9 } }],
});
new kcdk.Environment(grown, 'both', { description: 'In two', scope: kcdk.Scope.organizations(['red', 'blue']) });
const web = kcdk.Templates.builtIn('helm-templates/web-service');
new kcdk.HelmTemplate(grown, 'web', { source: web, description: 'A chart' });
new kcdk.PipelineTemplate(red.organization, 'ci', { source: { folder: 'ci' }, description: 'A pipeline' });
const template = new kcdk.ClusterTemplate(grown, 'tiny', { source: { folder: 'tiny' }, description: 'A cluster' });
const tiny = new kcdk.WorkloadCluster(red.organization, 'tiny-0', { environments: [dev], template });
new kcdk.CatalogDeployment(red.organization, 'on-tiny', {
  item: service, cluster: tiny, environments: [dev], values: { replicas: 5 },
});
new kcdk.CatalogDeployment(grown, 'by-platform', {
  item: service, cluster: blue.cluster, environments: [dev], values: { replicas: 6 },
});
kcdk.Lifecycle.of(map).protect();
kcdk.Lifecycle.of(map).ignoreChanges('data.text');
`;

const TINY: Readonly<Record<string, string>> = {
  'tiny/kubefirst.yaml': 'clusterType: physical\n',
  'tiny/45-environment.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: <WORKLOAD_CLUSTER_NAME>-<ENV_NAME>, namespace: argocd }
spec:
  project: default
  source: { repoURL: "<TEAM_GITOPS_REPO_URL>", path: registry/tiny/<ENV_NAME>, targetRevision: HEAD }
  destination: { name: in-cluster, namespace: argocd }
`,
  'tiny/settings/zone.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: zone, namespace: kube-system }\ndata: { nodes: "<WORKLOAD_CLUSTER_NAME>" }\n',
};

let project: SettledProject;
let cache: Cache;

beforeAll(async () => {
  project = await createSettledProject({ also: MORE, files: TINY });
  cache = openSettledCache(project);
  expect([(await planOf(project, { cache })).isSettled, (await planOf(project, { cache })).isSettled]).toEqual([
    false,
    true,
  ]);
});

afterAll(() => project.remove());

describe('a plan of local changes', () => {
  it.each<[what: string, said: Said, also: string, changes: number]>([
    ['a description', { ...SAID, dev: { description: 'Other' } }, MORE, 1],
    ['a description that is gone', { ...SAID, dev: {} }, MORE, 1],
    ['a description that is new', { ...SAID, test: { description: '' } }, MORE, 2],
    ['a description of several lines', { ...SAID, item: { description: 'a\r\nb\n\n---\n c: d\t\u2028' } }, MORE, 1],
    ['that of an environment that brings something along', SAID, MORE.replace('Brings', 'Has'), 1],
    ['that of an environment with several records', SAID, MORE.replace('In two', 'In both'), 2],
    ['that of templates', SAID, MORE.replaceAll(/'A (chart|pipeline|cluster)'/g, "'The $1'"), 3],
    ['values', { ...SAID, services: { ...SAID.services, 'red-a': { replicas: 7 } } }, MORE, 3],
    ['values that a default takes the place of', { ...SAID, services: { ...SAID.services, 'red-a': {} } }, MORE, 1],
    [
      'values that look like something else',
      { ...SAID, services: { ...SAID.services, 'red-b': { replicas: 2, note: 'kind: Secret' } } },
      MORE,
      3,
    ],
    ['values where a template says in which folder', SAID, MORE.replace('replicas: 5', 'replicas: 8'), 2],
    ['values of what belongs to the platform', SAID, MORE.replace('replicas: 6', 'replicas: 8'), 2],
    ['all at once, in other lines', { ...changed(SAID, 8), lines: 3 }, MORE.replace('replicas: 5', 'replicas: 8'), 13],
  ])('says of %s what a full one says, and compiles nothing else', async (_, said, also, changes) => {
    project.say(said, also);
    const { isSettled, made, whole } = await bothOf(project, { cache });
    expect(made).toEqual(whole);
    expect(made).toMatchObject({ plan: { applyable: true, summary: { change: changes, add: 0, destroy: 0 } } });
    expect(isSettled).toBe(true);
  });

  it.each([
    ['merged', { ownership: 'strict', onDrift: 'merge' }],
    ['overwritten', { ownership: 'adopt', onDrift: 'overwrite' }],
  ] as const)('is what a full one says where drift is to be %s', async (_, compare) => {
    project.say(SAID);
    const settings = { cache, options: { compare }, parallelism: 1 };
    await planOf(project, settings);
    project.say(changed(SAID, 4));
    const { isSettled, made, whole } = await bothOf(project, settings);
    expect([isSettled, made]).toEqual([true, whole]);
  });

  it('is what a full one says, whatever changes, and whatever was planned or applied before', async () => {
    let base: Stated = { ...SAID, night: { description: 'Every night', replicas: 4 } };
    const runs = fc.array(steps, { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(runs, async (edits) => {
        let stated = base;
        for (const edit of edits) {
          if (edit === 'apply') {
            await project.ok(['apply', '--yes', '--allow-delete', 'grown']);
            expect((await planOf(project, { cache })).bundle.plan.resource_changes).toEqual([]);
            base = stated;
          } else stated = edit === 'back' ? base : edit(stated);
          state(stated);
          const { isSettled, made, whole } = await bothOf(project, { cache });
          expect(made).toEqual(whole);
          expect(isSettled).toBe(isQuiet(base, stated));
        }
      }),
      {
        numRuns: 8,
        endOnFailure: true,
        examples: [[[withDev('x'), withService('red-a', 9, 'y'), 'apply', withService('red-a', 1)]]],
      },
    );
  });
});

// --- internal ---

interface Stated extends Said {
  readonly night: { readonly description: string; readonly replicas: number };
}

type Step = ((stated: Stated) => Stated) | 'back' | 'apply';

const texts = fc.constantFrom('a', 'Every merge', 'b: c', '"quoted"', '');
const numbers = fc.integer({ min: 1, max: 9 });

const steps: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: texts.map(withDev) },
  { weight: 2, arbitrary: texts.map((text) => (one: Stated) => ({ ...one, test: { description: text } })) },
  { weight: 2, arbitrary: fc.option(texts, { nil: undefined }).map(withItem) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(fc.constantFrom('red-a', 'red-b', 'blue-a'), numbers, fc.option(texts, { nil: undefined }))
      .map((all) => withService(...all)),
  },
  {
    weight: 2,
    arbitrary: fc
      .record({ description: texts.filter((text) => text !== ''), replicas: numbers })
      .map((night) => (one: Stated) => ({ ...one, night })),
  },
  { weight: 1, arbitrary: numbers.map((lines) => (one: Stated) => ({ ...one, lines })) },
  { weight: 1, arbitrary: texts.map((text) => (one: Stated) => ({ ...one, settings: { text } })) },
  { weight: 1, arbitrary: fc.constant((one: Stated) => ({ ...one, dev: { ...one.dev, color: '#ff0000' } })) },
  { weight: 2, arbitrary: fc.constant<Step>('back') },
  { weight: 1, arbitrary: fc.constant<Step>('apply') },
);

function withDev(description: string): (one: Stated) => Stated {
  return (one) => ({ ...one, dev: { ...one.dev, description } });
}

function withItem(description: string | undefined): (one: Stated) => Stated {
  return (one) => ({ ...one, item: description === undefined ? {} : { description } });
}

function withService(name: string, replicas: number, note?: string): (one: Stated) => Stated {
  const values = note === undefined ? { replicas } : { replicas, note };
  return (one) => ({ ...one, services: { ...one.services, [name]: values } });
}

function state({ night, ...said }: Stated): void {
  project.say(said);
  project.write(DECLARED, nightly(night.description, night.replicas));
}

/** What is not local, or not quiet, is the same. */
function isQuiet(a: Stated, b: Stated): boolean {
  const [before, after] = [a, b].map(({ settings, dev }) => JSON.stringify([settings, dev.color]));
  return before === after;
}

function changed(said: Said, replicas: number): Said {
  const services = Object.keys(said.services).map((name) => [name, { replicas }]);
  return { ...said, dev: { description: 'Now' }, item: { description: 'New' }, services: Object.fromEntries(services) };
}
