import { kcdkError } from '../diagnostics/error.ts';
import type { ForgeCommits } from '../forge/forge.ts';
import { blobId } from '../repository/blob-id.ts';
import { checkWrites, type TreeChanges } from '../repository/check-writes.ts';
import type { CommitRequest, CommitResult, ObjectId } from '../repository/repository.ts';
import type { GitHubClient } from './github-client.ts';
import { createRef, headOf, moveRef, place, replaceBranch, replaceBranchUnlocked } from './github-refs.ts';
import { graphqlFailure, isStale } from './graphql-failure.ts';

/** Most bytes of content in one mutation; base64 and the rest of the request come on top. */
const MOST_BYTES = 20 * 1024 * 1024;

/** Most entries of one request to make a tree. */
const MOST_ENTRIES = 500;

/**
 * Makes commits by GitHub's own hand, which it signs.
 *
 * `createCommitOnBranch` moves the branch by compare-and-swap. It takes plain files only: executable ones, very large
 * changes, and servers without GraphQL get the same commit through the API of git data, which GitHub signs for Apps.
 *
 * @see https://docs.github.com/en/graphql/reference/mutations#createcommitonbranch
 * @see https://docs.github.com/en/rest/git/commits#create-a-commit
 */
export function githubCommits(client: GitHubClient): ForgeCommits {
  let known: Promise<boolean> | undefined;
  const hasGraphql = () => {
    known ??= client
      .callUnless(404, (octokit) => octokit.graphql('query { __typename }'))
      .then((answer) => answer !== undefined);
    return known;
  };
  return {
    async commit(request) {
      const changes = checkWrites(request);
      const base = request.base.commit;
      if (base === undefined) {
        const detail = 'The API makes no first commit. Put one there with git.';
        throw kcdkError('FORGE_REFUSED', { repository: request.base.repository, detail });
      }
      const work = { client, request, changes, base };
      if (!(await hasGraphql())) return throughGitData(work, replaceBranchUnlocked);
      return isPlain(changes) ? throughGraphql(work) : throughGitData(work, replaceBranch);
    },
  };
}

// --- internal ---

interface Work {
  readonly client: GitHubClient;
  readonly request: CommitRequest;
  readonly changes: TreeChanges;
  readonly base: ObjectId;
}

const MOVED: CommitResult = { status: 'moved' };

function isPlain({ files }: TreeChanges): boolean {
  const bytes = files.reduce((sum, { content }) => sum + Buffer.byteLength(content), 0);
  return bytes <= MOST_BYTES && files.every(({ mode }) => mode === '100644');
}

async function throughGraphql(work: Work): Promise<CommitResult> {
  const { request, base, client } = work;
  const { onto } = request;
  if (onto === undefined) return commitOnBranch(work, request.base.branch, base);
  const branch = onto.branch;
  if (onto.head === undefined) {
    if (!(await createRef(client, branch, base))) return MOVED;
    return commitOnBranch(work, branch, base);
  }
  // Set back to its base, the branch would close its pull request. The commit grows elsewhere and is put there whole.
  const beside = `${branch}-next`;
  await moveRef(client, beside, base);
  const made = await commitOnBranch(work, beside, base);
  if (made.status !== 'committed') return made;
  const isReplaced = await replaceBranch(client, { branch, from: onto.head, to: made.commit, beside });
  return isReplaced ? made : MOVED;
}

const MUTATION = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

async function commitOnBranch(
  { client, request, changes }: Work,
  branch: string,
  expected: ObjectId,
): Promise<CommitResult> {
  const [headline = '', ...rest] = request.message.trimEnd().split('\n');
  const input = {
    branch: { repositoryNameWithOwner: client.place.path, branchName: branch },
    expectedHeadOid: expected,
    message: { headline, body: rest.join('\n').trim() },
    fileChanges: {
      additions: changes.files.map(({ path, content }) => ({
        path,
        contents: Buffer.from(content).toString('base64'),
      })),
      deletions: changes.removals.map((path) => ({ path })),
    },
  };
  const answer = await client.call(async (octokit) => {
    try {
      return await octokit.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(MUTATION, { input });
    } catch (cause) {
      if (isStale(cause)) return 'stale' as const;
      throw graphqlFailure(cause);
    }
  });
  if (answer !== 'stale') return { status: 'committed', commit: answer.createCommitOnBranch.commit.oid };
  // its own first attempt may have been faster, when the answer to it was lost
  const head = await headCommit(client, branch);
  const isLikeOurs = head?.parent === expected && head.message.trim() === request.message.trim();
  const isOurs = isLikeOurs && (await holds(client, head.tree, changes));
  return isOurs ? { status: 'committed', commit: head.commit } : MOVED;
}

/** Whether a tree has what was to be written, and no longer what was to be removed. */
async function holds(client: GitHubClient, tree: ObjectId, { files, removals }: TreeChanges): Promise<boolean> {
  const { data } = await client.call((octokit) =>
    octokit.rest.git.getTree({ ...place(client), tree_sha: tree, recursive: '1' }),
  );
  const blobs = new Map(data.tree.map(({ path, sha }) => [path, sha]));
  return (
    !data.truncated &&
    files.every(({ path, content }) => blobs.get(path) === blobId(content, 'sha1')) &&
    removals.every((path) => !blobs.has(path))
  );
}

async function throughGitData(
  { client, request, changes, base }: Work,
  replace: typeof replaceBranch,
): Promise<CommitResult> {
  const { onto, message } = request;
  const tree = await makeTree(client, changes, base);
  // Without an author: what an App makes then is signed.
  const { data: commit } = await client.call((octokit) =>
    octokit.rest.git.createCommit({ ...place(client), message, tree, parents: [base] }),
  );
  const result: CommitResult = { status: 'committed', commit: commit.sha };
  if (onto === undefined) {
    const moved = await client.callUnless(422, (octokit) =>
      octokit.rest.git.updateRef({
        ...place(client),
        ref: `heads/${request.base.branch}`,
        sha: commit.sha,
        force: false,
      }),
    );
    return moved === undefined ? MOVED : result;
  }
  if (onto.head === undefined) return (await createRef(client, onto.branch, commit.sha)) ? result : MOVED;
  const isReplaced = await replace(client, { branch: onto.branch, from: onto.head, to: commit.sha });
  return isReplaced ? result : MOVED;
}

async function makeTree(client: GitHubClient, { files, removals }: TreeChanges, base: ObjectId): Promise<ObjectId> {
  const entries = [
    ...removals.map((path) => ({ path, mode: '100644' as const, type: 'blob' as const, sha: null })),
    ...files.map(({ path, mode, content }) => ({ path, mode, type: 'blob' as const, content })),
  ];
  let tree = (await client.call((octokit) => octokit.rest.git.getCommit({ ...place(client), commit_sha: base }))).data
    .tree.sha;
  for (let start = 0; start < entries.length; start += MOST_ENTRIES) {
    const part = entries.slice(start, start + MOST_ENTRIES);
    const made = await client.call((octokit) =>
      octokit.rest.git.createTree({ ...place(client), base_tree: tree, tree: part }),
    );
    tree = made.data.sha;
  }
  return tree;
}

async function headCommit(client: GitHubClient, branch: string) {
  const commit = await headOf(client, branch);
  if (commit === undefined) return undefined;
  const { data } = await client.call((octokit) => octokit.rest.git.getCommit({ ...place(client), commit_sha: commit }));
  return { commit, message: data.message, parent: data.parents[0]?.sha, tree: data.tree.sha };
}
