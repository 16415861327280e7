import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment } from '../../model/platform-model.ts';
import { LAYOUT } from '../../synth/layout.ts';
import { ARGOCD } from '../argocd/application-spec.ts';
import { placeOfManifest } from '../manifest-index.ts';
import type { RuleContext } from '../rule-context.ts';

/**
 * Names that others keep in labels, which hold 63 characters: that of a release of Terraform, by which its state is found in
 * Kubernetes, and with Argo CD 2 that of an Application, by which it knows what it deployed.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/kubernetes
 * @see https://argo-cd.readthedocs.io/en/stable/user-guide/resource_tracking/
 */
export function checkDerivedNames({ model, index, targets }: RuleContext): readonly Diagnostic[] {
  const found = (model?.catalogDeployments ?? []).flatMap(releaseProblem);
  if (targets.argocd >= 3) return found;
  // Those of releases were told.
  const told = new Set(found.length === 0 ? [] : (model?.catalogDeployments ?? []).map(infrastructureName));
  for (const entry of index.of(ARGOCD.group, 'Application')) {
    const { name } = entry.manifest.metadata;
    if (name.length <= LONGEST || told.has(name)) continue;
    const summary = `Application \`${name}\` has a name of ${name.length} characters`;
    const detail = `Argo CD 2 keeps it in the label \`app.kubernetes.io/instance\` and cuts it at ${LONGEST}.`;
    found.push(error('NAME_TOO_LONG', { summary, detail, ...placeOfManifest(entry, ['metadata', 'name']) }));
  }
  return found;
}

// --- internal ---

const LONGEST = 63;

function infrastructureName({ name }: CatalogDeployment): string {
  return LAYOUT.infrastructureName(name);
}

function releaseProblem({ name, item, origin }: CatalogDeployment): Diagnostic[] {
  const derived = LAYOUT.infrastructureName(name);
  // One that is no DNS label is told already.
  if (item.type === 'Application' || derived.length <= LONGEST || name.length > LONGEST) return [];
  return [
    error('NAME_TOO_LONG', {
      summary: `Release name \`${name}\` has ${name.length} characters`,
      detail: `\`${derived}\`, by which its Terraform finds its state, would be longer than ${LONGEST} characters.`,
      fix: `Choose a name of at most ${LONGEST - (derived.length - name.length)} characters.`,
      ...placeOf(origin),
    }),
  ];
}
