import { kcdkError } from '../diagnostics/error.ts';
import { keepComment, type StoredComment } from '../forge/comments.ts';
import type { CommitStatus, Forge, ForgeCommit, PullRequest, PullRequestText, Review } from '../forge/forge.ts';
import { sameText } from '../forge/same-text.ts';
import type { GitHubClient } from './github-client.ts';
import { githubCommits } from './github-commits.ts';

/** GitHub, github.com or Enterprise. */
export function githubForge(client: GitHubClient): Forge {
  const { owner, repo } = client;
  const here = { owner, repo };
  const pullRequestsFrom = (head: string, base: string) =>
    client.call(async (octokit) => {
      const found = await octokit.paginate(octokit.rest.pulls.list, {
        ...here,
        state: 'all',
        head: `${owner}:${head}`,
        base,
        sort: 'created',
        direction: 'desc',
        per_page: 100,
      });
      // the filter says whose branch, not of which repository
      const full = client.place.path.toLowerCase();
      return found
        .filter((pull) => pull.head.ref === head && pull.head.repo?.full_name.toLowerCase() === full)
        .map(toPullRequest)
        .sort((a, b) => b.number - a.number);
    });
  const pullRequest = (number: number) =>
    client.call(async (octokit) =>
      toPullRequest((await octokit.rest.pulls.get({ ...here, pull_number: number })).data),
    );
  const open = async (request: PullRequestText) =>
    client.callUnless(422, async (octokit) =>
      toPullRequest((await octokit.rest.pulls.create({ ...here, ...request })).data),
    );
  const commit = (id: string) =>
    client.call(async (octokit): Promise<ForgeCommit> => {
      const { data } = await octokit.rest.git.getCommit({ ...here, commit_sha: id });
      return { commit: data.sha, message: data.message, parents: data.parents.map(({ sha }) => sha) };
    });
  return {
    place: client.place,
    mostCharacters: 65_536,
    pullRequestsFrom,
    pullRequest,
    upsertComment: (pull, text) =>
      keepComment(text, {
        list: () =>
          client.call(async (octokit) =>
            (
              await octokit.paginate(octokit.rest.issues.listComments, { ...here, issue_number: pull, per_page: 100 })
            ).map(toComment),
          ),
        create: (body) =>
          client.call(async (octokit) =>
            // whether it was made is not known when the answer is lost
            toComment(
              (await octokit.rest.issues.createComment({ ...here, issue_number: pull, body, request: { once: true } }))
                .data,
            ),
          ),
        update: (id, body) =>
          client.call(async (octokit) =>
            toComment((await octokit.rest.issues.updateComment({ ...here, comment_id: id, body })).data),
          ),
      }),
    pullRequestsOf: (commit) =>
      client.call(async (octokit) =>
        (
          await octokit.paginate(octokit.rest.repos.listPullRequestsAssociatedWithCommit, {
            ...here,
            commit_sha: commit,
            per_page: 100,
          })
        ).map(toPullRequest),
      ),
    async upsertPullRequest(request) {
      const known = (await pullRequestsFrom(request.head, request.base)).find(({ state }) => state === 'open');
      if (known === undefined) {
        const pull = await open(request);
        if (pull !== undefined) return { pull, status: 'created' };
      }
      // refused: perhaps since there is one by now
      const current =
        known ?? (await pullRequestsFrom(request.head, request.base)).find(({ state }) => state === 'open');
      if (current === undefined) {
        const summary = `A pull request from \`${request.head}\` into \`${request.base}\` of \`${client.place.path}\` is refused`;
        throw kcdkError('FORGE_REFUSED', { summary });
      }
      if (sameText(current.title, request.title) && sameText(current.body, request.body)) {
        return { pull: current, status: 'unchanged' };
      }
      const { title, body } = request;
      const pull = await client.call(async (octokit) =>
        toPullRequest((await octokit.rest.pulls.update({ ...here, pull_number: current.number, title, body })).data),
      );
      return { pull, status: 'updated' };
    },
    async closePullRequest(number) {
      await client.call((octokit) => octokit.rest.pulls.update({ ...here, pull_number: number, state: 'closed' }));
    },
    reviewsOf: (pull) =>
      client.call(async (octokit) =>
        (await octokit.paginate(octokit.rest.pulls.listReviews, { ...here, pull_number: pull, per_page: 100 })).flatMap(
          toReview,
        ),
      ),
    async setStatus(commit, { context, state, description, url }) {
      await client.call((octokit) =>
        octokit.rest.repos.createCommitStatus({
          ...here,
          sha: commit,
          context,
          state,
          description,
          ...(url !== undefined && { target_url: url }),
        }),
      );
      if (!client.isApp) return;
      await client.call((octokit) =>
        octokit.rest.checks.create({
          ...here,
          name: context,
          head_sha: commit,
          ...(state === 'pending'
            ? { status: 'in_progress' as const }
            : { status: 'completed' as const, conclusion: state }),
          ...(url !== undefined && { details_url: url }),
          output: { title: description, summary: description },
        }),
      );
    },
    statusesOf: (commit) =>
      client.call(async (octokit) => {
        const all = await octokit.paginate(octokit.rest.repos.listCommitStatusesForRef, {
          ...here,
          ref: commit,
          per_page: 100,
        });
        const last = new Map<string, CommitStatus>();
        // newest first
        for (const { context, state, description, target_url } of all) {
          if (last.has(context)) continue;
          const word = state === 'success' || state === 'pending' ? state : 'failure';
          const url = target_url ?? undefined;
          last.set(context, { context, state: word, description: description ?? '', ...(url && { url }) });
        }
        return [...last.values()];
      }),
    async branch(name) {
      const ref = await client.callUnless(404, (octokit) => octokit.rest.git.getRef({ ...here, ref: `heads/${name}` }));
      return ref === undefined ? undefined : commit(ref.data.object.sha);
    },
    commit,
    commits: githubCommits(client),
  };
}

// --- internal ---

/** What lists and single answers have in common. */
interface RestPull {
  readonly number: number;
  readonly html_url: string;
  readonly state: string;
  readonly merged_at: string | null;
  readonly title: string;
  readonly body: string | null;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly base: { readonly ref: string };
  readonly user: { readonly login: string } | null;
  readonly merged_by?: { readonly login: string } | null;
  readonly merge_commit_sha: string | null;
}

function toPullRequest(pull: RestPull): PullRequest {
  const merged = pull.merged_at !== null;
  return {
    number: pull.number,
    url: pull.html_url,
    state: merged ? 'merged' : pull.state === 'open' ? 'open' : 'closed',
    title: pull.title,
    body: pull.body ?? '',
    head: { branch: pull.head.ref, commit: pull.head.sha },
    base: pull.base.ref,
    author: pull.user?.login ?? '',
    ...(merged && pull.merged_by && { mergedBy: pull.merged_by.login }),
    // on an open one it is only a trial
    ...(merged && pull.merge_commit_sha !== null && { mergeCommit: pull.merge_commit_sha }),
  };
}

function toComment(comment: {
  readonly id: number;
  readonly body?: string | null;
  readonly html_url: string;
}): StoredComment {
  return { id: comment.id, body: comment.body ?? '', url: comment.html_url };
}

const REVIEW_STATES: Readonly<Record<string, Review['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes-requested',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

/** A review that was begun and not sent says nothing yet. */
function toReview(review: {
  readonly state: string;
  readonly commit_id: string | null;
  readonly user: { readonly login: string } | null;
}): readonly Review[] {
  const state = REVIEW_STATES[review.state];
  return state === undefined ? [] : [{ author: review.user?.login ?? '', state, commit: review.commit_id ?? '' }];
}
