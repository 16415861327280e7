import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { GLOBAL_NAMESPACE, scopeLabel } from '../../model/identity.ts';
import type { CatalogDeployment, PlatformModel } from '../../model/platform-model.ts';
import { clashPlaces, FirstClaims } from './first-claims.ts';

/**
 * No two deployments that one organization sees may have one release name: the platform keys them by it.
 *
 * Two of one namespace are declared twice, which is a finding of its own; here Global meets an organization, and what an
 * environment brings along meets anything.
 *
 * @see Konstruct 0.5 release notes, "Real-time release-name uniqueness check"
 */
export function checkReleaseNames(model: PlatformModel | undefined): readonly Diagnostic[] {
  const global = new Map<string, CatalogDeployment>();
  for (const deployment of model?.catalogDeployments ?? []) {
    if (deployment.namespace === GLOBAL_NAMESPACE) global.set(deployment.name, deployment);
  }
  const claims = new FirstClaims<CatalogDeployment>();
  // What is declared counts before what an environment brings along.
  const inOrder = [...(model?.catalogDeployments ?? [])].sort((a, b) => rankOf(a) - rankOf(b));
  return inOrder.flatMap((deployment) => {
    const { name, namespace, provisionedBy } = deployment;
    const namesake = claims.claim(`${namespace}/${name}`, deployment);
    const first = provisionedBy === undefined ? global.get(name) : (namesake ?? global.get(name));
    if (first === undefined || namespace === GLOBAL_NAMESPACE) return [];
    return [
      error('RELEASE_NAME_TAKEN', {
        summary: `A deployment with this release name already exists in ${scopeLabel(first.namespace)}`,
        detail:
          first.namespace === GLOBAL_NAMESPACE
            ? `\`${name}\` of \`${namespace}\` has the name of a deployment that every organization sees.`
            : `An environment brings a release \`${name}\` to cluster \`${deployment.cluster.name}\`.`,
        ...clashPlaces(deployment, first),
      }),
    ];
  });
}

// --- internal ---

function rankOf({ provisionedBy }: CatalogDeployment): number {
  return provisionedBy === undefined ? 0 : 1;
}
