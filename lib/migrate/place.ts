import type { FileTexts } from '../edit/file-edits.ts';
import type { MigrationPlace } from './document.ts';

/** Where a migration reads and writes: a checkout, or a repository. */
export interface MigrationTarget {
  readonly place: MigrationPlace;
  /** The text files that matter. */
  readonly files: FileTexts;
  /** What files said in earlier commits, newest first; empty where that is not known. */
  earlier(paths: readonly string[]): Promise<readonly FileTexts[]>;
  /** Reads anew what is there. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}
