/** API versions that both releases of Helm know of without a cluster, in the order of client-go's scheme. */
const COMMON_HEAD = `v1 admissionregistration.k8s.io/v1 admissionregistration.k8s.io/v1alpha1
  admissionregistration.k8s.io/v1beta1 internal.apiserver.k8s.io/v1alpha1 apps/v1 apps/v1beta1 apps/v1beta2
  authentication.k8s.io/v1 authentication.k8s.io/v1alpha1 authentication.k8s.io/v1beta1 authorization.k8s.io/v1
  authorization.k8s.io/v1beta1 autoscaling/v1 autoscaling/v2 autoscaling/v2beta1 autoscaling/v2beta2 batch/v1
  batch/v1beta1 certificates.k8s.io/v1 certificates.k8s.io/v1beta1 certificates.k8s.io/v1alpha1
  coordination.k8s.io/v1alpha2 coordination.k8s.io/v1beta1 coordination.k8s.io/v1 discovery.k8s.io/v1
  discovery.k8s.io/v1beta1 events.k8s.io/v1 events.k8s.io/v1beta1 extensions/v1beta1
  flowcontrol.apiserver.k8s.io/v1 flowcontrol.apiserver.k8s.io/v1beta1 flowcontrol.apiserver.k8s.io/v1beta2
  flowcontrol.apiserver.k8s.io/v1beta3 networking.k8s.io/v1`;

const COMMON_MIDDLE = `networking.k8s.io/v1beta1 node.k8s.io/v1 node.k8s.io/v1alpha1 node.k8s.io/v1beta1 policy/v1
  policy/v1beta1 rbac.authorization.k8s.io/v1 rbac.authorization.k8s.io/v1beta1
  rbac.authorization.k8s.io/v1alpha1`;

const COMMON_TAIL = `scheduling.k8s.io/v1alpha1 scheduling.k8s.io/v1beta1 scheduling.k8s.io/v1 storage.k8s.io/v1beta1
  storage.k8s.io/v1 storage.k8s.io/v1alpha1`;

const EXTENSIONS = 'apiextensions.k8s.io/v1beta1 apiextensions.k8s.io/v1';

/** Helm 3.17, built with client-go of Kubernetes 1.32. */
export const API_VERSIONS_3_17: readonly string[] = words(
  COMMON_HEAD,
  'networking.k8s.io/v1alpha1',
  COMMON_MIDDLE,
  'resource.k8s.io/v1beta1 resource.k8s.io/v1alpha3',
  COMMON_TAIL,
  'storagemigration.k8s.io/v1alpha1',
  EXTENSIONS,
);

/** Helm 4.1, built with client-go of Kubernetes 1.35. */
export const API_VERSIONS_4_1: readonly string[] = words(
  COMMON_HEAD,
  COMMON_MIDDLE,
  'resource.k8s.io/v1 resource.k8s.io/v1beta2 resource.k8s.io/v1beta1 resource.k8s.io/v1alpha3',
  COMMON_TAIL,
  'storagemigration.k8s.io/v1beta1',
  EXTENSIONS,
);

// --- internal ---

function words(...parts: readonly string[]): readonly string[] {
  return parts.join(' ').split(/\s+/);
}
