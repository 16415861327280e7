import type { AskEmulator, GitHubExtension } from './github-server.ts';

/**
 * What the emulator lacks of GitHub: statuses, the pull requests of a commit, GraphQL, the limit of comments, and pull
 * requests that follow their branches.
 */
export interface MergedPull {
  readonly login: string;
  readonly commit: string;
  readonly head: string;
}

export interface GapOptions {
  /** Pull requests that were merged by git, by `owner/name#number`. */
  readonly merged?: ReadonlyMap<string, MergedPull>;
  readonly withoutGraphql?: boolean;
  /** An Enterprise server from before that mutation. */
  readonly withoutUpdateRefs?: boolean;
}

export function githubGaps(options: GapOptions = {}): GitHubExtension {
  const { merged = new Map(), withoutGraphql = false, withoutUpdateRefs = false } = options;
  const statuses: { readonly repo: string; readonly sha: string; readonly status: object }[] = [];
  const answer: GitHubExtension['answer'] = async (request, ask) => {
    const { method, body, authorization } = request;
    const path = request.path.split('?')[0] ?? '';
    const token = authorization?.replace(/^(token|bearer) /i, '');
    const [, repo = '', rest = ''] = /^\/repos\/([^/]+\/[^/]+)\/(.*)$/.exec(path) ?? [];
    if (method === 'POST' && rest.startsWith('statuses/')) {
      const sha = rest.slice('statuses/'.length);
      const found = await ask('GET', `/repos/${repo}/git/commits/${sha}`);
      if (found.status !== 200) return { status: 422, data: { message: `No commit found for SHA: ${sha}` } };
      const status = { target_url: null, description: null, context: 'default', ...JSON.parse(body) };
      statuses.unshift({ repo, sha, status });
      return { status: 201, data: status };
    }
    const ofCommit = /^commits\/([0-9a-f]{40})\/(statuses|pulls)$/.exec(rest);
    if (method === 'GET' && ofCommit?.[2] === 'statuses') {
      return {
        status: 200,
        data: statuses.flatMap((one) => (one.repo === repo && one.sha === ofCommit[1] ? [one.status] : [])),
      };
    }
    if (method === 'GET' && ofCommit?.[2] === 'pulls')
      return { status: 200, data: await pullsOf(repo, ofCommit[1] ?? '', ask, merged) };
    if (/\/comments(\/\d+)?$/.test(rest) && method !== 'GET' && JSON.parse(body).body.length > 65_536) {
      return {
        status: 422,
        data: { message: 'Validation Failed', errors: [{ message: 'body is too long (maximum is 65536 characters)' }] },
      };
    }
    if (path === '/graphql' && withoutGraphql) return { status: 404, data: { message: 'Not Found' } };
    if (path === '/graphql' && withoutUpdateRefs && body.includes('updateRefs')) return { status: 200, data: UNKNOWN };
    if (path === '/graphql') return { status: 200, data: await graphql(JSON.parse(body), ask, token) };
    return undefined;
  };
  return {
    answer,
    async amend({ path }, data, ask) {
      const repo = /^\/repos\/([^/]+\/[^/]+)\/(?:pulls|commits\/\w+\/pulls)(?:\/\d+)?(?:\?|$)/.exec(path)?.[1];
      if (repo === undefined) return data;
      if (!Array.isArray(data)) return followed(repo, data as Pull, ask, merged);
      return Promise.all(data.map((pull: Pull) => followed(repo, pull, ask, merged)));
    },
  };
}

// --- internal ---

const UNKNOWN = {
  errors: [{ message: "Field 'updateRefs' doesn't exist on type 'Mutation'", extensions: { code: 'undefinedField' } }],
};

interface Pull {
  readonly number: number;
  readonly state: string;
  readonly head: { readonly ref: string; readonly sha: string };
  readonly merge_commit_sha: string | null;
}

/** A pull request as GitHub would show it: with the head of its branch, merged where it is. */
async function followed(
  repo: string,
  pull: Pull,
  ask: AskEmulator,
  merged: NonNullable<GapOptions['merged']>,
): Promise<Pull> {
  const done = merged.get(`${repo}#${pull.number}`);
  if (done !== undefined) {
    const { login, commit, head } = done;
    const about = { merged: true, merged_at: '2026-01-01T00:00:00Z', merged_by: { login }, merge_commit_sha: commit };
    return { ...pull, ...about, state: 'closed', head: { ...pull.head, sha: head } };
  }
  if (pull.state !== 'open') return pull;
  const { status, data } = await ask('GET', `/repos/${repo}/git/ref/heads/${pull.head.ref}`);
  if (status !== 200) return pull;
  const { sha } = (data as { readonly object: { readonly sha: string } }).object;
  return { ...pull, head: { ...pull.head, sha } };
}

async function pullsOf(
  repo: string,
  sha: string,
  ask: AskEmulator,
  merged: NonNullable<GapOptions['merged']>,
): Promise<readonly Pull[]> {
  const pulls = (await ask('GET', `/repos/${repo}/pulls?state=all&per_page=100`)).data as readonly Pull[];
  const shown = await Promise.all(pulls.map((pull) => followed(repo, pull, ask, merged)));
  return shown.filter(({ head, merge_commit_sha }) => head.sha === sha || merge_commit_sha === sha);
}

interface TreeEntry {
  readonly path: string;
  readonly mode: string;
  readonly type: string;
  readonly sha: string;
}

interface GraphqlRequest {
  readonly query: string;
  readonly variables: { readonly owner?: string; readonly repo?: string; readonly input?: RefUpdates | Commit };
}

interface RefUpdates {
  readonly repositoryId: string;
  readonly refUpdates: readonly {
    readonly name: string;
    readonly beforeOid: string;
    readonly afterOid: string;
    readonly force: boolean;
  }[];
}

interface Commit {
  readonly branch: { readonly repositoryNameWithOwner: string; readonly branchName: string };
  readonly expectedHeadOid: string;
  readonly message: { readonly headline: string; readonly body?: string };
  readonly fileChanges: {
    readonly additions: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions: readonly { readonly path: string }[];
  };
}

/** What we ask and change by GraphQL, over the API of git data. */
async function graphql(request: GraphqlRequest, ask: AskEmulator, token: string | undefined): Promise<unknown> {
  const { query, variables } = request;
  if (query.includes('__typename')) return { data: { __typename: 'Query' } };
  if (query.includes('repository(')) return { data: { repository: { id: `R_${variables.owner}/${variables.repo}` } } };
  if (query.includes('updateRefs')) return updateRefs(variables.input as RefUpdates, ask, token);
  if (query.includes('createCommitOnBranch')) return createCommitOnBranch(variables.input as Commit, ask, token);
  return { errors: [{ message: 'unknown query' }] };
}

async function updateRefs({ repositoryId, refUpdates }: RefUpdates, ask: AskEmulator, token: string | undefined) {
  const git = `/repos/${repositoryId.slice('R_'.length)}/git`;
  for (const { name, beforeOid } of refUpdates) {
    const { data } = await ask('GET', `${git}/${name.replace('refs/', 'ref/')}`, undefined, token);
    if ((data as { readonly object?: { readonly sha: string } }).object?.sha === beforeOid) continue;
    return { data: { updateRefs: null }, errors: [{ type: 'UNPROCESSABLE', message: `${name} is elsewhere` }] };
  }
  for (const { name, afterOid, force } of refUpdates) {
    if (/^0+$/.test(afterOid)) await ask('DELETE', `${git}/${name}`, undefined, token);
    else await ask('PATCH', `${git}/${name}`, { sha: afterOid, force }, token);
  }
  return { data: { updateRefs: { clientMutationId: null } } };
}

async function createCommitOnBranch(
  { branch, expectedHeadOid, message, fileChanges }: Commit,
  ask: AskEmulator,
  token: string | undefined,
) {
  const base = `/repos/${branch.repositoryNameWithOwner}/git`;
  const get = async (path: string) =>
    (await ask('GET', `${base}/${path}`, undefined, token)).data as Readonly<Record<string, { readonly sha: string }>>;
  const post = async (path: string, body: unknown) => {
    const { status, data } = await ask('POST', `${base}/${path}`, body, token);
    if (status !== 201) throw new Error(`${path}: ${JSON.stringify(data)}`);
    return (data as { readonly sha: string }).sha;
  };
  const ref = await get(`ref/heads/${branch.branchName}`);
  const head = ref['object']?.sha;
  if (head === undefined)
    return { data: null, errors: [{ type: 'NOT_FOUND', message: 'A branch could not be found' }] };
  if (head !== expectedHeadOid) {
    const said = `Expected branch to point to "${expectedHeadOid}" but it points to "${head}". Pull and try again.`;
    return { data: { createCommitOnBranch: null }, errors: [{ type: 'STALE_DATA', message: said }] };
  }
  const { tree } = await get(`commits/${head}`);
  // whole, not on top of the old one: the emulator would keep folders that nothing is left in
  const { data } = await ask('GET', `${base}/trees/${tree?.sha}?recursive=1`, undefined, token);
  const { tree: listed } = data as { readonly tree: readonly TreeEntry[] };
  const entries = new Map(
    listed.filter(({ type }) => type === 'blob').map(({ path, mode, type, sha }) => [path, { path, mode, type, sha }]),
  );
  for (const { path } of fileChanges.deletions) {
    if (!entries.delete(path)) return { data: null, errors: [{ type: 'UNPROCESSABLE', message: `no file ${path}` }] };
  }
  for (const { path, contents } of fileChanges.additions) {
    const sha = await post('blobs', { content: contents, encoding: 'base64' });
    entries.set(path, { path, mode: '100644', type: 'blob', sha });
  }
  const made = await post('trees', { tree: [...entries.values()] });
  const text = message.body ? `${message.headline}\n\n${message.body}` : message.headline;
  const commit = await post('commits', { message: text, tree: made, parents: [head] });
  await ask('PATCH', `${base}/refs/heads/${branch.branchName}`, { sha: commit, force: false }, token);
  return { data: { createCommitOnBranch: { commit: { oid: commit } } } };
}
