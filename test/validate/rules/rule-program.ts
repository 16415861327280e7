import { ApiObject, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import {
  App,
  Environment,
  Folder,
  ManagementCluster,
  Platform,
  type PlatformProps,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { type Compilation, compile } from '../../../lib/compile.ts';
import { organization } from '../../tools/program.ts';

export const PLATFORM_URL = 'https://git.example.com/acme-platform/retail';
export const APPLICATIONS_URL = 'https://git.example.com/acme-retail/retail';

/** A platform with one management cluster and the workload cluster `lon1` with the environment `dev`. */
export interface RulePlatform {
  readonly app: App;
  readonly management: ManagementCluster;
  readonly cluster: WorkloadCluster;
  /** Writes objects to a file in the tree of the workload cluster, which the management cluster's Argo CD applies. */
  tree(id: string, ...objects: readonly object[]): void;
  /** Writes objects to a file in a folder below that tree, which only an Application brings anywhere. */
  folder(path: string, ...objects: readonly object[]): void;
  /** Writes objects to the folder of environment `dev` on the cluster. */
  environment(id: string, ...objects: readonly object[]): void;
  /** The same for another environment or a folder in it. */
  applications(path: string, id: string, ...objects: readonly object[]): void;
  /** Writes objects to the tree of the management cluster, or to a folder below it. */
  managementTree(path: string, ...objects: readonly object[]): void;
}

export function rulePlatform(props: Partial<PlatformProps> = {}): RulePlatform {
  const app = new App();
  const platform = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://git.example.com/acme/platform' },
    ...props,
  });
  const retail = organization(platform, 'retail');
  const management = new ManagementCluster(retail, 'mgmt');
  const environments = [new Environment(retail, 'dev'), new Environment(retail, 'test')];
  const cluster = new WorkloadCluster(retail, 'lon1', { environments });
  const inApplications = (path: string, id: string, objects: readonly object[]) =>
    write(
      new Folder(retail, `in-${id}`, { repository: 'application', path: `registry/environments/${path}` }),
      id,
      objects,
    );
  return {
    app,
    management,
    cluster,
    tree: (id, ...objects) => write(cluster, id, objects),
    folder: (path, ...objects) => write(new Folder(cluster, path.replaceAll('/', '-'), { path }), 'objects', objects),
    environment: (id, ...objects) => inApplications('dev/lon1', id, objects),
    applications: (path, id, ...objects) => inApplications(path, id, objects),
    managementTree: (path, ...objects) =>
      write(path === '' ? management : new Folder(management, `in-${path}`, { path }), `mgmt${path}`, objects),
  };
}

/** Code, construct and severity of every finding. */
export function findingsOf({ app }: RulePlatform): readonly string[] {
  return summaryOf(compile(app));
}

export function summaryOf({ diagnostics }: Compilation): readonly string[] {
  return diagnostics.map(({ code, severity, address }) => `${severity} ${code} ${address}`);
}

// --- manifests, correct until a test says otherwise ---

export interface ApplicationParts {
  readonly name?: string;
  readonly namespace?: string;
  readonly wave?: number;
  readonly project?: string;
  readonly source?: object;
  readonly destination?: object;
  readonly syncOptions?: readonly string[];
}

/** An Application of the platform's project, for the folder of that name in the tree of the cluster. */
export function application(name: string, parts: ApplicationParts = {}) {
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: parts.namespace ?? 'argocd',
      annotations: { 'argocd.argoproj.io/sync-wave': String(parts.wave ?? 40) },
    },
    spec: {
      project: parts.project ?? 'lon1-platform',
      source: parts.source ?? { repoURL: PLATFORM_URL, path: `registry/clusters/lon1/${name}`, targetRevision: 'HEAD' },
      destination: parts.destination ?? { name: 'lon1', namespace: name },
      syncPolicy: { automated: { prune: true, selfHeal: true }, syncOptions: parts.syncOptions ?? [] },
    },
  };
}

/** An Application of a chart on the cluster. */
export function chart(
  name: string,
  parts: ApplicationParts & { readonly repoURL?: string; readonly revision?: unknown } = {},
) {
  const { repoURL = 'https://charts.example.com', revision = '1.2.3', ...rest } = parts;
  return application(name, { wave: 30, source: { repoURL, chart: name, targetRevision: revision }, ...rest });
}

export function externalSecret(name: string, store: object, spec: object = {}) {
  return {
    apiVersion: 'external-secrets.io/v1',
    kind: 'ExternalSecret',
    metadata: { name },
    spec: { secretStoreRef: store, dataFrom: [{ extract: { key: 'shop' } }], ...spec },
  };
}

export function secretStore(name: string, provider: object, kind = 'ClusterSecretStore') {
  return { apiVersion: 'external-secrets.io/v1', kind, metadata: { name }, spec: { provider } };
}

export const VAULT = { vault: { server: 'https://vault.acme.dev', path: 'secret', version: 'v2' } };
export const PARAMETER_STORE = { aws: { service: 'ParameterStore', region: 'eu-west-2' } };

export function object(apiVersion: string, kind: string, name: string, rest: object = {}) {
  return { apiVersion, kind, metadata: { name }, ...rest };
}

// --- internal ---

function write(scope: Construct, id: string, objects: readonly object[]): void {
  const written = new Chart(scope, id);
  for (const [index, one] of objects.entries()) {
    new ApiObject(written, String(index), JSON.parse(JSON.stringify(one)));
  }
}
