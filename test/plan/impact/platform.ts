import type { Json, Manifest } from '../../../lib/model/json.ts';
import { buildPlan } from '../../../lib/plan/build-plan.ts';
import type { ImpactFinding } from '../../../lib/plan/impact/finding.ts';
import type { PlanBundle } from '../../../lib/plan/plan-bundle.ts';
import { applied, manifests, PROJECT, plannedRepository, type Wanted, type World } from '../world.ts';

/** Files by repository and path, such as `platform:registry/a.yaml`. */
export type Tree = Readonly<Record<string, Manifest | readonly Manifest[] | string>>;

export const REPOSITORIES = ['platform', 'apps'] as const;

export const urlOf = (repository: string) => `https://git.example.com/${repository}.git`;

interface Options {
  readonly project?: string;
  readonly namespace?: string;
  readonly cluster?: string;
  readonly to?: string;
  readonly wave?: number;
  readonly finalizer?: boolean;
  readonly prune?: boolean;
  readonly automated?: Json;
  readonly syncOptions?: readonly string[];
  readonly source?: Json;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** An Application of a folder such as `platform:registry/a`, or of whatever `source` says. */
export function app(name: string, folder: string, options: Options = {}): Manifest {
  const [repository = '', path = ''] = folder.split(':');
  const { finalizer = true, prune = true, wave, annotations = {} } = options;
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: {
      name,
      namespace: options.namespace ?? 'argocd',
      annotations: { ...annotations, ...(wave === undefined ? {} : { 'argocd.argoproj.io/sync-wave': String(wave) }) },
      ...(finalizer ? { finalizers: ['resources-finalizer.argocd.argoproj.io'] } : {}),
    },
    spec: {
      project: options.project ?? 'default',
      source: options.source ?? { repoURL: urlOf(repository), path, targetRevision: 'HEAD' },
      destination: { name: options.cluster ?? 'in-cluster', namespace: options.to ?? 'argocd' },
      syncPolicy: {
        ...(options.automated === null ? {} : { automated: options.automated ?? { prune, selfHeal: true } }),
        syncOptions: options.syncOptions ?? ['CreateNamespace=true'],
      },
    },
  };
}

export function chart(name: string, version = '1.0.0', values: Json = {}): Json {
  return {
    repoURL: 'https://charts.example.com',
    chart: name,
    targetRevision: version,
    helm: { valuesObject: values },
  };
}

/** Any object; its API version decides its group. */
export function object(apiVersion: string, kind: string, name: string, rest: Record<string, Json> = {}): Manifest {
  const { namespace, annotations, labels, ...body } = rest;
  const metadata = { name, ...(namespace === undefined ? {} : { namespace: String(namespace) }) };
  return {
    apiVersion,
    kind,
    metadata: {
      ...metadata,
      ...(annotations === undefined ? {} : { annotations }),
      ...(labels === undefined ? {} : { labels }),
    },
    ...body,
  };
}

/** Plans from one tree to another: `before` is applied first, with `protect` where asked. */
export async function planFrom(
  before: Tree,
  after: Tree,
  options: {
    readonly protect?: readonly string[];
    readonly allowDelete?: readonly string[];
    readonly others?: Tree;
    readonly target?: string;
  } = {},
): Promise<PlanBundle> {
  const worlds: World[] = REPOSITORIES.map((name) => ({
    name,
    files: texts(options.others ?? {}, name),
    wanted: wantedOf(before, name),
    protectedAddresses: options.protect ?? [],
  }));
  const first = await plan(worlds);
  const settled = worlds.map((world) => applied(world, first));
  const isTarget = options.target === undefined ? undefined : (address: string) => address === options.target;
  const next = settled.map((world) => ({ ...world, wanted: wantedOf(after, world.name ?? ''), isTarget }));
  return plan(next, options.allowDelete, isTarget !== undefined);
}

export async function impactOf(before: Tree, after: Tree): Promise<readonly ImpactFinding[]> {
  return (await planFrom(before, after)).plan.impact ?? [];
}

/** `severity CODE` of each, sorted. */
export function told(findings: readonly ImpactFinding[]): readonly string[] {
  return findings.map(({ severity, code }) => `${severity} ${code}`).sort();
}

// --- internal ---

function plan(worlds: readonly World[], allowDelete?: readonly string[], partial = false): Promise<PlanBundle> {
  return buildPlan({
    kcdkVersion: '0.0.0',
    project: PROJECT,
    repositories: worlds.map(plannedRepository),
    allowDelete,
    ...(partial ? { targets: { target: ['x'], exclude: [] } } : {}),
  });
}

/** The owner of a file is the construct of its name, so that files of one name are of one construct. */
function wantedOf(tree: Tree, repository: string): Record<string, Wanted> {
  const wanted: Record<string, Wanted> = {};
  for (const [place, value] of Object.entries(tree)) {
    const [name, path = ''] = place.split(':');
    if (name !== repository) continue;
    const address = `${PROJECT}/${path.replace(/^.*\//, '').replace(/\.[^.]*$/, '')}`;
    if (typeof value === 'string') wanted[path] = { content: value, address };
    else wanted[path] = manifests(Array.isArray(value) ? value : [value as Manifest], address);
  }
  return wanted;
}

function texts(tree: Tree, repository: string): Record<string, string> {
  return Object.fromEntries(Object.entries(wantedOf(tree, repository)).map(([path, { content }]) => [path, content]));
}
