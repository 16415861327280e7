import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { ARGOCD } from '../argocd/application-spec.ts';
import { type IndexedManifest, placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * Argo CD 2 knows what an Application deployed by a label with its name, which holds 63 characters.
 *
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function checkApplicationNames({ index, targets }: RuleContext): readonly Diagnostic[] {
  if (targets.argocd >= 3) return [];
  const found: Diagnostic[] = [];
  for (const entry of index.of(ARGOCD.group, 'Application')) {
    const { name } = entry.manifest.metadata;
    // What runs the Terraform of a release is too long because of that, which was told.
    if (name.length <= LONGEST || runsTerraform(entry)) continue;
    const summary = `Application \`${name}\` has a name of ${name.length} characters`;
    const detail = `Argo CD 2 keeps it in the label \`app.kubernetes.io/instance\` and cuts it at ${LONGEST}.`;
    found.push(error('NAME_TOO_LONG', { summary, detail, ...placeOfManifest(entry, ['metadata', 'name']) }));
  }
  return found;
}

/** Whether it runs the Terraform of a release. */
export function runsTerraform({ artifact }: IndexedManifest): boolean {
  return RELEASE.test(artifact.path);
}

// --- internal ---

const LONGEST = 63;

const RELEASE = /^registry\/clusters\/[^/]+\/catalog-[^/]+\.yaml$/;
