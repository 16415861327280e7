import type { ForgePlace } from '../forge/forge-place.ts';
import type { RepoPath } from '../model/repo-path.ts';

/** Hex object name in the object format of its repository (40 digits for sha1, 64 for sha256). */
export type ObjectId = string;

/** The two hash functions git stores objects under. */
export type ObjectFormat = 'sha1' | 'sha256';

/** One entry of a tree; anything that is no regular file (a link, a submodule) keeps its own mode. */
export interface SnapshotEntry {
  readonly blob: ObjectId;
  /** git's octal mode: `100644`, `100755`, `120000` (link) or `160000` (submodule). */
  readonly mode: string;
}

/** What a branch of a repository held at one commit. Immutable: later pushes do not change it. */
export interface Snapshot {
  /** Name of the repository, as in the platform model. */
  readonly repository: string;
  /** Short name of the branch that is read and written, for example `main`. */
  readonly branch: string;
  /** The commit that was read; undefined when the branch does not exist yet (empty repository). */
  readonly commit: ObjectId | undefined;
  readonly objectFormat: ObjectFormat;
  /** Every file of the commit by path. */
  readonly files: ReadonlyMap<string, SnapshotEntry>;
}

/** One file of a commit to be made: new content, or `undefined` to remove the path. */
export interface FileWrite {
  readonly path: RepoPath;
  readonly content: string | undefined;
}

export interface CommitRequest {
  /** The snapshot the writes are meant for; its commit must still be the head of the branch. */
  readonly base: Snapshot;
  /** At most one write a path. Files not named stay as they are. Never empty. */
  readonly writes: readonly FileWrite[];
  /** Full commit message, trailers included. */
  readonly message: string;
  /** Names and times of the commit. */
  readonly author: CommitAuthor;
  /**
   * A branch of our own that gets the commit in place of the base's: it moves from its `head` (undefined: it is made) to
   * the commit, whatever was on it. The commit stands on the base all the same.
   *
   * @default - the branch of the base
   */
  readonly onto?: { readonly branch: string; readonly head: ObjectId | undefined } | undefined;
}

export interface CommitAuthor {
  readonly name: string;
  readonly email: string;
  /** Seconds since the epoch, UTC. */
  readonly time: number;
  /** Settings of the author's git that say how commits are signed. @default - they are not signed */
  readonly signing?: readonly (readonly [key: string, value: string])[] | undefined;
}

/**
 * `moved`: the head of the branch was no longer the base's commit, or could not be locked; nothing was written.
 * `said` is what the server said about it, clean of secrets.
 */
export type CommitResult =
  | { readonly status: 'committed'; readonly commit: ObjectId }
  | { readonly status: 'moved'; readonly said?: string };

/**
 * A branch of a remote repository, read and written without a work tree.
 *
 * The only door to a repository. Every method throws `KcdkError` with a code of `REPOSITORY_CODES`
 * (unreachable, refused credentials, no such branch, protected, read-only …), never with a secret in it.
 */
export interface Repository {
  readonly name: string;
  /** Reads the head of the branch anew. Contents are not read. */
  snapshot(): Promise<Snapshot>;
  /** Contents of blobs of the latest snapshot, all in one round trip; the map has every id that was asked for. */
  read(snapshot: Snapshot, blobs: Iterable<ObjectId>): Promise<ReadonlyMap<ObjectId, Uint8Array>>;
  /** The commits of the branch along first parents, newest first; empty where there is none yet. */
  history(): Promise<readonly HistoryCommit[]>;
  /** What the branch held at one of its commits. */
  snapshotAt(commit: ObjectId): Promise<Snapshot>;
  /** Asks the remote whether we may write to the branch, without writing. */
  checkWritable(snapshot: Snapshot): Promise<void>;
  /** Writes one commit on top of the base by compare-and-swap; either all of it becomes the head or nothing. */
  commit(request: CommitRequest): Promise<CommitResult>;
  /** Frees temporary files. The repository must not be used afterwards. */
  close(): Promise<void>;
}

/** One commit of a branch. */
export interface HistoryCommit {
  readonly commit: ObjectId;
  /** The first of its parents; undefined for the first commit. */
  readonly parent: ObjectId | undefined;
  /** Seconds since the epoch, by the committer's clock. */
  readonly time: number;
  /** Whole, trailers included. */
  readonly message: string;
}

/** Where a repository is and how to enter it. */
export interface RepositoryLocation {
  readonly name: string;
  /** Any URL or path git accepts. Never holds credentials. */
  readonly url: string;
  /** The branch to use; the remote's default branch when undefined. */
  readonly branch?: string | undefined;
  /** Where the secret for HTTP comes from; git's own configuration decides when undefined. */
  readonly credentials?: CredentialSource | undefined;
  /** The API beside the repository; undefined where none is known. */
  readonly forge?: ForgePlace | undefined;
}

/** Where a secret is read from, at the moment it is needed. `username` defaults to `x-access-token`. */
export type SecretSource =
  | { readonly env: string; readonly username?: string | undefined }
  | { readonly file: string; readonly username?: string | undefined }
  | { readonly command: string; readonly username?: string | undefined };

/** A GitHub App that the organizations have installed; its tokens are made when they are needed and kept in memory. */
export interface GitHubAppSource {
  readonly githubApp: {
    /** App id, or client id. No secret. */
    readonly id: string;
    /** PEM. */
    readonly privateKey: SecretSource;
    /** @default - the one of the owner of the repository */
    readonly installation?: number | undefined;
  };
  readonly username?: string | undefined;
}

/** How a repository is entered: a token that somebody made, or an App that makes them. */
export type CredentialSource = SecretSource | GitHubAppSource;
