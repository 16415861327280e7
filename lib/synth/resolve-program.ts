import type { IConstruct } from 'constructs';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Declared, PlatformModel } from '../model/platform-model.ts';
import { buildModel } from './build-model.ts';
import { collect, type Locate, ofKind, type Placed, type PlacedChart } from './collect.ts';
import type { LifecycleMarks } from './lifecycle.ts';

/** What a program says, with every reference resolved: as far as one comes without reading templates. */
export interface ResolvedProgram {
  /** Undefined when the program declares no platform that could be resolved. */
  readonly model: PlatformModel | undefined;
  readonly declarations: readonly Placed[];
  readonly charts: readonly PlacedChart[];
  readonly lifecycle: LifecycleMarks;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Collects what a construct tree says and resolves it.
 *
 * Pure but for what the user's own objects compute (lazy values, validations). Problems are collected; what has one is
 * left out, so that everything else can still be checked.
 *
 * @param locate maps the stack kept by a construct to the user's sources
 * @param beside what is declared in files; it stands in the platform of the program
 */
export function resolveProgram(
  root: IConstruct,
  locate: Locate,
  beside: readonly Declared<Declaration>[] = [],
): ResolvedProgram {
  const collection = collect(root, locate);
  const { declarations: collectedDeclarations, charts, lifecycle, diagnostics: collected, undeclared } = collection;
  // Whatever refers to one of them would seem to refer to nothing.
  if (undeclared.length > 0)
    return { model: undefined, declarations: [], charts: [], lifecycle, diagnostics: undeclared };
  const declarations = [...collectedDeclarations, ...placedInPlatform(beside, collectedDeclarations)];
  const { model, diagnostics: resolved } = buildModel(declarations);
  return { model, declarations, charts, lifecycle, diagnostics: [...collected, ...resolved] };
}

// --- internal ---

function placedInPlatform(beside: readonly Declared<Declaration>[], tree: readonly Placed[]): readonly Placed[] {
  const around = ofKind(tree, 'platform')
    .slice(0, 1)
    .map((placed) => placed.declaration);
  return beside.map((declaration) => ({ declaration, around }));
}
