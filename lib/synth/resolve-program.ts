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

/** Everything that a program and the files beside it declare. Nothing is resolved yet. */
export interface CollectedDeclarations extends Omit<ResolvedProgram, 'model'> {
  /** False where a construct cannot say what it declares: whatever refers to one of them would seem to refer to nothing. */
  readonly isWhole: boolean;
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
  return resolveDeclarations(collectDeclarations(root, locate, beside));
}

/** The first half of {@link resolveProgram}. */
export function collectDeclarations(
  root: IConstruct,
  locate: Locate,
  beside: readonly Declared<Declaration>[] = [],
): CollectedDeclarations {
  const { undeclared, declarations: inTree, charts, lifecycle, diagnostics } = collect(root, locate);
  if (undeclared.length > 0)
    return { isWhole: false, declarations: [], charts: [], lifecycle, diagnostics: undeclared };
  const declarations = [...inTree, ...placedInPlatform(beside, inTree)];
  return { isWhole: true, declarations, charts, lifecycle, diagnostics };
}

/** The second half of {@link resolveProgram}. */
export function resolveDeclarations({ isWhole, ...collected }: CollectedDeclarations): ResolvedProgram {
  if (!isWhole) return { ...collected, model: undefined };
  const { model, diagnostics } = buildModel(collected.declarations);
  return { ...collected, model, diagnostics: [...collected.diagnostics, ...diagnostics] };
}

// --- internal ---

function placedInPlatform(beside: readonly Declared<Declaration>[], tree: readonly Placed[]): readonly Placed[] {
  const around = ofKind(tree, 'platform')
    .slice(0, 1)
    .map((placed) => placed.declaration);
  return beside.map((declaration) => ({ declaration, around }));
}
