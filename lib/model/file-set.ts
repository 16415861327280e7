import type { Hold } from './hold.ts';
import type { Manifest } from './json.ts';
import type { FieldSelector } from './lifecycle.ts';
import type { Origin } from './origin.ts';
import type { Provenance } from './provenance.ts';
import type { RepoPath } from './repo-path.ts';

/** A file that the program wants in a repository. Always a regular, non-executable file. */
export interface WantedFile {
  readonly path: RepoPath;
  /** The text, encoded as UTF-8 when written. */
  readonly content: string;
  /** The construct that owns the path. */
  readonly origin: Origin;
  /** The Kubernetes objects in the file, in order; undefined for a file that is no manifest. */
  readonly documents?: readonly Manifest[] | undefined;
  /** Where each line comes from, of a file that a template rendered. */
  readonly provenance?: Provenance | undefined;
  /** The Argo CD that applies the file, where we know it: name of a repository, `#`, name of the cluster it runs on. */
  readonly realm?: string | undefined;
  /** Written once: where git has it, or had it, that counts. */
  readonly scaffold?: true | undefined;
  /** Fields that others change in every file of this sort, beside those that the construct leaves to others. */
  readonly ignoreChanges?: readonly FieldSelector[] | undefined;
}

/** What the program wants of one repository: at most one owner a path, sorted by path (UTF-16 order). */
export interface FileSet {
  /** Name of the repository, as in `PlatformModel.repositories`. */
  readonly repository: string;
  readonly files: ReadonlyMap<RepoPath, WantedFile>;
  /** Which of its files wait for something on a cluster. @default - none */
  readonly holds?: readonly Hold[] | undefined;
}
