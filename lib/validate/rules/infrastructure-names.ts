import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { placeOf } from '../../model/origin.ts';
import type { PlatformModel } from '../../model/platform-model.ts';
import { LAYOUT } from '../../synth/layout.ts';

/**
 * The Terraform of a release finds its state in Kubernetes by a label, which holds 63 characters: so many has its name at most.
 *
 * @see https://developer.hashicorp.com/terraform/language/backend/kubernetes
 */
export function checkInfrastructureNames(model: PlatformModel | undefined): readonly Diagnostic[] {
  return (model?.catalogDeployments ?? []).flatMap(({ name, item, origin }) => {
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
  });
}

// --- internal ---

const LONGEST = 63;
