import { appProject } from '../../manifests/app-project.ts';
import { ARGOCD_NAMESPACE, application, REGISTRATION_RETRY } from '../../manifests/application.ts';
import type { Manifest } from '../../model/json.ts';
import type { Environment, WorkloadCluster } from '../../model/platform-model.ts';
import { type CompileContext, manifestFile, placeholderFile, realmOf } from '../artifact.ts';
import { LAYOUT } from '../layout.ts';
import { monitoringFile } from './monitoring.ts';
import { revisionOf } from './revision.ts';

/** A workload cluster: its registration, its tree, its projects, and one Application and folder an environment. */
export function compileWorkloadCluster(
  cluster: WorkloadCluster,
  { add, model, sources, folderOf }: CompileContext,
): void {
  const { name, organization, management } = cluster;
  const { platform, application: applications } = organization;
  const realm = realmOf(platform, management.name);
  const tree = LAYOUT.cluster(name);
  const file = (path: string, document: Manifest) => add(manifestFile(cluster, platform, path, [document], realm));

  file(
    LAYOUT.clusterRegistration(management.name, name),
    application({
      name: `registry-${name}`,
      wave: 100,
      project: 'default',
      source: { repoURL: platform.url, path: tree, targetRevision: revisionOf(platform) },
      destination: { server: 'https://kubernetes.default.svc', namespace: ARGOCD_NAMESPACE },
      retry: REGISTRATION_RETRY,
    }),
  );
  const monitoring = monitoringFile(cluster, platform, tree, model.platform.domain, realm);
  if (monitoring !== undefined) add(monitoring.file);
  for (const [stem, project] of Object.entries(
    projects(cluster, [...(monitoring?.sourceRepos ?? []), ...sources.of(cluster)]),
  )) {
    file(`${tree}/${stem}.yaml`, project);
  }
  for (const environment of cluster.environments) {
    const folder = folderOf(cluster, environment);
    file(LAYOUT.environmentApplication(name, environment.slug), environmentApplication(cluster, environment, folder));
    add(placeholderFile(cluster, applications, LAYOUT.placeholder(folder)));
  }
}

/** Namespace in which the Applications of a cluster's environments live. */
export function environmentNamespace(cluster: string): string {
  return `${cluster}-environment`;
}

// --- internal ---

/** One project for platform tools, one for the Applications of environments, one for what those deploy. */
function projects(cluster: WorkloadCluster, deployed: readonly string[]): Readonly<Record<string, Manifest>> {
  const { name } = cluster;
  const applications = cluster.organization.application.url;
  return {
    'appproject-platform': appProject({
      name: `${name}-platform`,
      description: `Platform tools of workload cluster ${name}`,
      sourceRepos: ['*'],
      destinations: [{ server: '*', namespace: '*' }],
    }),
    'appproject-environment': appProject({
      name: `${name}-environment`,
      description: `Environments of workload cluster ${name}`,
      sourceRepos: [applications],
      destinations: [{ name: 'in-cluster', namespace: environmentNamespace(name) }],
    }),
    appproject: appProject({
      name,
      description: `Applications on workload cluster ${name}`,
      sourceNamespaces: [environmentNamespace(name)],
      sourceRepos: [...new Set([applications, ...deployed])],
      destinations: [{ name, namespace: '*' }],
    }),
  };
}

function environmentApplication(cluster: WorkloadCluster, environment: Environment, folder: string): Manifest {
  const repository = cluster.organization.application;
  return application({
    name: `${cluster.name}-${environment.slug}`,
    wave: 45,
    project: `${cluster.name}-environment`,
    source: { repoURL: repository.url, path: folder, targetRevision: revisionOf(repository) },
    destination: { name: 'in-cluster', namespace: environmentNamespace(cluster.name) },
  });
}
