import { ApiObject, App as Cdk8sApp, Chart as Cdk8sChart } from 'cdk8s';
import type { IConstruct } from 'constructs';
import fc from 'fast-check';
import {
  App,
  CatalogDeployment,
  CatalogItem,
  Environment,
  Folder,
  GitConnection,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  Team,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { compileResolved } from '../../lib/compile.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import type { PlanProgramOptions } from '../../lib/pipeline.ts';
import type { PlanBundle } from '../../lib/plan/plan-bundle.ts';
import { mergeShards } from '../../lib/shard/merge.ts';
import { partition } from '../../lib/shard/partition.ts';
import { planShard } from '../../lib/shard/plan-shard.ts';
import { programDigest } from '../../lib/shard/program-digest.ts';
import type { Shard } from '../../lib/shard/shard.ts';
import { parseShard, serializeShard } from '../../lib/shard/shard-file.ts';
import { type ResolvedProgram, resolveProgram } from '../../lib/synth/resolve-program.ts';
import { CONFIG, type Openable, planTree, STRICT } from '../tools/memory-platform.ts';

/** A platform of many organizations as data; edits of one keep the names. */
export interface Fleet {
  readonly global: readonly string[];
  readonly organizations: readonly FleetOrganization[];
  /** A chart in the platform's repository with an Application that syncs a folder of an organization, by position. */
  readonly reaches: number | undefined;
}

interface FleetOrganization {
  readonly name: string;
  /** Writes to the application repository of another, by position. */
  readonly shares: number | undefined;
  readonly environments: readonly string[];
  readonly clusters: readonly string[];
  readonly team: boolean;
  /** Of a Global item that is a chart. */
  readonly deployments: readonly { readonly name: string; readonly size: number; readonly cluster: number }[];
}

const NAMES = ['amber', 'blue', 'coral', 'denim', 'ebony', 'fawn'] as const;

const subset = <T>(items: readonly T[]) => fc.subarray([...items]);

const organization = (name: string): fc.Arbitrary<FleetOrganization> =>
  fc.record({
    name: fc.constant(name),
    shares: fc.option(fc.nat(5), { nil: undefined, freq: 5 }),
    environments: subset(['dev', 'production']),
    clusters: subset([`${name}-lon1`, `${name}-fra1`]),
    team: fc.boolean(),
    deployments: subset(['alpha', 'beta', 'gamma']).chain((names) =>
      fc.tuple(
        ...names.map((each) =>
          fc.record({ name: fc.constant(`${name}-${each}`), size: fc.nat(2), cluster: fc.nat(1) }),
        ),
      ),
    ),
  });

export const fleet: fc.Arbitrary<Fleet> = fc.record({
  global: fc.constant(['staging']),
  organizations: subset(NAMES).chain((names) => fc.tuple(...names.map(organization))),
  reaches: fc.option(fc.nat(5), { nil: undefined }),
});

/** Every repository that a fleet may have. */
export const FLEET_REPOSITORIES = ['acme/platform', ...NAMES.flatMap((name) => [`acme/${name}`, `acme-${name}/apps`])];

export function buildFleet({ global, organizations, reaches }: Fleet): App {
  const app = new App();
  const root = new Platform(app, 'acme', { domain: 'acme.dev', repository: { url: url('acme/platform') } });
  const common = global.map((name) => new Environment(root, name));
  const item = CatalogItem.fromChart(root, 'api', ({ size }: { readonly size: number }, { release, environment }) => {
    const chart = new Cdk8sChart(new Cdk8sApp(), 'api');
    for (let index = 0; index <= size; index++) {
      const metadata = { name: `${release}-${environment}-${index}` };
      new ApiObject(chart, `config-${index}`, {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata,
        data: { size: String(size) },
      });
    }
    return chart;
  });
  for (const [index, each] of organizations.entries()) {
    const { name } = each;
    const other = each.shares === undefined ? undefined : organizations[each.shares % organizations.length];
    const scope = new Organization(root, name, {
      git: GitConnection.pat({ organization: `acme-${name}`, credentials: SecretRef.vault(`argocd/${name}`) }),
      platformRepository: { url: url(`acme/${name}`) },
      applicationRepository: { url: url(`acme-${(other ?? each).name}/apps`) },
    });
    const environments = [...common, ...each.environments.map((one) => new Environment(scope, one))];
    new ManagementCluster(scope, `${name}-mgmt`);
    if (each.team) new Team(scope, 'ops', { roles: { [`ops-${index}`]: 'Developer' } });
    const clusters = each.clusters.map((one) => new WorkloadCluster(scope, one, { environments }));
    for (const { name: release, size, cluster } of each.deployments) {
      const target = clusters[cluster % Math.max(1, clusters.length)];
      if (target === undefined) continue;
      new CatalogDeployment(scope, release, { item, cluster: target, environments, values: { size } });
    }
  }
  const reached = reaches === undefined ? undefined : organizations[reaches % Math.max(1, organizations.length)];
  if (reached !== undefined) {
    const folder = new Folder(root, 'extra', { path: 'extra' });
    const chart = new Cdk8sChart(folder, 'reach');
    new ApiObject(chart, 'application', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'reach', namespace: 'argocd' },
      spec: {
        project: 'default',
        source: { repoURL: url(`acme/${reached.name}`), path: 'shared', targetRevision: 'main' },
        destination: { name: 'in-cluster', namespace: 'default' },
      },
    });
  }
  return app;
}

type Allowed = Pick<PlanProgramOptions, 'allowDelete' | 'allowReplace' | 'targets'>;

/** Plans a program in parts, through their files. */
export async function shardsOf(
  root: IConstruct,
  remotes: Openable,
  count: number,
  allowed: Allowed = {},
): Promise<readonly Shard[]> {
  const resolved: ResolvedProgram = resolveProgram(root, () => undefined);
  if (resolved.model === undefined) throw new Error('no platform');
  const shards: Shard[] = [];
  for (let index = 1; index <= count; index++) {
    const scope = partition(resolved.model, { index, count });
    const compilation = compileResolved(resolved, { scope });
    const shard = { index, count, scope, program: programDigest(resolved, []), unknownKinds: [] };
    const part = await planShard(
      { config: CONFIG, compilation, shard },
      {
        kcdkVersion: '0.0.0',
        compare: STRICT,
        ...allowed,
        git: { env: {} },
        open: ({ name, branch }) => {
          const remote = remotes.get(name);
          if (remote === undefined) throw new Error(`no remote ${name}`);
          return remote.open({ branch });
        },
      },
    );
    const { shard: read, diagnostics } = parseShard(serializeShard(part), 'shard.json');
    if (read === undefined) throw new KcdkError(diagnostics);
    shards.push(read);
  }
  return shards;
}

/** The plan of one run, or the codes that stopped it. */
export async function outcomeOf(plan: () => Promise<PlanBundle>): Promise<PlanBundle | readonly string[]> {
  try {
    return await plan();
  } catch (cause) {
    if (!KcdkError.is(cause) || cause.code === 'IMPOSSIBLE') throw cause;
    return [...new Set(cause.diagnostics.map(({ code }) => code))].sort();
  }
}

export const planWhole = async (root: IConstruct, remotes: Openable, allowed: Allowed = {}): Promise<PlanBundle> => {
  const planned = await planTree(root, remotes, STRICT, allowed);
  await planned.close();
  return planned.bundle;
};

export const planMerged = async (
  root: IConstruct,
  remotes: Openable,
  count: number,
  allowed: Allowed = {},
): Promise<PlanBundle> => {
  const shards = await shardsOf(root, remotes, count, allowed);
  return (await mergeShards(shards)).bundle;
};

// --- internal ---

function url(name: string): string {
  return `https://git.example.com/${name}`;
}
