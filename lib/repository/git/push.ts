import { constants } from 'node:fs';
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import { KcdkError } from '../../diagnostics/error.ts';
import type { CommitResult, ObjectId, Snapshot } from '../repository.ts';
import { diagnose } from './diagnose.ts';
import {
  cleanWords,
  type GitSession,
  gitFailure,
  readRemote,
  remoteError,
  runLocal,
  writeRemote,
} from './git-session.ts';
import { REMOTE_NAME } from './object-store.ts';
import type { ProcessResult } from './run-process.ts';

/** Not thin: the contents that a thin pack builds on are not in the store. */
const PUSH = [
  'push',
  '--porcelain',
  '--no-progress',
  '--no-verify',
  '--no-thin',
  '--no-follow-tags',
  '--recurse-submodules=no',
];

/**
 * Moves the branch from its base to a commit, if it still stands there.
 *
 * The lease is checked twice: by git against what the server announces, and by the server against what git sends.
 * Nothing of others is ever forced away: the new commit descends from the base, and a branch of our own moves from where it was
 * seen.
 *
 * @throws {KcdkError} what the server has against it; the branch is unchanged then
 */
export async function pushCommit(
  session: GitSession,
  base: Pick<Snapshot, 'branch' | 'commit'>,
  commit: ObjectId,
): Promise<CommitResult> {
  const ref = `refs/heads/${base.branch}`;
  const lease = `--force-with-lease=${ref}:${base.commit ?? ''}`;
  const result = await writeRemote(session, [...PUSH, lease, REMOTE_NAME, `${commit}:${ref}`]);
  const status = pushStatus(result.stdout, ref);
  const verdict = verdictOf(status, result);
  if (verdict === 'committed') return { status: 'committed', commit };
  if (verdict === 'moved') return { status: 'moved', said: cleanWords(session, saidBy(status, result)) };
  if (verdict !== 'unclear') throw remoteError(session, verdict, saidBy(status, result));
  return askRemote(session, { ref, base, commit, result, status });
}

/**
 * Finds out whether the remote lets us push, by a push that stops before it sends anything.
 *
 * @throws {KcdkError} `REPOSITORY_READ_ONLY`, `REPOSITORY_AUTHENTICATION_FAILED`, or what else stops a push. Rules of
 *   the server about branches are only known to it once something is pushed.
 */
export async function checkPush(session: GitSession, base: Snapshot): Promise<void> {
  const ref = `refs/heads/${base.branch}`;
  // With nothing to push there is only the removal of a branch that is not there to talk about.
  const refspec = `${base.commit ?? ''}:${ref}`;
  const result = await writeRemote(session, [...PUSH, '--dry-run', REMOTE_NAME, refspec]);
  const nothingThere = base.commit === undefined && /remote ref does not exist/.test(result.stderr);
  // A branch that moved on refuses the old head, and shows with it that it would take a new one.
  const answer = pushStatus(result.stdout, ref);
  if (result.exitCode !== 0 && !nothingThere && answer === undefined) throw gitFailure(session, 'write', result);
  if (base.commit !== undefined && answer?.flag === '*') {
    throw remoteError(session, 'REPOSITORY_PROTECTED', `The server shows \`${base.branch}\` to readers only.`);
  }
  if (session.address.path !== undefined) await checkFolder(session, session.address.path, base.branch);
}

/** What `git push --porcelain` says about one ref. */
export interface PushStatus {
  readonly flag: string;
  readonly reason: string;
}

/** Finds the line `<flag>\t<from>:<to>\t<summary> (<reason>)` of a ref. */
export function pushStatus(stdout: string, ref: string): PushStatus | undefined {
  for (const line of stdout.split('\n')) {
    const [flag = '', refs = '', ...reason] = line.split('\t');
    if (flag.length === 1 && refs.endsWith(`:${ref}`)) return { flag, reason: reason.join('\t') };
  }
  return undefined;
}

/** Reads a push: done, lost to another writer, refused for a reason with a code, or unclear. */
export function verdictOf(
  status: PushStatus | undefined,
  result: ProcessResult,
): 'committed' | 'moved' | 'unclear' | DiagnosticCode {
  if (status === undefined) {
    const { code, transient } = diagnose(result.stderr, result.exitCode, 'write');
    return transient || code === 'REPOSITORY_PUSH_FAILED' ? 'unclear' : code;
  }
  // "Up to date" means that somebody else put the very same commit there: the head was not the base.
  if (status.flag === '=') return 'moved';
  if (status.flag !== '!') return result.exitCode === 0 ? 'committed' : 'unclear';
  // The reason of the ref decides; what a hook prints beside it may say anything.
  for (const said of [status.reason, result.stderr]) {
    for (const [pattern, verdict] of REJECTIONS) if (pattern.test(said)) return verdict;
  }
  const { code } = diagnose(result.stderr, result.exitCode, 'write');
  return code === 'REPOSITORY_PUSH_FAILED' || code === 'REPOSITORY_UNREACHABLE' ? 'unclear' : code;
}

// --- internal ---

const REJECTIONS: readonly (readonly [RegExp, 'moved' | DiagnosticCode])[] = [
  [
    /stale info|fetch first|non-fast-forward|needs force|cannot lock ref|incorrect old value|reference already exists/i,
    'moved',
  ],
  [/currently checked out|refusing to update checked out branch/i, 'REPOSITORY_CHECKED_OUT'],
  [
    /hook declined|protected branch|declined due to|push declined|policy|not permitted|not allowed|prohibited|TF40\d+|deny updating|pull request/i,
    'REPOSITORY_PROTECTED',
  ],
];

interface UnclearPush {
  readonly ref: string;
  readonly base: Pick<Snapshot, 'commit'>;
  readonly commit: ObjectId;
  readonly result: ProcessResult;
  readonly status: PushStatus | undefined;
}

/** The answer was lost or says nothing: where the branch stands now tells what became of the push. */
async function askRemote(session: GitSession, push: UnclearPush): Promise<CommitResult> {
  const failure = remoteError(
    session,
    diagnose(push.result.stderr, push.result.exitCode, 'write').code,
    saidBy(push.status, push.result),
  );
  let listed: string;
  try {
    listed = await readRemote(session, ['ls-remote', REMOTE_NAME, push.ref]);
  } catch (cause) {
    if (KcdkError.is(cause) && cause.code === 'ABORTED') throw cause;
    throw failure;
  }
  const line = listed.split('\n').find((candidate) => candidate.endsWith(`\t${push.ref}`));
  const head = line?.slice(0, line.indexOf('\t'));
  if (head === push.commit) return { status: 'committed', commit: push.commit };
  if (head !== push.base.commit) return { status: 'moved' };
  throw failure;
}

function saidBy(status: PushStatus | undefined, result: ProcessResult): string {
  return status === undefined ? result.stderr : `${result.stderr}\n${status.reason}`;
}

/** git looks neither at permissions nor at a work tree in a dry run. */
async function checkFolder(session: GitSession, path: string, branch: string): Promise<void> {
  await checkWorkTree(session, join(path, '.git'), branch);
  for (const folder of [path, join(path, '.git')]) {
    try {
      await access(join(folder, 'objects'), constants.F_OK);
    } catch {
      continue;
    }
    try {
      await Promise.all([
        access(join(folder, 'objects'), constants.W_OK),
        access(join(folder, 'refs'), constants.W_OK),
      ]);
      return;
    } catch (cause) {
      throw remoteError(session, 'REPOSITORY_READ_ONLY', cause instanceof Error ? cause.message : '');
    }
  }
}

/**
 * A branch that somebody works on is not pushed to, unless its repository was set up for it.
 *
 * @see https://git-scm.com/docs/git-config#Documentation/git-config.txt-receivedenyCurrentBranch
 */
async function checkWorkTree(session: GitSession, folder: string, branch: string): Promise<void> {
  const head = await readFile(join(folder, 'HEAD'), 'utf8').catch(() => '');
  if (head.trim() !== `ref: refs/heads/${branch}`) return;
  const setting = await runLocal(session, [
    '--git-dir',
    folder,
    ...['config', '--default', 'refuse', '--get', 'receive.denyCurrentBranch'],
  ]);
  if (/^(refuse|true|yes|on|1)?$/i.test(setting.trim())) throw remoteError(session, 'REPOSITORY_CHECKED_OUT', '');
}
