import type { CommitRequest, CommitResult, ObjectId } from '../repository/repository.ts';
import type { ForgePlace } from './forge-place.ts';

/**
 * What is talked about beside a repository: pull requests, comments, reviews, statuses. Merge requests and notes of GitLab
 * have the names that GitHub gave them.
 *
 * Every method throws `KcdkError` with a code of `FORGE_CODES`, never with a secret in it. What changes something looks
 * first whether that is done already, so that everything can be run again.
 */
export interface Forge {
  readonly place: ForgePlace;
  /** Most characters of a comment, and of the body of a pull request. */
  readonly mostCharacters: number;
  /** Writes a comment, in place of the earlier one with the same marker if there is one. */
  upsertComment(pull: number, comment: CommentText): Promise<CommentOutcome>;
  /** The pull requests from one branch of the repository into another, newest first. */
  pullRequestsFrom(head: string, base: string): Promise<readonly PullRequest[]>;
  /** The pull requests that a commit is part of, or the merge of. */
  pullRequestsOf(commit: ObjectId): Promise<readonly PullRequest[]>;
  /** @throws {KcdkError} `FORGE_NOT_FOUND` */
  pullRequest(number: number): Promise<PullRequest>;
  /** Opens a pull request, or brings the text of the open one up to date. */
  upsertPullRequest(request: PullRequestText): Promise<PullRequestOutcome>;
  /** Closes an open pull request without merging it. */
  closePullRequest(number: number): Promise<void>;
  /** What people said, oldest first. */
  reviewsOf(pull: number): Promise<readonly Review[]>;
  /** Says something about a commit; the last word of a context counts. */
  setStatus(commit: ObjectId, status: CommitStatus): Promise<void>;
  /** The last word of every context. */
  statusesOf(commit: ObjectId): Promise<readonly CommitStatus[]>;
  /** The head of a branch; undefined where there is no such branch. */
  branch(name: string): Promise<ForgeCommit | undefined>;
  /** @throws {KcdkError} `FORGE_NOT_FOUND` */
  commit(id: ObjectId): Promise<ForgeCommit>;
  /** Makes commits through the API, signed by the server; undefined where git does it. */
  readonly commits?: ForgeCommits | undefined;
}

export interface CommentText {
  /** A hidden line that only this comment has, such as `<!-- kcdk:plan acme -->`; it is put at the end of a body that
   * does not have it. */
  readonly marker: string;
  readonly body: string;
}

export interface CommentOutcome {
  readonly url: string;
  readonly status: 'created' | 'updated' | 'unchanged';
}

export interface PullRequest {
  readonly number: number;
  /** For people. */
  readonly url: string;
  readonly state: 'open' | 'merged' | 'closed';
  readonly title: string;
  readonly body: string;
  readonly head: { readonly branch: string; readonly commit: ObjectId };
  readonly base: string;
  /** Login. */
  readonly author: string;
  /** Login; set where it is merged and the server tells. */
  readonly mergedBy?: string | undefined;
  /** Set where it is merged: the commit that did it. */
  readonly mergeCommit?: ObjectId | undefined;
}

export interface PullRequestText {
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
}

export interface PullRequestOutcome {
  readonly pull: PullRequest;
  readonly status: 'created' | 'updated' | 'unchanged';
}

export interface Review {
  /** Login. */
  readonly author: string;
  readonly state: 'approved' | 'changes-requested' | 'commented' | 'dismissed';
  /** The commit that was looked at. */
  readonly commit: ObjectId;
}

export interface CommitStatus {
  /** Tells it from others, for example `kcdk/acme`. */
  readonly context: string;
  readonly state: 'pending' | 'success' | 'failure';
  /** At most 140 characters. */
  readonly description: string;
  /** Where there is more. */
  readonly url?: string | undefined;
}

/** A commit as the API shows it. */
export interface ForgeCommit {
  readonly commit: ObjectId;
  readonly message: string;
  /** First parents first. */
  readonly parents: readonly ObjectId[];
}

/** Commits by the server's own hand. */
export interface ForgeCommits {
  /** As `Repository.commit`, by the identity of the credentials: the author of the request is not used. */
  commit(request: CommitRequest): Promise<CommitResult>;
}
