import type { ObjectId } from '../repository/repository.ts';
import type { GitHubClient } from './github-client.ts';
import { graphqlFailure, isUnknownField } from './graphql-failure.ts';

/** Whose repository it is, as octokit wants it. */
export function place({ owner, repo }: GitHubClient): { readonly owner: string; readonly repo: string } {
  return { owner, repo };
}

/** The commit of a branch; undefined where there is no such branch. */
export async function headOf(client: GitHubClient, branch: string): Promise<ObjectId | undefined> {
  const ref = await client.callUnless(404, (octokit) =>
    octokit.rest.git.getRef({ ...place(client), ref: `heads/${branch}` }),
  );
  return ref?.data.object.sha;
}

/** @returns false where the branch is there already */
export async function createRef(client: GitHubClient, branch: string, sha: ObjectId): Promise<boolean> {
  const made = await client.callUnless(422, (octokit) =>
    octokit.rest.git.createRef({ ...place(client), ref: `refs/heads/${branch}`, sha }),
  );
  // its own first attempt may have been faster, when the answer to it was lost
  return made !== undefined || (await headOf(client, branch)) === sha;
}

/** Puts a branch of ours anywhere. */
export async function moveRef(client: GitHubClient, branch: string, sha: ObjectId): Promise<void> {
  if ((await headOf(client, branch)) === undefined) {
    await createRef(client, branch, sha);
    return;
  }
  await client.call((octokit) =>
    octokit.rest.git.updateRef({ ...place(client), ref: `heads/${branch}`, sha, force: true }),
  );
}

export interface Replacement {
  readonly branch: string;
  /** Where the branch was when it was looked at. */
  readonly from: ObjectId;
  readonly to: ObjectId;
  /** A branch at `to` that is not needed any longer. */
  readonly beside?: string;
}

/**
 * Puts a branch onto a commit that does not come after its head, if nobody has moved it: compare-and-swap, which the REST
 * API does not have.
 *
 * @returns false where it was moved
 * @see https://docs.github.com/en/graphql/reference/mutations#updaterefs
 */
export async function replaceBranch(client: GitHubClient, replacement: Replacement): Promise<boolean> {
  const { branch, from, to, beside } = replacement;
  const refUpdates = [
    { name: `refs/heads/${branch}`, beforeOid: from, afterOid: to, force: true },
    ...(beside === undefined
      ? []
      : [{ name: `refs/heads/${beside}`, beforeOid: to, afterOid: NO_COMMIT, force: true }]),
  ];
  const refused = await client.call(async (octokit) => {
    try {
      const { repository } = await octokit.graphql<{ repository: { id: string } }>(REPOSITORY_ID, place(client));
      await octokit.graphql(UPDATE_REFS, { input: { repositoryId: repository.id, refUpdates } });
      return undefined;
    } catch (cause) {
      if (isUnknownField(cause)) return 'unknown' as const;
      const failure = graphqlFailure(cause);
      // how it refuses for a branch that was moved is not written down, so that is looked at below
      if ((failure as { readonly status?: number }).status === 422) return failure;
      throw failure;
    }
  });
  if (refused === undefined) return true;
  if (refused === 'unknown') return replaceBranchUnlocked(client, replacement);
  const head = await headOf(client, branch);
  // its own first attempt may have been faster, when the answer to it was lost
  if (head === to) return true;
  if (beside !== undefined) await deleteRef(client, beside);
  if (head === from) throw refused;
  return false;
}

/** As `replaceBranch`, for servers without that mutation: between the look and the move, a commit of somebody can be lost. */
export async function replaceBranchUnlocked(
  client: GitHubClient,
  { branch, from, to, beside }: Replacement,
): Promise<boolean> {
  const isThere = (await headOf(client, branch)) === from;
  if (isThere) await moveRef(client, branch, to);
  if (beside !== undefined) await deleteRef(client, beside);
  return isThere;
}

// --- internal ---

const NO_COMMIT = '0'.repeat(40);

async function deleteRef(client: GitHubClient, branch: string): Promise<void> {
  await client.callUnless(422, (octokit) => octokit.rest.git.deleteRef({ ...place(client), ref: `heads/${branch}` }));
}

const REPOSITORY_ID = 'query ($owner: String!, $repo: String!) { repository(owner: $owner, name: $repo) { id } }';

const UPDATE_REFS = 'mutation ($input: UpdateRefsInput!) { updateRefs(input: $input) { clientMutationId } }';
