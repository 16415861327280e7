import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { ObjectFormat, ObjectId } from '../repository.ts';
import { type GitSession, readRemote } from './git-session.ts';
import { REMOTE_NAME } from './object-store.ts';

/** Where the branch that we read stands. */
export interface RemoteHead {
  readonly branch: string;
  /** Undefined when the repository has no branch at all, and the one to create is configured. */
  readonly commit: ObjectId | undefined;
  readonly objectFormat: ObjectFormat;
}

/**
 * Asks the remote for the head of the configured branch, or of its default branch; one process.
 *
 * @throws {KcdkError} `REPOSITORY_EMPTY`, `REPOSITORY_HEAD_MISSING`, `REPOSITORY_BRANCH_MISSING`, and what stops a read
 */
export async function findHead(session: GitSession): Promise<RemoteHead> {
  const wanted = session.location.branch;
  const patterns = wanted === undefined ? ['HEAD'] : ['HEAD', `refs/heads/${wanted}`];
  const refs = parseRefs(
    await readRemote(session, ['ls-remote', '--symref', REMOTE_NAME, ...patterns], { storeless: true }),
  );
  const branch = wanted ?? refs.defaultBranch;
  const commit =
    branch === undefined
      ? undefined
      : (refs.ids.get(`refs/heads/${branch}`) ?? (wanted === undefined ? refs.ids.get('HEAD') : undefined));
  if (branch !== undefined && commit !== undefined) return { branch, commit, objectFormat: formatOf(commit) };
  return withoutHead(session, wanted, refs);
}

// --- internal ---

interface RefList {
  readonly defaultBranch: string | undefined;
  readonly ids: ReadonlyMap<string, ObjectId>;
}

function parseRefs(output: string): RefList {
  const ids = new Map<string, ObjectId>();
  let defaultBranch: string | undefined;
  for (const line of output.split('\n')) {
    const tab = line.indexOf('\t');
    if (tab === -1) continue;
    const value = line.slice(0, tab);
    const ref = line.slice(tab + 1);
    if (!value.startsWith('ref: ')) ids.set(ref, value);
    else if (ref === 'HEAD' && value.startsWith('ref: refs/heads/'))
      defaultBranch = value.slice('ref: refs/heads/'.length);
  }
  return { defaultBranch, ids };
}

/** The branch is not there: finds out why, which takes a full listing. */
async function withoutHead(session: GitSession, wanted: string | undefined, first: RefList): Promise<RemoteHead> {
  const { name, url } = session.location;
  const all = parseRefs(
    await readRemote(session, ['ls-remote', '--symref', REMOTE_NAME, 'HEAD', 'refs/heads/*'], { storeless: true }),
  );
  const branches = [...all.ids.keys()]
    .filter((ref) => ref.startsWith('refs/heads/'))
    .map((ref) => ref.slice('refs/heads/'.length));
  const listed = branches.slice(0, 10).map((branch) => `\`${branch}\``);
  if (wanted === undefined) {
    if (branches.length === 0 && !all.ids.has('HEAD')) {
      throw kcdkError('REPOSITORY_EMPTY', {
        repository: name,
        summary: `The repository \`${name}\` is empty and no branch is configured`,
      });
    }
    const detail =
      branches.length === 0
        ? 'It has no branches.'
        : `It has the branches ${listed.join(', ')}${branches.length > listed.length ? ' and more' : ''}.`;
    const summary = `The default branch of the repository \`${name}\` (${url}) does not exist`;
    throw kcdkError('REPOSITORY_HEAD_MISSING', { repository: name, summary, detail });
  }
  if (branches.length === 0 && !all.ids.has('HEAD')) {
    return { branch: wanted, commit: undefined, objectFormat: await formatOfEmpty(session) };
  }
  const defaultBranch = all.defaultBranch ?? first.defaultBranch;
  throw kcdkError('REPOSITORY_BRANCH_MISSING', {
    repository: name,
    summary: `The branch \`${wanted}\` does not exist in the repository \`${name}\``,
    ...(defaultBranch === undefined ? {} : { detail: `The default branch is \`${defaultBranch}\`.` }),
    fix: didYouMean(wanted, branches),
  });
}

function formatOf(id: ObjectId): ObjectFormat {
  return id.length === 64 ? 'sha256' : 'sha1';
}

/**
 * The format of a repository without objects, which no listing shows: servers name it when they greet, and git shows
 * the greeting only in its trace.
 *
 * @see https://git-scm.com/docs/gitprotocol-v2#_object_format
 */
async function formatOfEmpty(session: GitSession): Promise<ObjectFormat> {
  const trace = join(session.store.path, 'greeting');
  await readRemote(session, ['ls-remote', REMOTE_NAME], { trace });
  const greeting = await readFile(trace, 'utf8').catch(() => '');
  await rm(trace, { force: true });
  return /\bobject-format=sha256\b/.test(greeting) ? 'sha256' : 'sha1';
}
