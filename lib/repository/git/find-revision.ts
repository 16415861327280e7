import { kcdkError } from '../../diagnostics/error.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { ObjectId } from '../repository.ts';
import { findHead } from './find-head.ts';
import { type GitSession, readRemote } from './git-session.ts';
import { REMOTE_NAME } from './object-store.ts';
import { isBranchName } from './remote-address.ts';

/** Where a branch, a tag or a commit stands on the remote. */
export interface Revision {
  readonly commit: ObjectId;
  /** Full name of the ref; undefined for a commit that was named itself. */
  readonly ref: string | undefined;
}

/** True for the full name of a commit, which never moves. */
export function isCommitName(text: string): boolean {
  return /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(text);
}

/**
 * Asks the remote where a ref stands. A tag comes before a branch of its name, as in git itself.
 *
 * @param ref  branch, tag (short or full name) or full commit; the default branch when undefined
 * @throws {KcdkError} `TEMPLATE_REF_MISSING`, and what stops a read
 * @see https://git-scm.com/docs/gitrevisions#_specifying_revisions
 */
export async function findRevision(session: GitSession, ref: string | undefined): Promise<Revision> {
  if (ref === undefined || ref === 'HEAD') {
    const { branch, commit } = await findHead(session);
    if (commit === undefined) throw kcdkError('REPOSITORY_EMPTY', { repository: session.location.name });
    return { commit, ref: `refs/heads/${branch}` };
  }
  if (isCommitName(ref)) return { commit: ref, ref: undefined };
  const short = ref.replace(/^refs\/(?:heads|tags)\//, '');
  if (isBranchName(short)) {
    const names = short === ref ? [`refs/tags/${ref}`, `refs/heads/${ref}`] : [ref];
    const refs = parseRefs(
      await readRemote(session, ['ls-remote', REMOTE_NAME, ...names.flatMap((name) => [name, `${name}^{}`])], {
        storeless: true,
      }),
    );
    for (const name of names) {
      const commit = refs.get(`${name}^{}`) ?? refs.get(name);
      if (commit !== undefined) return { commit, ref: name };
    }
  }
  throw await missing(session, ref);
}

// --- internal ---

function parseRefs(output: string): ReadonlyMap<string, ObjectId> {
  const refs = new Map<string, ObjectId>();
  for (const line of output.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab !== -1) refs.set(line.slice(tab + 1), line.slice(0, tab));
  }
  return refs;
}

async function missing(session: GitSession, ref: string) {
  const all = parseRefs(
    await readRemote(session, ['ls-remote', '--refs', REMOTE_NAME, 'refs/heads/*', 'refs/tags/*'], { storeless: true }),
  );
  const names = [...all.keys()].map((name) => name.replace(/^refs\/(?:heads|tags)\//, ''));
  const { name, url } = session.location;
  return kcdkError('TEMPLATE_REF_MISSING', {
    repository: name,
    summary: `The repository ${url} has no branch or tag \`${ref}\``,
    ...(/^[0-9a-f]{7,39}$/.test(ref) ? { detail: 'A commit is named by all of its digits.' } : {}),
    fix: didYouMean(ref, names),
  });
}
