import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Declared, PlatformModel } from '../model/platform-model.ts';
import type { Artifact } from './artifact.ts';
import { buildModel } from './build-model.ts';
import { collect, type Locate, ofKind, type Placed } from './collect.ts';
import { compileCharts } from './compile/charts.ts';
import { compileManagementCluster } from './compile/management-cluster.ts';
import { compileRecords } from './compile/records.ts';
import { compileWorkloadCluster } from './compile/workload-cluster.ts';
import type { LifecycleMarks } from './lifecycle.ts';

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
 * Compiles a construct tree.
 *
 * Pure but for what the user's own objects compute (lazy values, validations). Problems are collected; what has one is
 * left out, so that everything else can still be checked.
 *
 * @param locate maps the stack kept by a construct to the user's sources
 * @param beside what is declared in files; it stands in the platform of the program
 */
export function synth(root: IConstruct, locate: Locate, beside: readonly Declared<Declaration>[] = []): Synthesis {
  const { declarations: collectedDeclarations, charts, lifecycle, diagnostics: collected } = collect(root, locate);
  const declarations = [...collectedDeclarations, ...placedInPlatform(beside, collectedDeclarations)];
  const { model, diagnostics: resolved } = buildModel(declarations);
  const diagnostics = [...collected, ...resolved];
  const artifacts: Artifact[] = [];
  if (model !== undefined) {
    const add = (artifact: Artifact) => artifacts.push(artifact);
    compilePlatform(model, add);
    compileCharts(charts, model, add, diagnostics);
  }
  return { model, declarations, artifacts, lifecycle, diagnostics };
}

// --- internal ---

function placedInPlatform(beside: readonly Declared<Declaration>[], tree: readonly Placed[]): readonly Placed[] {
  const around = ofKind(tree, 'platform')
    .slice(0, 1)
    .map((placed) => placed.declaration);
  return beside.map((declaration) => ({ declaration, around }));
}

function compilePlatform(model: PlatformModel, add: (artifact: Artifact) => void): void {
  const context = { model, add };
  compileRecords(model, add);
  for (const cluster of model.managementClusters) compileManagementCluster(cluster, context);
  for (const cluster of model.workloadClusters) compileWorkloadCluster(cluster, context);
}
