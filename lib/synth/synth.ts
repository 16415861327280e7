import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import { EMPTY_LIBRARY, type TemplateLibrary } from '../templates/library/template-library.ts';
import type { Artifact } from './artifact.ts';
import type { Placed } from './collect.ts';
import { compileApplications } from './compile/applications.ts';
import { compileCatalogDeployments } from './compile/catalog-deployment.ts';
import { compileCharts } from './compile/charts.ts';
import { compileManagementCluster } from './compile/management-cluster.ts';
import { compileRecords } from './compile/records.ts';
import { compileTemplatedClusters, NO_TEMPLATED_CLUSTERS } from './compile/templated-clusters.ts';
import { usableTemplates } from './compile/usable-templates.ts';
import { compileWorkloadCluster } from './compile/workload-cluster.ts';
import type { LifecycleMarks } from './lifecycle.ts';
import type { ResolvedProgram } from './resolve-program.ts';
import { type CompileScope, narrowModel, withinScope } from './scope.ts';
import { stepBack } from './step-back.ts';

/** What a program means: the platform as data, and the files that follow from it. */
export interface Synthesis {
  /** Undefined when the program declares no platform that could be resolved. */
  readonly model: PlatformModel | undefined;
  readonly declarations: readonly Placed[];
  /** In the order of the model; unsorted, unchecked. */
  readonly artifacts: readonly Artifact[];
  readonly lifecycle: LifecycleMarks;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Compiles a resolved program to artifacts.
 *
 * @param library the templates that it uses; without one, nothing is made from templates
 * @param scope the part of the platform to compile; without one, all of it
 */
export function synth(program: ResolvedProgram, library?: TemplateLibrary, scope?: CompileScope): Synthesis {
  const { model, declarations, charts, lifecycle } = program;
  const diagnostics = [...program.diagnostics];
  const artifacts: Artifact[] = [];
  if (model !== undefined) {
    const add = withinScope(scope, (artifact) => artifacts.push(artifact));
    compileRecords(model, add, { scope });
    compilePlatform(narrowModel(model, scope), library, add, diagnostics);
    compileCharts(charts, model, add, diagnostics, scope);
  }
  return { model, declarations, artifacts, lifecycle, diagnostics };
}

// --- internal ---

function compilePlatform(
  model: PlatformModel,
  library: TemplateLibrary | undefined,
  add: (artifact: Artifact) => void,
  diagnostics: Diagnostic[],
): void {
  const templates = usableTemplates(library ?? EMPTY_LIBRARY, diagnostics);
  const clusters =
    library === undefined ? NO_TEMPLATED_CLUSTERS : compileTemplatedClusters(model, templates, diagnostics);
  const sources = compileCatalogDeployments(model, { templates, clusters, add, diagnostics });
  const { folderOf } = clusters;
  compileApplications(model, { templates: library && templates, folderOf, add, diagnostics, sources });
  const trees = clusters.trees(sources);
  const seen = new Set<string>();
  for (const artifact of trees) {
    // One folder may serve several environments.
    const key = `${artifact.repository}:${artifact.path}`;
    if (artifact.content.kind !== 'text' || !seen.has(key)) add(artifact);
    seen.add(key);
  }
  const context = { model, add: stepBack(trees, add), sources, folderOf: clusters.folderOf };
  for (const cluster of model.managementClusters) compileManagementCluster(cluster, context);
  for (const cluster of model.workloadClusters) compileWorkloadCluster(cluster, context);
}
