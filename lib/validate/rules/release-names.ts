import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { GLOBAL_NAMESPACE, scopeLabel } from '../../model/identity.ts';
import type { CatalogDeployment, PlatformModel } from '../../model/platform-model.ts';
import { clashPlaces } from './first-claims.ts';

/**
 * No two deployments that one organization sees may have one release name: the platform keys them by it.
 *
 * Two of one namespace are declared twice, which is a finding of its own; here Global meets an organization.
 *
 * @see Konstruct 0.5 release notes, "Real-time release-name uniqueness check"
 */
export function checkReleaseNames(model: PlatformModel | undefined): readonly Diagnostic[] {
  const global = new Map<string, CatalogDeployment>();
  for (const deployment of model?.catalogDeployments ?? []) {
    if (deployment.namespace === GLOBAL_NAMESPACE) global.set(deployment.name, deployment);
  }
  return (model?.catalogDeployments ?? []).flatMap((deployment) => {
    const first = global.get(deployment.name);
    if (first === undefined || deployment.namespace === GLOBAL_NAMESPACE) return [];
    return [
      error('RELEASE_NAME_TAKEN', {
        summary: `A deployment with this release name already exists in ${scopeLabel(first.namespace)}`,
        detail: `\`${deployment.name}\` of \`${deployment.namespace}\` has the name of a deployment that every organization sees.`,
        ...clashPlaces(deployment, first),
      }),
    ];
  });
}
