import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { type Gate, gateId } from '../model/gate.ts';
import { diffText } from '../plan/diff/diff-text.ts';
import type { Direction, MigrationInfo, MigrationResult, MigrationUnit, TextChange, VaultEntry } from './migration.ts';
import { type UnitState, unitState, type Wave, wavesOf } from './waves.ts';

/** Version of the document. The minor number grows with additions, the major with anything that breaks a reader. */
export const MIGRATION_FORMAT_VERSION = '1.1';

/**
 * What a migration would do, and all that a reader is ever shown of it.
 *
 * The published document (`schemas/migration.schema.json`): field names are those of the JSON, the human view is
 * rendered from it alone.
 */
export interface MigrationDocument {
  readonly format_version: string;
  readonly kcdk_version: string;
  readonly migration: { readonly id: string; readonly version: number; readonly release: string };
  readonly direction: Direction;
  /** A checkout by its folder, or a repository by its address, with the branch and the commit that was read. */
  readonly place: MigrationPlace;
  readonly summary: MigrationSummary;
  /** In the order asked for. */
  readonly units: readonly UnitDocument[];
  readonly waves: readonly WaveDocument[];
  /** What belongs to no unit. */
  readonly diagnostics: readonly Diagnostic[];
}

export type MigrationPlace =
  | { readonly kind: 'checkout'; readonly folder: string }
  | { readonly kind: 'repository'; readonly url: string; readonly branch: string; readonly commit: string | null };

export interface MigrationSummary {
  /** Units with something to do, with nothing to do, and refused. */
  readonly pending: number;
  readonly done: number;
  readonly refused: number;
  /** Files that change. */
  readonly files: number;
}

export interface UnitDocument {
  readonly name: string;
  readonly folder: string;
  readonly state: UnitState;
  /** Number of its wave, from 1. */
  readonly wave: number;
  /** Every file that matters or changes, by path. */
  readonly files: readonly FileDocument[];
  readonly vault: readonly VaultDocument[];
  /** What has to pass before its commit and after it; left out where there is no cluster behind the files. */
  readonly gates?: { readonly before: readonly GateDocument[]; readonly after: readonly GateDocument[] };
  readonly diagnostics: readonly Diagnostic[];
}

export interface FileDocument {
  readonly path: string;
  readonly previous_path?: string;
  readonly action: 'none' | 'create' | 'update' | 'move' | 'delete';
  readonly parts: readonly {
    readonly step: string;
    readonly part: string;
    readonly document: number;
    readonly era: string;
  }[];
  /** Unified hunks without file headers; empty where nothing changes. */
  readonly diff: readonly string[];
  /** How many lines of a very long `diff` were left out at its end. */
  readonly diff_omitted?: number;
}

export interface VaultDocument {
  readonly key: string;
  readonly needed: readonly string[];
  readonly released: readonly string[];
  readonly read_by: readonly string[];
}

export interface GateDocument {
  readonly id: string;
  readonly gate: Gate;
}

export interface WaveDocument {
  readonly number: number;
  /** Folders of its units. */
  readonly folders: readonly string[];
  readonly state: Wave['state'];
}

export interface DescribeOptions {
  readonly kcdkVersion: string;
  readonly place: MigrationPlace;
  readonly direction: Direction;
  readonly waveSize?: number | undefined;
}

/** Describes what a migration would do. Pure; equal input gives equal bytes. */
export function describeMigration(
  { id, version, release }: MigrationInfo,
  result: MigrationResult,
  options: DescribeOptions,
): MigrationDocument {
  const waves = wavesOf(result.units, options.waveSize);
  const units = waves.flatMap((wave) => wave.units.map((unit) => describeUnit(unit, wave.number)));
  const count = (state: UnitState) => units.filter((unit) => unit.state === state).length;
  return {
    format_version: MIGRATION_FORMAT_VERSION,
    kcdk_version: options.kcdkVersion,
    migration: { id, version, release },
    direction: options.direction,
    place: options.place,
    summary: {
      pending: count('pending'),
      done: count('done'),
      refused: count('refused'),
      files: units.reduce((sum, { files }) => sum + files.filter(({ action }) => action !== 'none').length, 0),
    },
    units,
    waves: waves.map(({ number, units: members, state }) => ({
      number,
      folders: members.map(({ folder }) => folder),
      state,
    })),
    diagnostics: result.diagnostics,
  };
}

/** An entry of Vault as the document has it. */
export function describeEntry({ key, needed, released, readBy }: VaultEntry): VaultDocument {
  return { key, needed, released, read_by: readBy };
}

// --- internal ---

function describeUnit(unit: MigrationUnit, wave: number): UnitDocument {
  const changes = new Map(unit.changes.map((change) => [change.previousPath ?? change.path, change]));
  const partsOf = (path: string) =>
    unit.parts
      .filter((part) => part.path === path)
      .map(({ step, part, document, era }) => ({ step, part, document, era }));
  const paths = [...new Set([...unit.parts.map(({ path }) => path), ...changes.keys()])].sort();
  return {
    name: unit.name,
    folder: unit.folder,
    state: unitState(unit),
    wave,
    files: paths.map((path) => ({ ...describeChange(path, changes.get(path)), parts: partsOf(path) })),
    vault: unit.vault.map(describeEntry),
    ...(unit.gates !== undefined && {
      gates: { before: unit.gates.before.map(describeGate), after: unit.gates.after.map(describeGate) },
    }),
    diagnostics: unit.diagnostics,
  };
}

function describeGate(gate: Gate): GateDocument {
  return { id: gateId(gate), gate };
}

function describeChange(path: string, change: TextChange | undefined): Omit<FileDocument, 'parts'> {
  if (change === undefined) return { path, action: 'none', diff: [] };
  const { text, omitted } = diffText(change.before ?? '', change.after ?? '');
  return {
    path: change.path,
    ...(change.previousPath === undefined ? {} : { previous_path: change.previousPath }),
    action: actionOf(change),
    diff: text,
    ...(omitted === 0 ? {} : { diff_omitted: omitted }),
  };
}

function actionOf({ previousPath, before, after }: TextChange): FileDocument['action'] {
  if (before === undefined) return 'create';
  if (after === undefined) return 'delete';
  return previousPath === undefined ? 'update' : 'move';
}
