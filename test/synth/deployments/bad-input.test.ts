import { describe, expect, it } from 'vitest';
import {
  CatalogDeployment,
  type CatalogDeploymentProps,
  CatalogItem,
  Environment,
  ManagementCluster,
  SecretRef,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { compile } from '../../../lib/compile.ts';
import type { Diagnostic } from '../../../lib/diagnostics/diagnostic.ts';
import type { CatalogItemType } from '../../../lib/model/declarations/catalog.ts';
import { libraryOf } from '../../tools/library.ts';
import { organization, smallPlatform } from '../../tools/program.ts';
import { AGENT } from './agent-item.ts';
import { DATABASE, HYBRID, PASSWORD } from './infrastructure-program.ts';

type Files = Readonly<Record<string, string>>;
type Values = Readonly<Record<string, unknown>>;

/** An item of each type, what it asks for, and where its files lie. */
interface Kind {
  readonly type: CatalogItemType;
  readonly files: Files;
  readonly values: Values;
  readonly infrastructureValues: Values;
  /** Folder of its chart, of its Terraform. */
  readonly chart?: string;
  readonly terraform?: string;
}

const CHART_VALUES = { site: 'eu', apiKey: SecretRef.store('konstruct/shared/agent', 'api-key') };
const APPLICATION: Kind = {
  type: 'Application',
  files: AGENT,
  values: CHART_VALUES,
  infrastructureValues: {},
  chart: '',
};
const INFRASTRUCTURE: Kind = {
  type: 'Infrastructure',
  files: DATABASE,
  values: {},
  infrastructureValues: { DB_NAME: 'shop', size: 3, password: PASSWORD },
  terraform: '',
};
const HYBRID_KIND: Kind = {
  type: 'Hybrid',
  files: HYBRID,
  values: { ...CHART_VALUES, dbName: 'shop' },
  infrastructureValues: { size: 3, password: PASSWORD },
  chart: 'yaml/',
  terraform: 'iac/',
};
const KINDS = [APPLICATION, INFRASTRUCTURE, HYBRID_KIND];

/** A mistake: what differs from a program that is right, and the findings, each with where it is. */
interface Mistake {
  readonly values?: Values;
  readonly infrastructureValues?: Values;
  readonly files?: Files;
  readonly program?: (world: World) => Partial<CatalogDeploymentProps> & { readonly declare?: () => void };
  readonly code: string;
  /** What the finding names. */
  readonly names?: string;
  /** The construct that is told. @default acme/retail/db */
  readonly address?: string;
  /** The line of the template; else the finding stands in the program. */
  readonly at?: string;
}

const CHART_MISTAKES: Readonly<Record<string, Mistake>> = {
  'a value of the wrong type': { values: { replicas: 'two' }, code: 'INPUT_REFUSED', names: 'replicas' },
  'a required value that is missing': { values: { site: undefined }, code: 'INPUT_MISSING', names: 'site' },
  'an option that is none': { values: { site: 'mars' }, code: 'INPUT_REFUSED', names: 'site' },
  'a secret given as text': { values: { apiKey: 'hunter2' }, code: 'INPUT_SECRET_LITERAL', names: 'apiKey' },
  'a required secret that is missing': { values: { apiKey: undefined }, code: 'INPUT_MISSING', names: 'apiKey' },
  'an input that is unknown': { values: { sites: 'eu' }, code: 'INPUT_UNKNOWN', names: 'sites' },
  'a template that renders invalid YAML': {
    files: { 'templates/secret.yaml': 'a: [\n' },
    code: 'HELM_MANIFEST_INVALID',
    at: 'templates/secret.yaml:1',
  },
  'a template that renders nothing': {
    files: {
      'templates/application.yaml': '# x\n',
      'templates/application-sidecar.yaml': '',
      'templates/secret.yaml': '',
    },
    code: 'TEMPLATE_RENDERS_NOTHING',
  },
  'a template that renders one path twice': {
    files: { 'templates/a.b.yaml': sidecar('one'), 'templates/a/b.yaml': sidecar('two') },
    code: 'PATH_CLASH',
    at: 'templates/a/b.yaml:1',
  },
  'a template that renders one object twice': {
    files: { 'templates/one.yaml': sidecar('one'), 'templates/two.yaml': sidecar('one') },
    code: 'MANIFEST_CLASH',
    at: 'templates/two.yaml:3',
  },
};

const TERRAFORM_MISTAKES: Readonly<Record<string, Mistake>> = {
  'a variable of the wrong type': { infrastructureValues: { size: 'big' }, code: 'INPUT_REFUSED', names: 'size' },
  'a required variable that is missing': {
    infrastructureValues: { size: undefined },
    code: 'INPUT_MISSING',
    names: 'size',
  },
  'an option of a variable that is none': {
    infrastructureValues: { tier: 'huge' },
    code: 'INPUT_REFUSED',
    names: 'tier',
  },
  'a sensitive variable given as text': {
    infrastructureValues: { password: 'hunter2' },
    code: 'INPUT_SECRET_LITERAL',
    names: 'password',
  },
  'a sensitive variable that is missing': {
    infrastructureValues: { password: undefined },
    code: 'INPUT_MISSING',
    names: 'password',
  },
  'a variable that is unknown': { infrastructureValues: { sizes: 3 }, code: 'INPUT_UNKNOWN', names: 'sizes' },
  'Terraform whose block is not closed': {
    files: { 'broken.tf': 'locals {\n  a = 1\n' },
    code: 'TERRAFORM_INVALID',
    at: 'broken.tf:1',
  },
  'Terraform with a brace too many': {
    files: { 'broken.tf': 'locals {\n  a = "}"\n}\n}\n' },
    code: 'TERRAFORM_INVALID',
    at: 'broken.tf:4',
  },
  'Terraform that is YAML': { files: { 'broken.tf': '\na: 1\n' }, code: 'TERRAFORM_INVALID', at: 'broken.tf:2' },
  'JSON of Terraform that is none': {
    files: { 'broken.tf.json': '{ a: 1 }' },
    code: 'TERRAFORM_INVALID',
    at: 'broken.tf.json:1',
  },
  'a release name that is too long for the label of its state': {
    program: () => ({ name: 'a'.repeat(56) }),
    code: 'NAME_TOO_LONG',
    names: 'a'.repeat(56),
  },
  'Terraform that is empty': {
    files: { 'main.tf': '# later\n', 'variables.tf': '' },
    infrastructureValues: { size: undefined, password: undefined },
    code: 'TEMPLATE_RENDERS_NOTHING',
  },
  'Terraform that writes one path twice': {
    files: { 'shop.tf': '', '<DB_NAME>.tf': '' },
    code: 'PATH_CLASH',
    at: '<DB_NAME>.tf:1',
  },
};

const PROGRAM_MISTAKES: Readonly<Record<string, Mistake>> = {
  'an environment that is not on the cluster': {
    program: ({ retail }) => ({ environments: [new Environment(retail, 'qa')] }),
    code: 'ENVIRONMENT_NOT_ATTACHED',
    names: 'qa (retail)',
  },
  'a cluster of another organization': {
    program: ({ logistics, staging }) => {
      const management = new ManagementCluster(logistics, 'other-mgmt');
      return {
        cluster: new WorkloadCluster(logistics, 'fra1', { management, environments: [staging] }),
        environments: [staging],
      } as unknown as Partial<CatalogDeploymentProps>;
    },
    code: 'REFERENCE_NOT_VISIBLE',
    names: 'fra1 (logistics)',
  },
  'a release name of its own organization': {
    program: (world) => ({ declare: () => another(world, world.retail, 'again') }),
    code: 'RELEASE_NAME_TAKEN',
    address: 'acme/retail/again',
  },
  'a release name that is Global': {
    program: (world) => ({ declare: () => another(world, world.platform, 'again') }),
    code: 'RELEASE_NAME_TAKEN',
  },
};

describe.each(KINDS.map((kind) => [kind.type, kind] as const))('a deployment of type %s', (_, kind) => {
  const mistakes = {
    ...(kind.chart !== undefined && CHART_MISTAKES),
    ...(kind.terraform !== undefined && TERRAFORM_MISTAKES),
    ...PROGRAM_MISTAKES,
  };

  it('is right to begin with', async () => {
    expect(await findings(kind, {})).toEqual([]);
  });

  it.each(Object.entries(mistakes))('is refused for %s, once, where it stands', async (_what, mistake) => {
    const folder = (mistake.at ?? Object.keys(mistake.files ?? {})[0] ?? '').startsWith('templates/')
      ? kind.chart
      : kind.terraform;
    const found = await findings(kind, mistake, folder);
    const source = mistake.at === undefined ? 'main.ts:1' : `item/${folder}${mistake.at}`;
    expect(found.map(({ code, address, source: at }) => [code, address, `${at?.file}:${at?.line}`])).toEqual([
      [mistake.code, mistake.address ?? 'acme/retail/db', source],
    ]);
    expect(found[0]?.summary).toContain(mistake.names ?? '');
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it('may have the name of a release of another organization, which sees neither it nor its files', async () => {
    const declared = (world: World) => ({ declare: () => another(world, world.logistics, 'db') });
    expect(await findings(kind, { program: declared, code: '' })).toEqual([]);
  });
});

// --- internal ---

function sidecar(name: string): string {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata: { name: '{{ .Values.clusterName }}-{{ .Values.envName }}-${name}', namespace: '{{ .Release.Namespace }}' }
spec:
  project: '{{ .Values.project }}'
  source: { repoURL: https://charts.example.com, chart: x, targetRevision: 1.0.0 }
  destination: { name: '{{ .Values.clusterDestination }}', namespace: x }
`;
}

type World = ReturnType<typeof world>;

function world(kind: Kind) {
  const { app, platform, retail } = smallPlatform();
  const logistics = organization(platform, 'logistics');
  const staging = new Environment(platform, 'staging');
  const settings = { region: 'eu-west-1', stateStoreBucket: 'acme-state' };
  const management = new ManagementCluster(retail, 'mgmt', settings);
  const cluster = new WorkloadCluster(retail, 'lon1', { management, environments: [staging] });
  const item = new CatalogItem(platform, 'item', { source: { folder: './item' }, type: kind.type });
  return { kind, app, platform, retail, logistics, staging, cluster, item };
}

/** Another release that is called as the first, and keeps its state elsewhere. */
function another(
  { kind, item, cluster, staging, logistics, retail }: World,
  scope: World['platform'] | World['retail'],
  id: string,
) {
  const values = kind.chart === undefined ? {} : { ...kind.values, ...(kind.type === 'Hybrid' && { dbName: 'other' }) };
  const infrastructureValues = {
    ...kind.infrastructureValues,
    ...(kind.type === 'Infrastructure' && { DB_NAME: 'other' }),
  };
  let place = cluster;
  if (scope === logistics) {
    const settings = { region: 'eu-west-1', stateStoreBucket: 'acme-other-state' };
    const management = new ManagementCluster(logistics, 'other-mgmt', settings);
    place = new WorkloadCluster(logistics, 'fra1', {
      management,
      environments: [staging],
    }) as unknown as typeof cluster;
  }
  new CatalogDeployment(scope as typeof retail, id, {
    name: 'db',
    item,
    cluster: place,
    environments: [staging],
    values: values as never,
    infrastructureValues: infrastructureValues as never,
  });
}

async function findings(kind: Kind, mistake: Partial<Mistake>, folder = ''): Promise<readonly Diagnostic[]> {
  const made = world(kind);
  const { declare, ...props } = mistake.program?.(made) ?? {};
  new CatalogDeployment(made.retail, 'db', {
    item: made.item,
    cluster: made.cluster,
    environments: [made.staging],
    values: { ...kind.values, ...mistake.values } as never,
    infrastructureValues: { ...kind.infrastructureValues, ...mistake.infrastructureValues } as never,
    ...props,
  });
  declare?.();
  const own = Object.entries(mistake.files ?? {}).map(([path, text]) => [`${folder}${path}`, text] as const);
  const library = await libraryOf({ './item': { ...kind.files, ...Object.fromEntries(own) } });
  return compile(made.app, { library, locate: () => ({ file: 'main.ts', line: 1, column: 1 }) }).diagnostics;
}
