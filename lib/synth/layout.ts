/**
 * Where things lie in the repositories. One place, since manifests name paths of other files.
 *
 * @see Konstruct documentation, "GitOps repositories"; konstruct-templates v0.5.2
 */
export const LAYOUT = {
  /** Tree of a cluster, synced by the Argo CD that runs it. */
  cluster: (cluster: string) => `registry/clusters/${cluster}`,
  /** Folder of a management cluster's tree with one Application a workload cluster. */
  clusterRegistrations: (management: string) => `registry/clusters/${management}/components/clusters`,
  /** Folder of a management cluster's tree with AppProjects. */
  appProjects: (management: string) => `registry/clusters/${management}/components/argocd-appprojects`,
  /** What the control plane runs to make and feed a management cluster. */
  konstructCluster: (management: string) => `registry/konstruct-clusters/${management}`,
  /** Folder of the control plane's tree with one Application a management cluster. */
  konstructClusterRegistrations: (controlPlane: string) =>
    `registry/clusters/${controlPlane}/components/konstruct-clusters`,
  /** What an environment holds on one cluster, in the application repository. */
  environment: (slug: string, cluster: string) => `registry/environments/${slug}/${cluster}`,
  /** Chart of an application, in its own repository. */
  applicationChart: (repository: string) => `charts/${repository}`,
  /** Record of a resource. */
  record: (namespace: string, kind: string, name: string) => `registry/konstruct/${namespace}/${kind}/${name}.yaml`,
  /** Keeps an otherwise empty folder in git: Argo CD reports an error for a path that does not exist. */
  placeholder: (folder: string) => `${folder}/.gitkeep`,
} as const;
