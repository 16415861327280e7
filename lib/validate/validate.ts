import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileSet } from '../model/file-set.ts';
import type { CompileScope } from '../synth/scope.ts';
import type { Synthesis } from '../synth/synth.ts';
import type { TemplateLibrary } from '../templates/library/template-library.ts';
import type { CheckedArtifact } from './manifest-index.ts';
import { createRuleContext } from './rule-context.ts';
import type { RuleModel } from './rule-model.ts';
import { findUnwrittenFolders, type UnwrittenFolder } from './rules/application-folders.ts';
import { checkApplicationNames } from './rules/application-names.ts';
import { checkApplicationProjects } from './rules/application-projects.ts';
import { checkBigObjects } from './rules/big-objects.ts';
import { checkChartSources } from './rules/chart-sources.ts';
import { checkEnvironmentApplications } from './rules/environment-applications.ts';
import { checkFoldersSyncedTwice } from './rules/folders-synced-twice.ts';
import { checkHelmReleaseNames } from './rules/helm-release-names.ts';
import { checkIdentities } from './rules/identities.ts';
import { checkInfrastructureNames } from './rules/infrastructure-names.ts';
import { checkLabelValues } from './rules/label-values.ts';
import { checkLifecycle } from './rules/lifecycle.ts';
import { checkManifestClashes } from './rules/manifest-clashes.ts';
import { checkNames } from './rules/names.ts';
import { checkPrunedDefinitions } from './rules/pruned-definitions.ts';
import { checkReleaseNames } from './rules/release-names.ts';
import { checkReplacedClaims } from './rules/replaced-claims.ts';
import { checkSecretStores } from './rules/secret-stores.ts';
import { checkSecretValues } from './rules/secret-values.ts';
import { checkSlugs } from './rules/slugs.ts';
import { checkStateKeys } from './rules/state-keys.ts';
import { checkSyncWaves } from './rules/sync-waves.ts';
import { checkTargetVersions } from './rules/target-versions.ts';
import { checkTemplateLiterals } from './rules/template-literals.ts';
import { checkValues } from './rules/values.ts';

export interface Validation {
  /** All findings of all rules. */
  readonly diagnostics: readonly Diagnostic[];
  /** What only the repositories can tell. */
  readonly unwrittenFolders: readonly UnwrittenFolder[];
}

/**
 * Checks a synthesis, and what was rendered of it, against every rule.
 *
 * @param scope the part of the platform that was compiled; rules about manifests need those of all parts, and are left out
 */
export function validate(
  synthesis: Synthesis,
  fileSets: readonly FileSet[],
  library?: TemplateLibrary,
  scope?: CompileScope,
): Validation {
  const { declarations, model, artifacts } = synthesis;
  const said = [
    ...checkNames(declarations),
    ...checkIdentities(synthesis),
    ...checkLifecycle(synthesis),
    ...checkSlugs(model),
    ...checkReleaseNames(model),
    ...checkInfrastructureNames(model),
    ...checkValues(declarations),
  ];
  // templates of other parts are not loaded
  const secrets = [...checkSecretValues(artifacts), ...checkTemplateLiterals(model, library)];
  if (scope !== undefined) return { diagnostics: [...said, ...secrets], unwrittenFolders: [] };
  const { diagnostics, unwrittenFolders } = validateManifests(artifacts, model, fileSets);
  return { diagnostics: [...said, ...diagnostics, ...secrets], unwrittenFolders };
}

/** The rules that look at one resource, and at one file, by itself. */
export function validateEach({
  declarations,
  artifacts,
}: Pick<Synthesis, 'declarations' | 'artifacts'>): readonly Diagnostic[] {
  return [...checkValues(declarations), ...checkSecretValues(artifacts)];
}

/** The rules about manifests, which see those of all repositories together. */
export function validateManifests(
  artifacts: readonly CheckedArtifact[],
  model: RuleModel | undefined,
  fileSets: readonly FileSet[],
): Validation {
  const context = createRuleContext(artifacts, model);
  const diagnostics = [
    // What is not served, or stands in the wrong place, is wrong in other ways too: these come first.
    ...checkApplicationNames(context),
    ...checkHelmReleaseNames(context),
    ...checkLabelValues(context),
    ...checkTargetVersions(context),
    ...checkEnvironmentApplications(context),
    ...checkManifestClashes(context),
    ...checkFoldersSyncedTwice(context),
    ...checkApplicationProjects(context),
    ...checkChartSources(context),
    ...checkBigObjects(context, fileSets),
    ...checkSecretStores(context),
    ...checkSyncWaves(context),
    ...checkStateKeys(context),
    ...checkPrunedDefinitions(context),
    ...checkReplacedClaims(context),
  ];
  return { diagnostics, unwrittenFolders: findUnwrittenFolders(context) };
}
