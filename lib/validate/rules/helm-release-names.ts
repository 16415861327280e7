import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject } from '../../model/json.ts';
import { ARGOCD, sourcesOf } from '../argocd/application-spec.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';
import { runsTerraform } from './application-names.ts';

/**
 * Helm takes names of releases of at most 53 characters, and renders nothing for a longer one. Argo CD names the release as
 * the Application where that says nothing else.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/helm/#helm-release-name
 * @see https://helm.sh/docs/chart_template_guide/getting_started/
 */
export function checkHelmReleaseNames({ index }: RuleContext): readonly Diagnostic[] {
  const found = new Map<string, Diagnostic>();
  const applications = index.of(ARGOCD.group, 'Application');
  // The name of a release with Terraform, which may be too long for that too.
  const told = new Set(applications.filter(isToldByTerraform).map(({ artifact }) => artifact.origin.address));
  for (const entry of applications) {
    const { name } = entry.manifest.metadata;
    if (told.has(entry.artifact.origin.address)) continue;
    for (const { chart, raw, field } of sourcesOf(entry.manifest)) {
      if (chart === undefined) continue;
      const given = isJsonObject(raw['helm']) ? raw['helm']['releaseName'] : undefined;
      const isGiven = typeof given === 'string' && given !== '';
      const release = isGiven ? given : name;
      // An application has one release on every cluster and stage of it.
      const key = JSON.stringify([entry.artifact.origin.address, release]);
      if (release.length <= LONGEST || found.has(key)) continue;
      const summary = `The Helm release \`${release}\` of Application \`${name}\` has a name of ${release.length} characters`;
      const detail = `Helm takes ${LONGEST}${isGiven ? '' : ', and Argo CD names the release as the Application where `helm.releaseName` is not given'}.`;
      const at = isGiven ? [...field, 'helm', 'releaseName'] : ['metadata', 'name'];
      const fix = `Choose a shorter name, or give a \`releaseName\` of at most ${LONGEST} characters.`;
      found.set(key, error('NAME_TOO_LONG', { summary, detail, fix, ...placeOfManifest(entry, at) }));
    }
  }
  return [...found.values()];
}

// --- internal ---

const LONGEST = 53;

function isToldByTerraform(entry: IndexedManifest): boolean {
  return runsTerraform(entry) && entry.manifest.metadata.name.length > 63;
}
