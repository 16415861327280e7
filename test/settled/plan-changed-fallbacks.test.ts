import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../lib/cache/cache.ts';
import type { PlanProgramOptions } from '../../lib/pipeline.ts';
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

const RED = 'registry/environments/dev-global/red-0';

/** A change that would be planned by itself. */
const LOCAL: Said = {
  ...SAID,
  dev: { description: 'Other' },
  services: { ...SAID.services, 'red-a': { replicas: 7 } },
};

const TOKEN = `ghp_${'a'.repeat(40)}`;

const CHART = 'const { ApiObject, Chart } = require("cdk8s"); const chart = new Chart(red.cluster, "more");';

/** An Application that a tool renders, in whatever folder. */
const rendered = (folder: string, source: string, repository = 'red/apps') => `${CHART}
new ApiObject(chart, 'app', {
  apiVersion: 'argoproj.io/v1alpha1', kind: 'Application', metadata: { name: 'rendered', namespace: 'argocd' },
  spec: {
    project: 'default', destination: { name: 'red-0', namespace: 'x' },
    source: { repoURL: 'https://git.example.com/${repository}', path: '${folder}', targetRevision: 'HEAD', ${source} },
  },
});`;

const stack = (chart: string) => ({
  'stack/Chart.yaml': 'apiVersion: v2\nname: stack\nversion: 1.0.0\n',
  'stack/values.yaml': '# @input.type: boolean\n# @input.label: Definitions\ncrds: true\nclusterName: ""\n',
  'stack/templates/a.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: {{ .Release.Name }}, namespace: {{ .Release.Namespace }} }
spec:
  project: {{ .Values.clusterName }}
  source:
    repoURL: https://charts.example.com
    chart: ${chart}
    targetRevision: 1.2.3
    helm: { valuesObject: { crds: { enabled: {{ .Values.crds }} } } }
  destination: { name: {{ .Values.clusterName }}, namespace: monitoring }
  syncPolicy: { syncOptions: [CreateNamespace=true] }
`,
});

const STACK = `const stack = new kcdk.CatalogItem(grown, 'stack', { source: { folder: 'stack' } });
new kcdk.CatalogDeployment(red.organization, 'stack', {
  item: stack, cluster: red.cluster, environments: [dev], values: { crds: false },
});`;

const TERRAFORM: Readonly<Record<string, string>> = {
  'db/terraform/main.tf': 'resource "terraform_data" "this" { input = var.size }\n',
  'db/terraform/variables.tf': 'variable "size" { type = number }\n',
};

const DATABASE = `const db = new kcdk.CatalogItem(grown, 'db', { source: { folder: 'db/terraform' }, type: 'Infrastructure' });
const own = new kcdk.CloudAccount(red.organization, 'aws', {
  provider: 'aws', accountId: '333333333333', roleArn: 'arn:aws:iam::333333333333:role/grown',
});
const mgmt = new kcdk.ManagementCluster(red.organization, 'red-tf', {
  cloudAccount: own, region: 'eu-central-1', stateStoreBucket: 'grown-red-state',
});
const sea = new kcdk.WorkloadCluster(red.organization, 'red-1', {
  environments: [dev], management: mgmt, cloudAccount: own, region: 'eu-central-1',
});
new kcdk.CatalogDeployment(red.organization, 'db', { item: db, cluster: sea, environments: [dev], values: { size: 1 } });`;

const ODD = `new kcdk.CatalogDeployment(red.organization, 'odd', {
  item: service, cluster: red.cluster, environments: [dev], values: { replicas: -0 },
});`;

const MANY = `for (let index = 0; index < 101; index++) {
  new kcdk.Environment(grown, \`many-\${index}\`, { description: 'a' });
}`;

interface Case {
  readonly what: string;
  readonly said?: Said;
  /** What else is in the program when the plan finds nothing. */
  readonly also?: string;
  /** In place of that. */
  readonly next?: string;
  readonly files?: Readonly<Record<string, string>>;
  readonly before?: () => unknown;
  readonly change?: () => unknown;
  readonly options?: Partial<PlanProgramOptions>;
  /** What stops both. */
  readonly codes?: readonly string[];
}

let project: SettledProject;
let cache: Cache;

describe('what has to do with others', () => {
  beforeAll(createSettled);
  afterAll(() => project.remove());

  it.each<Case>([
    { what: 'a value that is not of its type', said: valued({ replicas: 'many' }), codes: ['INPUT_REFUSED'] },
    { what: 'a value that nobody asked for', said: valued({ replica: 1 }), codes: ['INPUT_UNKNOWN'] },
    {
      what: 'a secret among the values',
      said: valued({ replicas: 1, note: TOKEN }),
      codes: ['SECRET_LITERAL', 'SECRET_LITERAL'],
    },
    { what: 'a secret in a description', said: { ...SAID, dev: { description: TOKEN } }, codes: ['SECRET_LITERAL'] },
    { what: 'what looks like a placeholder', said: { ...SAID, dev: { description: '<NAME>' } } },
    { what: 'a value with which one file more is rendered', said: valued({ replicas: 1, note: 'more' }) },
    { what: 'a value that takes another version', said: valued({ replicas: 1, note: 'newer' }) },
    {
      what: 'a value in another order',
      said: { ...SAID, services: { ...SAID.services, 'red-b': { note: 'one', replicas: 2 } } },
    },
    { what: 'a value of a ConfigMap', said: { ...SAID, settings: { text: 'second' } } },
    { what: 'a value of a ConfigMap and a description', said: { ...LOCAL, settings: { text: 'second' } } },
    { what: 'a long text', said: valued({ replicas: 1, note: 'x'.repeat(150_000) }) },
    { what: 'a color', said: { ...LOCAL, dev: { description: 'Other', color: '#00ff00' } } },
    { what: 'one deployment more', said: { ...LOCAL, services: { ...LOCAL.services, 'red-c': { replicas: 1 } } } },
    {
      what: 'one deployment less',
      said: { ...LOCAL, services: { 'red-a': { replicas: 7 }, 'blue-a': { replicas: 3 } } },
    },
    { what: 'deployments in another order', said: reordered(LOCAL) },
    {
      what: 'a lifecycle of what has changed',
      said: LOCAL,
      next: "kcdk.Lifecycle.of(red.organization.node.findChild('red-a')).protect();",
    },
    {
      what: 'a lifecycle of what is around it',
      said: LOCAL,
      next: "kcdk.Lifecycle.of(red.organization).ignoreChanges('spec.a');",
    },
    { what: 'an address that was another', said: LOCAL, next: "kcdk.Lifecycle.of(map).movedFrom('grown/red/other');" },
    { what: 'a chart of the program', said: LOCAL, next: rendered(RED, 'directory: { recurse: true }') },
  ])('is planned with all else: $what', async ({ said = SAID, next = '', codes }) => {
    project.say(said, next);
    await expectWhole(codes);
  });
});

describe('what is not as it was', () => {
  beforeEach(createSettled);
  afterEach(() => project.remove());

  it.each<Case>([
    {
      what: 'a template',
      said: LOCAL,
      change: () => edit('service/templates/application.yaml', 'selfHeal: true', 'selfHeal: false'),
    },
    {
      what: 'another default of a template',
      said: LOCAL,
      change: () => edit('service/values.yaml', 'note: ""', 'note: "b"'),
    },
    {
      what: 'a resource in a file',
      said: LOCAL,
      change: () => project.write(DECLARED, nightly('a', 1).replace('7c3aed', 'ff0000')),
    },
    {
      what: 'a value of a resource in a file that is wrong',
      change: () => project.write(DECLARED, nightly('a', 1).replace('"replicas":1', '"replicas":"a"')),
      codes: ['INPUT_REFUSED'],
    },
    {
      what: 'a file that somebody has changed',
      said: LOCAL,
      change: () => project.repository('red/apps').commit({ [`${RED}/red-a.yaml`]: 'a: b\n' }),
    },
    { what: 'a branch that has moved', said: LOCAL, change: () => project.repository('blue/apps').commit({ a: 'b' }) },
    { what: 'a ledger that somebody has laid out anew', said: LOCAL, before: () => reformat('red/apps') },
    {
      what: 'a ledger that somebody has edited',
      said: LOCAL,
      change: () => ledger('red/apps', (text) => text.replace('grown/red/red-b', 'grown/red/red-c')),
    },
    {
      what: 'a file that makes a tool render the folder',
      said: LOCAL,
      before: () =>
        project.repository('red/apps').commit({ [`${RED}/kustomization.yaml`]: 'resources: [red-a.yaml]\n' }),
    },
    {
      what: 'such a file at the root',
      said: LOCAL,
      before: () => project.repository('grown/red').commit({ 'Chart.yaml': 'name: a\n' }),
    },
    {
      what: 'a part that is looked at',
      said: LOCAL,
      options: { targets: { target: ['grown/red/red-a'], exclude: [] } },
    },
  ])('is planned with all else: $what', async ({ said = SAID, next = '', before, change, options, codes }) => {
    if (before !== undefined) {
      before();
      expect([await isSettled(), await isSettled()]).toEqual([false, true]);
    }
    if (options !== undefined) await planOf(project, { cache, options });
    project.say(said, next);
    change?.();
    await expectWhole(codes, options);
  });
});

describe('what a program has that has to do with others', () => {
  afterEach(() => project.remove());

  it.each<Case>([
    {
      what: 'helm renders the folder',
      said: LOCAL,
      also: rendered('registry/environments/dev-global', 'helm: { valuesObject: { a: 1 } }'),
    },
    {
      what: 'kustomize renders the records',
      said: LOCAL,
      also: rendered('registry/konstruct', "kustomize: { namePrefix: 'a' }", 'grown/red'),
    },
    {
      what: 'the values say whether definitions are brought',
      also: STACK,
      next: STACK.replace('crds: false', 'crds: true'),
      files: stack('kube-prometheus-stack'),
      codes: ['SERVER_SIDE_APPLY_NEEDED'],
    },
    {
      what: 'the values of one of several sources say whether definitions are brought',
      also: STACK,
      next: STACK.replace('crds: false', 'crds: true'),
      files: severalSources(stack('argo-cd')),
      codes: ['SERVER_SIDE_APPLY_NEEDED'],
    },
    { what: 'Terraform is run', also: DATABASE, next: DATABASE.replace('size: 1', 'size: 2'), files: TERRAFORM },
    { what: 'many have changed', also: MANY, next: MANY.replace("'a'", "'b'") },
    {
      what: 'fields are left to others',
      said: LOCAL,
      also: "kcdk.Lifecycle.of(red.organization.node.findChild('red-a')).ignoreChanges('spec.b');",
    },
    { what: 'it is protected', said: LOCAL, also: 'kcdk.Lifecycle.of(grown).protect();' },
    { what: 'something is no data', said: LOCAL, also: ODD },
    {
      what: 'the actor is judged',
      said: LOCAL,
      also: "new kcdk.Team(grown, 'all', { roles: { somebody: 'Platform Admin' } });",
      options: { actor: 'somebody' },
    },
  ])(
    'is planned with all else where $what',
    async ({ said = SAID, also = '', next = also, files = {}, codes, options = {} }) => {
      project = await createSettledProject({ also, files });
      cache = openSettledCache(project);
      await planOf(project, { cache, options });
      project.say(said, next);
      await expectWhole(codes, options);
    },
  );

  it.each([
    ['a hundred have changed', MANY.replace('101', '100'), (also: string) => also.replace("'a'", "'b'"), {}],
    [
      'the chart brings no definitions',
      STACK,
      (also: string) => also.replace('crds: false', 'crds: true'),
      stack('other'),
    ],
    [
      'one of several sources has other values',
      STACK,
      (also: string) => also.replace('crds: false', 'crds: true'),
      severalSources(stack('other')),
    ],
    [
      'a kind has no schema',
      `${CHART} new ApiObject(chart, 'x', { apiVersion: 'a.example/v1', kind: 'A', metadata: { name: 'a' } });`,
      (also: string) => also,
      {},
    ],
    ['another has a lifecycle', 'kcdk.Lifecycle.of(map).protect();', (also: string) => also, {}],
  ])('is planned by itself where %s', async (_, also, next, files) => {
    project = await createSettledProject({ also, files });
    cache = openSettledCache(project);
    await isSettled();
    project.say(next(also) === also ? LOCAL : SAID, next(also));
    const { isSettled: isLocal, made, whole } = await bothOf(project, { cache });
    expect([isLocal, made]).toEqual([true, whole]);
    expect(made).toHaveProperty('plan.applyable', true);
  });
});

// --- internal ---

/** The Application of an item with a second source beside its own. */
function severalSources(files: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const [path, text] = Object.entries(files).find(([, one]) => one.includes('  source:\n')) ?? ['', ''];
  const first =
    '  sources:\n    - repoURL: https://charts.example.com\n      chart: first\n      targetRevision: 1.0.0\n';
  const lines = text.split('\n');
  const start = lines.indexOf('  source:');
  const own = lines
    .slice(start + 1, start + 5)
    .map((line, index) => `  ${index === 0 ? line.replace('  repo', '- repo') : line}`);
  return {
    ...files,
    [path]: [...lines.slice(0, start), `${first}${own.join('\n')}`, ...lines.slice(start + 5)].join('\n'),
  };
}

async function createSettled(): Promise<void> {
  project = await createSettledProject();
  cache = openSettledCache(project);
  expect([await isSettled(), await isSettled()]).toEqual([false, true]);
}

/** All is planned, and comes to what it comes to without what is kept. */
async function expectWhole(codes: readonly string[] | undefined, options: Partial<PlanProgramOptions> = {}) {
  const { isSettled: isLocal, made, whole } = await bothOf(project, { cache, options });
  expect(made).toEqual(whole);
  expect(isLocal).toBe(false);
  if (codes !== undefined) expect(made).toEqual(codes);
  else expect(made).toHaveProperty('plan');
}

async function isSettled(): Promise<boolean> {
  return (await planOf(project, { cache })).isSettled;
}

function valued(values: Readonly<Record<string, unknown>>): Said {
  return { ...SAID, services: { ...SAID.services, 'red-a': values } };
}

function reordered(said: Said): Said {
  return { ...said, services: Object.fromEntries(Object.entries(said.services).reverse()) };
}

function edit(path: string, from: string, to: string): void {
  const text = project.read(path);
  expect(text).toContain(from);
  project.write(path, text.replace(from, to));
}

function ledger(name: string, change: (text: string) => string): void {
  const path = '.konstruct/grown.json';
  const repository = project.repository(name);
  repository.commit({ [path]: change(String(repository.read(path))) });
}

function reformat(name: string): void {
  ledger(name, (text) => JSON.stringify(JSON.parse(text), undefined, 3));
}
