import type { IndexedManifest } from '../manifest-index.ts';

/** Whether objects of the kind live in no namespace. False for kinds that we do not know. */
export function isClusterScoped({ group, manifest }: IndexedManifest): boolean {
  return CLUSTER_SCOPED.has(`${group}/${manifest.kind}`);
}

// --- internal ---

/** @see https://kubernetes.io/docs/reference/kubectl/generated/kubectl_api-resources/ and the definitions of the operators */
const CLUSTER_SCOPED: ReadonlySet<string> = new Set([
  ...['/Namespace', '/Node', '/PersistentVolume'],
  ...['ClusterRole', 'ClusterRoleBinding'].map((kind) => `rbac.authorization.k8s.io/${kind}`),
  ...['ValidatingWebhookConfiguration', 'MutatingWebhookConfiguration'].map(
    (kind) => `admissionregistration.k8s.io/${kind}`,
  ),
  'apiextensions.k8s.io/CustomResourceDefinition',
  'apiregistration.k8s.io/APIService',
  ...['StorageClass', 'CSIDriver'].map((kind) => `storage.k8s.io/${kind}`),
  'scheduling.k8s.io/PriorityClass',
  'networking.k8s.io/IngressClass',
  'gateway.networking.k8s.io/GatewayClass',
  'cert-manager.io/ClusterIssuer',
  ...['ClusterSecretStore', 'ClusterExternalSecret'].map((kind) => `external-secrets.io/${kind}`),
  ...['Provider', 'ProviderRevision', 'Configuration', 'Function', 'ControllerConfig', 'DeploymentRuntimeConfig'].map(
    (kind) => `pkg.crossplane.io/${kind}`,
  ),
  ...['Workspace', 'ProviderConfig', 'ProviderConfigUsage', 'StoreConfig'].map((kind) => `tf.upbound.io/${kind}`),
]);
