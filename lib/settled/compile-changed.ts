import type { FileSet } from '../model/file-set.ts';
import { type CatalogDeployment, type PlatformModel, type Resource, resourcesOf } from '../model/platform-model.ts';
import { render } from '../render/render.ts';
import type { Artifact } from '../synth/artifact.ts';
import { type CollectedDeclarations, resolveDeclarations } from '../synth/resolve-program.ts';
import { synthChanged } from '../synth/synth-changed.ts';
import type { TemplateLibrary } from '../templates/library/template-library.ts';
import { scanFiles } from '../validate/scan-files.ts';
import { validateEach } from '../validate/validate.ts';
import type { LocalChanges } from './local-changes.ts';

/**
 * Compiles what changed of a program of which all else is as it was and was right.
 *
 * @param project name of the project
 * @returns the files of the resources that changed, by repository; undefined where something is to be said of them, or where
 *   they have to do with others: whoever compiles all of it can tell
 */
export function compileChanged(
  collected: CollectedDeclarations,
  changes: LocalChanges,
  library: TemplateLibrary,
  project: string,
): readonly FileSet[] | undefined {
  const { model, declarations } = resolveDeclarations(withoutOthers(collected, changes));
  if (model === undefined) return undefined;
  const { recorded, deployed } = resourcesAt(model, changes);
  if (!deployed.every(isAlone)) return undefined;
  const { artifacts, diagnostics } = synthChanged(model, { recorded, deployed }, library);
  if (!artifacts.every(waitsForNothing)) return undefined;
  const rendering = render(artifacts, project);
  const changed = declarations.filter(({ declaration: { origin } }) => isAt(origin.address, changes));
  const found = [
    ...diagnostics,
    ...rendering.diagnostics,
    ...validateEach({ declarations: changed, artifacts }),
    ...scanFiles(rendering.fileSets),
  ];
  return found.length > 0 ? undefined : rendering.fileSets;
}

// --- internal ---

/** Nothing refers to a deployment, so those that are as they were need not be resolved. */
function withoutOthers(collected: CollectedDeclarations, { deployed }: LocalChanges): CollectedDeclarations {
  const declarations = collected.declarations.filter(
    ({ declaration: { kind, origin } }) => kind !== 'catalog-deployment' || deployed.has(origin.address),
  );
  return { ...collected, declarations };
}

function isAt(address: string, { recorded, deployed }: LocalChanges): boolean {
  return recorded.has(address) || deployed.has(address);
}

function resourcesAt(model: PlatformModel, { recorded, deployed }: LocalChanges) {
  return {
    // what an environment brings along has its address, and no record
    recorded: resourcesOf(model).filter(
      ({ kind, origin }) => recorded.has(origin.address) && kind !== 'catalog-deployment',
    ),
    deployed: model.catalogDeployments.filter(({ origin }) => deployed.has(origin.address)),
  } satisfies { readonly recorded: readonly Resource[]; readonly deployed: readonly CatalogDeployment[] };
}

/** What has Terraform is rolled out together with others. */
function isAlone({ item, provisionedBy }: CatalogDeployment): boolean {
  return item.type === 'Application' && item.source !== undefined && provisionedBy === undefined;
}

function waitsForNothing({ holds, phase, scaffold, ignoreChanges, origin }: Artifact): boolean {
  return [holds, phase, scaffold, ignoreChanges, origin.lifecycle].every((one) => one === undefined);
}
