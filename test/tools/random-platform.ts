import fc from 'fast-check';
import {
  App,
  Environment,
  GitConnection,
  KubePrometheusStack,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  WorkloadCluster,
} from '../../constructs/index.ts';

/** A platform as data, small enough to shrink well. */
export interface RandomPlatform {
  readonly global: readonly string[];
  readonly organizations: readonly RandomOrganization[];
}

interface RandomOrganization {
  readonly name: string;
  readonly pat: boolean;
  readonly environments: readonly string[];
  readonly clusters: readonly RandomCluster[];
}

interface RandomCluster {
  readonly name: string;
  readonly monitoring: '5s' | '30s' | undefined;
  /** Which of the visible environments it serves, by position modulo their number. */
  readonly attached: readonly number[];
}

const environmentNames = ['dev', 'test', 'staging', 'production'] as const;

const subset = <T>(items: readonly T[]) => fc.subarray([...items]);

const cluster = (name: string): fc.Arbitrary<RandomCluster> =>
  fc.record({
    name: fc.constant(name),
    monitoring: fc.constantFrom('5s', '30s', undefined),
    attached: fc.uniqueArray(fc.nat(7), { maxLength: 4 }),
  });

const organization = (name: string): fc.Arbitrary<RandomOrganization> =>
  fc.record({
    name: fc.constant(name),
    pat: fc.boolean(),
    environments: subset(environmentNames),
    clusters: subset(['lon1', 'fra1', 'ams1']).chain((names) => fc.tuple(...names.map(cluster))),
  });

/** Platforms without mistakes. Names repeat between platforms on purpose, so that two of them are edits of one. */
export const randomPlatform: fc.Arbitrary<RandomPlatform> = fc.record({
  global: subset(environmentNames),
  organizations: subset(['retail', 'logistics']).chain((names) => fc.tuple(...names.map(organization))),
});

/** Every repository that a random platform may have. */
export const RANDOM_REPOSITORIES = [
  'acme/platform',
  ...['retail', 'logistics'].flatMap((name) => [`acme/${name}`, `acme-${name}/apps`]),
];

/** Builds the program. @param reversed adds siblings in the opposite order, which must not matter */
export function buildPlatform(platform: RandomPlatform, reversed = false): App {
  const order = <T>(items: readonly T[]): readonly T[] => (reversed ? items.toReversed() : items);
  const app = new App();
  const root = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://git.example.com/acme/platform' },
  });
  const global = new Map(order(platform.global).map((name) => [name, new Environment(root, name)]));
  for (const each of order(platform.organizations)) {
    const { name } = each;
    const props = { organization: `acme-${name}`, credentials: SecretRef.vault(`argocd/${name}`) };
    const scope = new Organization(root, name, {
      git: each.pat ? GitConnection.pat(props) : GitConnection.githubApp(props),
      platformRepository: { url: `https://git.example.com/acme/${name}` },
      applicationRepository: { url: `https://git.example.com/acme-${name}/apps` },
    });
    const own = new Map(
      order(each.environments).map((environment) => [environment, new Environment(scope, environment)]),
    );
    const visible = [
      ...platform.global.map((environment) => global.get(environment)),
      ...each.environments.map((environment) => own.get(environment)),
    ].filter((environment) => environment !== undefined);
    if (!reversed) new ManagementCluster(scope, `${name}-mgmt`);
    for (const one of order(each.clusters)) {
      const attached = new Set(visible.length === 0 ? [] : one.attached.map((at) => visible[at % visible.length]));
      const workload = new WorkloadCluster(scope, one.name, {
        environments: order([...attached].filter((environment) => environment !== undefined)),
      });
      if (one.monitoring) new KubePrometheusStack(workload, 'monitoring', { scrapeInterval: one.monitoring });
    }
    if (reversed) new ManagementCluster(scope, `${name}-mgmt`);
  }
  return app;
}
