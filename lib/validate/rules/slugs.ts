import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { GLOBAL_NAMESPACE, labelWithScope } from '../../model/identity.ts';
import type { Environment, PlatformModel } from '../../model/platform-model.ts';
import { clashPlaces } from './first-claims.ts';

/**
 * What an organization can see must have distinct slugs, attached or not: attaching an environment later must never
 * move the folder of another.
 */
export function checkSlugs(model: PlatformModel | undefined): readonly Diagnostic[] {
  if (model === undefined) return [];
  const global = new Map<string, Environment>();
  const byOrganization = new Map<string, Map<string, Environment>>();
  const found: Diagnostic[] = [];
  for (const environment of model.environments) {
    const own = environment.namespace === GLOBAL_NAMESPACE ? global : ownSlugs(byOrganization, environment.namespace);
    const first = own.get(environment.slug);
    if (first === undefined) own.set(environment.slug, environment);
    // Two declarations of one environment are reported as such.
    else if (first.name !== environment.name) found.push(clash(first, environment));
  }
  for (const slugs of byOrganization.values()) {
    for (const [slug, environment] of slugs) {
      const first = global.get(slug);
      if (first !== undefined) found.push(clash(first, environment));
    }
  }
  return found;
}

// --- internal ---

function ownSlugs(byOrganization: Map<string, Map<string, Environment>>, namespace: string): Map<string, Environment> {
  const known = byOrganization.get(namespace);
  if (known !== undefined) return known;
  const slugs = new Map<string, Environment>();
  byOrganization.set(namespace, slugs);
  return slugs;
}

function clash(first: Environment, second: Environment): Diagnostic {
  const summary = `Environments ${labelWithScope(first)} and ${labelWithScope(second)} both have the slug \`${second.slug}\``;
  return error('ENVIRONMENT_SLUG_CLASH', { summary, ...clashPlaces(second, first) });
}
