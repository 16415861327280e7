import type { Application } from './application.ts';
import { groupOf, isOfKind, type PlacedObject, textAt } from './placed-object.ts';

/** Charts that bring CustomResourceDefinitions, with the API groups of these; a group counts with all below it. */
export const CRD_CHARTS: Readonly<Record<string, readonly string[]>> = {
  'cert-manager': ['cert-manager.io'],
  'external-secrets': ['external-secrets.io'],
  'kube-prometheus-stack': ['monitoring.coreos.com'],
  'prometheus-operator-crds': ['monitoring.coreos.com'],
  crossplane: ['crossplane.io'],
  'gateway-helm': ['gateway.envoyproxy.io', 'gateway.networking.k8s.io'],
  'actions-runner-controller': ['actions.summerwind.dev'],
  kpack: ['kpack.io'],
};

/** The API groups that an object brings to its cluster: an Application of an operator's chart, a Crossplane provider, a CRD. */
export function groupsBroughtBy(object: PlacedObject, application: Application | undefined): readonly string[] {
  if (application !== undefined) {
    return application.sources.flatMap(({ chart, path }) => {
      const name = chart?.slice(chart.lastIndexOf('/') + 1) ?? path?.slice(path.lastIndexOf('/') + 1) ?? '';
      return CRD_CHARTS[name] ?? [];
    });
  }
  if (isOfKind(object, 'apiextensions.k8s.io', 'CustomResourceDefinition')) {
    const group = textAt(object.manifest, 'spec', 'group');
    return group === undefined ? [] : [group];
  }
  if (isOfKind(object, 'pkg.crossplane.io', 'Provider')) return [providerGroup(object)];
  return [];
}

/** True when a resource is of one of the groups, or of one below. */
export function isOfGroups(object: PlacedObject, groups: readonly string[]): boolean {
  const own = groupOf(object.resource);
  return groups.some((group) => own === group || own.endsWith(`.${group}`));
}

// --- internal ---

/** provider-terraform brings `tf.upbound.io`; of any other we know the family alone. */
function providerGroup({ manifest }: PlacedObject): string {
  const image = textAt(manifest, 'spec', 'package') ?? '';
  if (/provider-terraform(?:[:@]|$)/.test(image)) return 'tf.upbound.io';
  const family = /provider-([a-z]+)/.exec(image)?.[1];
  return family === undefined ? 'crossplane.io' : `${family}.upbound.io`;
}
