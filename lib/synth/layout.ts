import { recordPath } from '../model/identity.ts';

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
  /** The Application that makes a management cluster run the tree of a workload cluster. */
  clusterRegistration: (management: string, cluster: string) =>
    `registry/clusters/${management}/components/clusters/registry-${cluster}.yaml`,
  /** The Application of an environment on a cluster. */
  environmentApplication: (cluster: string, slug: string) => `registry/clusters/${cluster}/45-env-${slug}.yaml`,
  /** Folder of a management cluster's tree with AppProjects. */
  appProjects: (management: string) => `registry/clusters/${management}/components/argocd-appprojects`,
  /** Terraform files of a release. */
  terraform: (release: string) => `terraform/catalog/${release}`,
  /** What the Terraform of a release is called: its Application, its Workspace and all that belongs to that. */
  infrastructureName: (release: string) => `catalog-${release}`,
  /** The Application that makes a management cluster run the Terraform of a release. */
  infrastructureApplication: (management: string, release: string) =>
    `registry/clusters/${management}/catalog-${release}.yaml`,
  /** Folder of a management cluster's tree with the Workspace of a release. */
  infrastructure: (management: string, release: string) =>
    `registry/clusters/${management}/components/catalog/${release}`,
  /** What the control plane runs to make and feed a management cluster. */
  konstructCluster: (management: string) => `registry/konstruct-clusters/${management}`,
  /** Folder of the control plane's tree with one Application a management cluster. */
  konstructClusterRegistrations: (controlPlane: string) =>
    `registry/clusters/${controlPlane}/components/konstruct-clusters`,
  /** The Application that makes the control plane run what feeds a management cluster. */
  konstructClusterRegistration: (controlPlane: string, management: string) =>
    `registry/clusters/${controlPlane}/components/konstruct-clusters/registry-${management}.yaml`,
  /** What an environment holds on one cluster, in the application repository. */
  environment: (slug: string, cluster: string) => `registry/environments/${slug}/${cluster}`,
  /** Chart of an application, in its own repository. */
  applicationChart: (repository: string) => `charts/${repository}`,
  /** Folder of the records of an organization, or of `default`. */
  records: (namespace: string) => `registry/konstruct/${namespace}`,
  /** Record of a resource. */
  record: recordPath,
  /** Keeps an otherwise empty folder in git: Argo CD reports an error for a path that does not exist. */
  placeholder: (folder: string) => `${folder}/.gitkeep`,
} as const;
