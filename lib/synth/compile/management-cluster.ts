import { appProject } from '../../manifests/app-project.ts';
import { ARGOCD_NAMESPACE, application, REGISTRATION_RETRY, ROOT_RETRY } from '../../manifests/application.ts';
import { repositoryCredentials } from '../../manifests/repository-credentials.ts';
import type { ManagementCluster } from '../../model/platform-model.ts';
import { type PlatformRepository, repositoryOwner } from '../../model/repository-location.ts';
import { type CompileContext, manifestFile, placeholderFile, realmOf } from '../artifact.ts';
import { LAYOUT } from '../layout.ts';
import { monitoringFile } from './monitoring.ts';
import { revisionOf } from './revision.ts';

/**
 * A management cluster: its own tree in the organization's platform repository, and what the control plane runs for it
 * in the platform's own.
 */
export function compileManagementCluster(cluster: ManagementCluster, context: CompileContext): void {
  ownTree(cluster, context);
  controlPlaneTree(cluster, context);
}

// --- internal ---

const IN_CLUSTER_ARGOCD = { name: 'in-cluster', namespace: ARGOCD_NAMESPACE } as const;

/** The roots that the cluster's Argo CD starts from, and the folders they sync. */
function ownTree(cluster: ManagementCluster, { add }: CompileContext): void {
  const { name } = cluster;
  const repository = cluster.organization.platform;
  const realm = realmOf(repository, name);
  const tree = LAYOUT.cluster(name);
  const root = (file: string, application: string, path: string, wave: number) =>
    add(
      manifestFile(
        cluster,
        repository,
        `${tree}/${file}.yaml`,
        [rootApplication(repository, application, path, wave)],
        realm,
      ),
    );
  root('registry', 'registry', tree, 1001);
  root('clusters', 'clusters', LAYOUT.clusterRegistrations(name), 1000);
  root('appprojects', 'argocd-projects', LAYOUT.appProjects(name), 0);
  add(placeholderFile(cluster, repository, LAYOUT.placeholder(LAYOUT.clusterRegistrations(name))));
  const project = appProject({
    name,
    description: `What runs on management cluster ${name} itself`,
    sourceRepos: [repository.url],
    destinations: [{ name: 'in-cluster', namespace: '*' }],
  });
  add(manifestFile(cluster, repository, `${LAYOUT.appProjects(name)}/${name}.yaml`, [project], realm));
}

/** Registration, project, repository credentials and monitoring: run by the control plane's Argo CD. */
function controlPlaneTree(cluster: ManagementCluster, { add, model }: CompileContext): void {
  const { name } = cluster;
  const { repository, controlPlane } = model.platform;
  const realm = realmOf(repository, controlPlane);
  const tree = LAYOUT.konstructCluster(name);
  const file = (path: string, document: Parameters<typeof manifestFile>[3][number]) =>
    add(manifestFile(cluster, repository, path, [document], realm));

  file(
    LAYOUT.konstructClusterRegistration(controlPlane, name),
    application({
      name: `registry-${name}`,
      wave: 100,
      project: 'default',
      source: { repoURL: repository.url, path: tree, targetRevision: revisionOf(repository) },
      destination: { server: 'https://kubernetes.default.svc', namespace: ARGOCD_NAMESPACE },
      retry: REGISTRATION_RETRY,
    }),
  );
  const monitoring = monitoringFile(cluster, repository, tree, model.platform.domain, realm);
  if (monitoring !== undefined) add(monitoring.file);
  file(
    `${tree}/appproject.yaml`,
    appProject({
      name,
      description: `What the control plane runs on management cluster ${name}`,
      sourceRepos: [repository.url, ...(monitoring?.sourceRepos ?? [])],
      destinations: [{ name, namespace: '*' }],
    }),
  );
  file(
    `${tree}/40-secret.yaml`,
    application({
      name: `${name}-secret`,
      wave: 40,
      project: name,
      source: { repoURL: repository.url, path: `${tree}/secrets`, targetRevision: revisionOf(repository) },
      destination: { name, namespace: ARGOCD_NAMESPACE },
    }),
  );
  // The secrets are applied to the management cluster, not where the control plane's Argo CD runs: no realm.
  add(manifestFile(cluster, repository, `${tree}/secrets/secret.yaml`, credentials(cluster, model.platform)));
}

function rootApplication(repository: PlatformRepository, name: string, path: string, wave: number) {
  return application({
    name,
    wave,
    project: 'default',
    source: { repoURL: repository.url, path, targetRevision: revisionOf(repository) },
    destination: IN_CLUSTER_ARGOCD,
    retry: ROOT_RETRY,
  });
}

/** How the cluster's Argo CD enters the organization's repositories: the application repository, then the platform's. */
function credentials(cluster: ManagementCluster, platform: CompileContext['model']['platform']) {
  const { git } = cluster.organization;
  const common = {
    apiVersion: platform.externalSecretsApiVersion,
    auth: git.auth,
    store: `${cluster.name}-vault-kv-secret`,
  };
  const platformOwner = repositoryOwner(cluster.organization.platform.url) || git.organization;
  return [
    repositoryCredentials({ ...common, name: credentialsName(git.organization), key: git.credentials.path }),
    repositoryCredentials({
      ...common,
      // Always suffixed: where both repositories have one owner the names would be the same.
      name: `${credentialsName(platformOwner)}-platform`,
      key: git.platformCredentials.path,
    }),
  ];
}

/** Group paths have slashes and owners capitals, which object names may not. */
function credentialsName(owner: string): string {
  return `repo-credentials-template-${owner.replaceAll('/', '-').toLowerCase()}`;
}
