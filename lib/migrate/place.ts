import type { FileTexts } from '../edit/file-edits.ts';
import type { MigrationPlace } from './document.ts';
import type { MigrationUnit } from './migration.ts';

/** Where a migration reads and writes: a checkout, or a repository. */
export interface MigrationTarget {
  readonly place: MigrationPlace;
  /** The text files that matter. */
  readonly files: FileTexts;
  /** What files said in earlier commits, newest first; empty where that is not known. */
  earlier(paths: readonly string[]): Promise<readonly FileTexts[]>;
  /** Writes units, all of them or none; says how in a few words. */
  write(units: readonly MigrationUnit[]): Promise<string>;
  /** Reads anew what is there. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
