import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { findNode, findText } from '../../edit/path.ts';
import { textAt } from '../../gates/conditions/object.ts';
import { PROMETHEUS_CHARTS } from '../../manifests/kube-prometheus-stack.ts';
import { type LiveCluster, objectsOf } from '../live/live-cluster.ts';
import { type ClusterResources, doubtAt, type RepositoryResources, type Resource, troubleAt } from '../resources.ts';

const REVISION = ['spec', 'selector', 'pkg.crossplane.io/revision'] as const;

/** The way of the provider's metrics: Service, ServiceMonitor, and the stack that knows ServiceMonitors. */
export function checkMetrics(
  { resources }: ClusterResources,
  repository: RepositoryResources,
  live?: LiveCluster,
): readonly Diagnostic[] {
  const services = resources.filter(({ kind }) => kind === 'Service');
  const monitors = resources.filter(
    ({ kind, root }) =>
      kind === 'ServiceMonitor' && findText(root, ['spec', 'selector', 'matchLabels', 'app']) === 'log-streamer',
  );
  const stack = resources.find(isStack);
  return [
    ...services.flatMap((service) => pinned(service, live)),
    ...monitors.flatMap((monitor) => [...blind(monitor, services), ...early(monitor, stack, resources)]),
    ...(stack === undefined ? [] : forbidden(stack, repository)),
  ];
}

// --- internal ---

function isStack({ kind, root }: Resource): boolean {
  return kind === 'Application' && findText(root, ['spec', 'source', 'chart']) === 'kube-prometheus-stack';
}

function pinned(service: Resource, live: LiveCluster | undefined): readonly Diagnostic[] {
  const node = findNode(service.root, REVISION);
  if (node?.kind !== 'scalar') return [];
  const active = live === undefined ? [] : activeRevisions(node.text, live);
  if (active.length > 0 && !active.includes(node.text)) {
    const running = active.map((name) => `\`${name}\``).join(', ');
    const detail = `The Service \`${service.name}\` selects \`${node.text}\`, but ${running} runs: it has no endpoints, and logs and metrics are silent.`;
    return [troubleAt('DOCTOR_REVISION_PINNED', service, { detail }, node)];
  }
  const detail = `\`${node.text}\` is one revision. With the next one the Service \`${service.name}\` has no endpoints, and logs and metrics stop without an error. \`kubectl get providerrevision\` shows the one that runs.`;
  return [doubtAt('DOCTOR_REVISION_PINNED', service, { detail }, node)];
}

/** The revisions that run of the provider that a revision is of; names end in a hash. */
function activeRevisions(revision: string, live: LiveCluster): readonly string[] {
  const provider = revision.replace(/-[0-9a-f]+$/, '');
  return objectsOf(live.revisions)
    .filter((one) => textAt(one, 'spec', 'desiredState') === 'Active')
    .map((one) => textAt(one, 'metadata', 'name'))
    .filter((name) => name.replace(/-[0-9a-f]+$/, '') === provider);
}

function blind(monitor: Resource, services: readonly Resource[]): readonly Diagnostic[] {
  const wanted = findText(monitor.root, ['spec', 'endpoints', 0, 'port']) ?? 'metrics';
  const labelled = services.filter(({ root }) => findText(root, ['metadata', 'labels', 'app']) === 'log-streamer');
  const hasPort = labelled.some(({ root }) => {
    const ports = findNode(root, ['spec', 'ports']);
    return ports?.kind === 'list' && ports.items.some(({ value }) => findText(value, ['name']) === wanted);
  });
  if (hasPort) return [];
  const what =
    labelled.length === 0 ? 'No Service has the label `app: log-streamer`' : `No port is called \`${wanted}\``;
  return [troubleAt('DOCTOR_NOT_SCRAPED', monitor, { detail: `${what}, by which \`${monitor.name}\` looks.` })];
}

function early(monitor: Resource, stack: Resource | undefined, resources: readonly Resource[]): readonly Diagnostic[] {
  if (stack === undefined) {
    const detail =
      'Nothing in the folder of the cluster installs kube-prometheus-stack, so Argo CD does not know the kind.';
    return [troubleAt('DOCTOR_MONITOR_TOO_EARLY', monitor, { detail })];
  }
  const folder = monitor.file.path.replace(/\/[^/]*$/, '');
  const syncs = resources.find(
    ({ kind, root }) => kind === 'Application' && findText(root, ['spec', 'source', 'path']) === folder,
  );
  if (syncs === undefined || waveOf(stack) < waveOf(syncs)) return [];
  const detail = `\`${syncs.name}\` syncs it in wave ${waveOf(syncs)}, \`${stack.name}\` comes in wave ${waveOf(stack)}.`;
  return [troubleAt('DOCTOR_MONITOR_TOO_EARLY', monitor, { detail })];
}

function waveOf({ root }: Resource): number {
  return Number(findText(root, ['metadata', 'annotations', 'argocd.argoproj.io/sync-wave']) ?? 0);
}

function forbidden(stack: Resource, { resources }: RepositoryResources): readonly Diagnostic[] {
  const name = findText(stack.root, ['spec', 'project']);
  const project = resources.find((each) => each.kind === 'AppProject' && each.name === name);
  const allowed = findNode(project?.root, ['spec', 'sourceRepos']);
  if (project === undefined || allowed?.kind !== 'list') return [];
  const patterns = allowed.items.map(({ value }) => (value?.kind === 'scalar' ? value.text : ''));
  const url = findText(stack.root, ['spec', 'source', 'repoURL']) ?? PROMETHEUS_CHARTS;
  if (patterns.some((pattern) => pattern === url || pattern === '*' || pattern.includes('{{') || matches(pattern, url)))
    return [];
  const detail = `\`${stack.name}\` uses \`${url}\`, which \`${name}\` does not allow: Argo CD refuses the Application.`;
  return [troubleAt('DOCTOR_SOURCE_REPO', project, { detail }, allowed)];
}

/** `*` stands for any text, as in Argo CD. */
function matches(pattern: string, url: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(url);
}
