import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Synthesis } from '../synth/synth.ts';
import { checkApplicationProjects } from './rules/application-projects.ts';
import { checkIdentities } from './rules/identities.ts';
import { checkLifecycle } from './rules/lifecycle.ts';
import { checkManifestClashes } from './rules/manifest-clashes.ts';
import { checkNames } from './rules/names.ts';

import { checkReleaseNames } from './rules/release-names.ts';

import { checkSecretValues } from './rules/secret-values.ts';

import { checkSlugs } from './rules/slugs.ts';
import { checkValues } from './rules/values.ts';

/** Checks a synthesis against every rule; all findings of all rules in one list. */
export function validate(synthesis: Synthesis): readonly Diagnostic[] {
  return [
    ...checkNames(synthesis.declarations),
    ...checkIdentities(synthesis),
    ...checkLifecycle(synthesis),
    ...checkSlugs(synthesis.model),
    ...checkReleaseNames(synthesis.model),
    ...checkValues(synthesis.declarations),
    ...checkManifestClashes(synthesis.artifacts),
    ...checkApplicationProjects(synthesis.artifacts),
    ...checkSecretValues(synthesis.artifacts),
  ];
}
