import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileTexts } from '../edit/file-edits.ts';
import type { GatesAround } from '../plan/phases/around-commits.ts';

/**
 * A migration of what a repository holds from one state of the platform to the next.
 *
 * A value without state: how far a repository is, is read from its files. So a migration that stopped half-way goes on
 * by being run again, and one that is complete finds nothing to do.
 */
export interface Migration extends MigrationInfo {
  /**
   * Works out what becomes of every unit that was asked for. Pure.
   *
   * Nothing outside of the units is changed, no file belongs to two of them, and one that is refused stops no other.
   */
  migrate(files: FileTexts, request: MigrationRequest): MigrationResult;
}

/** What is known of a migration without loading it. */
export interface MigrationInfo {
  /** What it is called on the command line. */
  readonly id: string;
  /** Grows when the migration itself changes what it makes of a file. */
  readonly version: number;
  /** The release of Konstruct that it leads to. */
  readonly release: string;
  readonly title: string;
  /** Whether it can be taken back. */
  readonly reversible: boolean;
  /** What it does, by letter. */
  readonly steps: readonly MigrationStep[];
}

export interface MigrationStep {
  readonly letter: string;
  readonly title: string;
}

/** `back` takes the migration back. */
export type Direction = 'forward' | 'back';

export interface MigrationRequest {
  /** Clusters by name. */
  readonly clusters: readonly string[];
  /** Every cluster that is there. */
  readonly all: boolean;
  /** Only what lies below this folder; without `clusters` and `all` the folder itself is the unit. */
  readonly folder?: string | undefined;
  readonly direction: Direction;
  /** Domain of the platform, for files that do not tell it. */
  readonly domain?: string | undefined;
  /** What the files said at earlier times, newest first, for a way back to the same bytes. @default none */
  readonly earlier?: readonly FileTexts[] | undefined;
}

export interface MigrationResult {
  /** In the order asked for. */
  readonly units: readonly MigrationUnit[];
  /** What belongs to no unit. */
  readonly diagnostics: readonly Diagnostic[];
}

/** What is migrated as a whole or not at all: mostly a cluster. */
export interface MigrationUnit {
  readonly name: string;
  /** Path in the repository; empty for its root. */
  readonly folder: string;
  /** Every object that matters, and how far it is. */
  readonly parts: readonly UnitPart[];
  /** By path; empty when everything is done, and when anything is refused. */
  readonly changes: readonly TextChange[];
  /** What has to be in Vault before, and what may leave it afterwards. */
  readonly vault: readonly VaultEntry[];
  /**
   * What has to pass before the commit, and after it.
   *
   * @default - nothing: there is no cluster behind the files, as in templates
   */
  readonly gates?: GatesAround | undefined;
  /** With an error the unit is refused. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface UnitPart {
  /** Letter of the step that it belongs to. */
  readonly step: string;
  readonly part: string;
  readonly path: string;
  /** Index of the document in its file. */
  readonly document: number;
  /** Where the object stands; the words are those of the migration, `mixed` and `unknown` among them. */
  readonly era: string;
}

/** One file before and after; undefined where it is not there. */
export interface TextChange {
  readonly path: string;
  /** Where the file was before, if it is renamed. */
  readonly previousPath?: string | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/** An entry of Vault that files read. */
export interface VaultEntry {
  /** Path below the mount, as the files have it: with tokens or Helm expressions where they have those. */
  readonly key: string;
  /** Fields that must be there before the files change, sorted. */
  readonly needed: readonly string[];
  /** Fields that nothing in the repository reads afterwards, sorted. */
  readonly released: readonly string[];
  /** Files that go on reading what could otherwise be released, sorted. */
  readonly readBy: readonly string[];
}
