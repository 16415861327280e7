import { keepComment, type StoredComment } from '../forge/comments.ts';
import type { CommitStatus, Forge, ForgeCommit, PullRequest, Review } from '../forge/forge.ts';
import { sameText } from '../forge/same-text.ts';
import type { GitLabClient } from './gitlab-client.ts';

/** GitLab: merge requests are pull requests, notes are comments. Commits are made by git. */
export function gitlabForge(client: GitLabClient): Forge {
  const requests = 'merge_requests';
  const pullRequestsFrom = async (head: string, base: string) => {
    const query = { source_branch: head, target_branch: base, state: 'all', order_by: 'created_at', sort: 'desc' };
    const found = await client.list<RestMerge>({ path: [requests], query });
    return found.filter(fromHere).map(toPullRequest);
  };
  return {
    place: client.place,
    mostCharacters: 1_000_000,
    pullRequestsFrom,
    pullRequest: async (number) => toPullRequest(await client.call<RestMerge>({ path: [requests, number] })),
    upsertComment: (pull, text) =>
      keepComment(text, {
        list: async () => {
          const notes = await client.list<RestNote>({ path: [requests, pull, 'notes'] });
          return notes.filter(({ system }) => !system).map((note) => toComment(note, client, pull));
        },
        create: async (body) => {
          const path = [requests, pull, 'notes'];
          return toComment(await client.call({ method: 'POST', path, body: { body }, once: true }), client, pull);
        },
        update: async (id, body) => {
          const path = [requests, pull, 'notes', id];
          return toComment(await client.call({ method: 'PUT', path, body: { body } }), client, pull);
        },
      }),
    pullRequestsOf: async (commit) => {
      const path = ['repository', 'commits', commit, requests];
      return (await client.list<RestMerge>({ path })).map(toPullRequest);
    },
    async upsertPullRequest({ head, base, title, body }) {
      const known = (await pullRequestsFrom(head, base)).find(({ state }) => state === 'open');
      if (known === undefined) {
        const made = await client.call<RestMerge>({
          method: 'POST',
          path: [requests],
          body: { source_branch: head, target_branch: base, title, description: body, remove_source_branch: true },
          once: true,
        });
        return { pull: toPullRequest(made), status: 'created' };
      }
      if (sameText(known.title, title) && sameText(known.body, body)) return { pull: known, status: 'unchanged' };
      const path = [requests, known.number];
      const changed = await client.call<RestMerge>({ method: 'PUT', path, body: { title, description: body } });
      return { pull: toPullRequest(changed), status: 'updated' };
    },
    async closePullRequest(number) {
      await client.call({ method: 'PUT', path: [requests, number], body: { state_event: 'close' } });
    },
    reviewsOf: (pull) => approvalsOf(client, pull),
    async setStatus(commit, { context, state, description, url }) {
      await client.call({
        method: 'POST',
        path: ['statuses', commit],
        body: {
          state: state === 'failure' ? 'failed' : state,
          name: context,
          description,
          ...(url !== undefined && { target_url: url }),
        },
      });
    },
    async statusesOf(commit) {
      const all = await client.list<RestStatus>({ path: ['repository', 'commits', commit, 'statuses'] });
      return all.map(({ name, status, description, target_url }): CommitStatus => {
        const state =
          status === 'success' ? 'success' : status === 'failed' || status === 'canceled' ? 'failure' : 'pending';
        return { context: name, state, description: description ?? '', ...(target_url && { url: target_url }) };
      });
    },
    async branch(name): Promise<ForgeCommit | undefined> {
      const found = await client.find<RestBranch>({ path: ['repository', 'branches', name] });
      return found === undefined ? undefined : toCommit(found.commit);
    },
    async commit(id) {
      return toCommit(await client.call<RestCommit>({ path: ['repository', 'commits', id] }));
    },
  };
}

// --- internal ---

interface RestMerge {
  readonly iid: number;
  readonly web_url: string;
  readonly state: string;
  readonly title: string;
  readonly description: string | null;
  readonly source_branch: string;
  readonly target_branch: string;
  readonly source_project_id?: number;
  readonly target_project_id?: number;
  readonly sha: string;
  readonly author: { readonly username: string };
  readonly merge_user?: { readonly username: string } | null;
  readonly merge_commit_sha?: string | null;
  readonly squash_commit_sha?: string | null;
}

interface RestNote {
  readonly id: number;
  readonly body: string;
  readonly system: boolean;
  readonly created_at: string;
  readonly author: { readonly username: string };
}

interface RestStatus {
  readonly name: string;
  readonly status: string;
  readonly description: string | null;
  readonly target_url: string | null;
}

interface RestCommit {
  readonly id: string;
  readonly message: string;
  readonly parent_ids: readonly string[];
}

interface RestBranch {
  readonly commit: RestCommit;
}

function toCommit({ id, message, parent_ids }: RestCommit): ForgeCommit {
  return { commit: id, message, parents: parent_ids };
}

function fromHere({ source_project_id, target_project_id }: RestMerge): boolean {
  return source_project_id === target_project_id;
}

function toPullRequest(merge: RestMerge): PullRequest {
  const isMerged = merge.state === 'merged';
  const mergeCommit = merge.merge_commit_sha ?? merge.squash_commit_sha ?? merge.sha;
  return {
    number: merge.iid,
    url: merge.web_url,
    // `locked` is a merge that is just being done
    state: isMerged ? 'merged' : merge.state === 'closed' ? 'closed' : 'open',
    title: merge.title,
    body: merge.description ?? '',
    head: { branch: merge.source_branch, commit: merge.sha },
    base: merge.target_branch,
    author: merge.author.username,
    ...(isMerged && merge.merge_user && { mergedBy: merge.merge_user.username }),
    ...(isMerged && { mergeCommit }),
  };
}

function toComment({ id, body }: RestNote, { place }: GitLabClient, pull: number): StoredComment {
  return { id, body, url: `${new URL(place.api).origin}/${place.path}/-/merge_requests/${pull}#note_${id}` };
}

/**
 * Approvals do not say what was approved. The note that GitLab writes beside each says when, and the versions of the merge
 * request say what stood there then.
 */
async function approvalsOf(client: GitLabClient, pull: number): Promise<readonly Review[]> {
  const path = ['merge_requests', pull];
  const [approvals, notes, versions] = await Promise.all([
    client.call<{ readonly approved_by: readonly { readonly user: { readonly username: string } }[] }>({
      path: [...path, 'approvals'],
    }),
    client.list<RestNote>({ path: [...path, 'notes'] }),
    client.list<{ readonly head_commit_sha: string; readonly created_at: string }>({ path: [...path, 'versions'] }),
  ]);
  const newestFirst = versions.toSorted((a, b) => Date.parse(b.created_at) - Date.parse(a.created_at));
  return approvals.approved_by.map(({ user }): Review => {
    const times = notes
      .filter(
        ({ system, body, author }) =>
          system && body === 'approved this merge request' && author.username === user.username,
      )
      .map(({ created_at }) => Date.parse(created_at));
    const time = Math.max(...times);
    const seen = newestFirst.find(({ created_at }) => Date.parse(created_at) <= time);
    // a time that nothing tells approves nothing
    return { author: user.username, state: 'approved', commit: seen?.head_commit_sha ?? '' };
  });
}
