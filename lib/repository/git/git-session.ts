import { parse } from 'node:path';
import type { DiagnosticCode } from '../../diagnostics/codes.ts';
import { CODES } from '../../diagnostics/codes.ts';
import { type KcdkError, kcdkError } from '../../diagnostics/error.ts';
import type { ObjectId, RepositoryLocation } from '../repository.ts';
import { type Credential, resolveCredential } from './credentials.ts';
import { diagnose, type Purpose, tellingLines } from './diagnose.ts';
import { type ConfigEntry, gitEnvironment } from './environment.ts';
import type { GitOptions } from './git-options.ts';
import { type GitCommand, runGit, type StreamingGitCommand, streamGit } from './git-process.ts';
import type { KeptObjects } from './object-cache.ts';
import { createObjectStore, type ObjectStore, REMOTE_NAME } from './object-store.ts';
import { redactor } from './redact.ts';
import type { RemoteAddress } from './remote-address.ts';
import type { ProcessResult } from './run-process.ts';

/** Milliseconds before the second, third … attempt of a read that the network broke. */
const RETRY_DELAYS = [500, 2_000, 5_000] as const;

const TEN_MINUTES = 600_000;

/** Can be no repository, and keeps git from looking for one around the working folder. */
const NO_STORE = '/dev/null/none';

/** A folder that exists. */
const ROOT = parse(import.meta.dirname).root;

/** Everything that the commands for one repository share. */
export interface GitSession {
  readonly location: RepositoryLocation;
  readonly address: RemoteAddress;
  readonly options: GitOptions;
  readonly store: ObjectStore;
  /** The secret in use, resolved with the first command that reaches the remote. */
  credential: Credential | undefined;
  /** Every spelling of every secret that was ever in use; tokens are renewed, old ones stay secret. */
  readonly secrets: Set<string>;
  /** Whether we tell ssh to ask nobody; unknown until the first command. */
  quietSsh: boolean | undefined;
  /** What is kept of the remote, once it was looked for. */
  lent?: KeptObjects | undefined;
  /** The newest commit of the remote that is whole in the store. */
  whole?: ObjectId | undefined;
  /** Holds commits without their trees, which nobody else may take for whole ones. */
  partial?: boolean | undefined;
}

/** A session that has done nothing yet; its store is made when it is first needed. */
export function createSession(location: RepositoryLocation, address: RemoteAddress, options: GitOptions): GitSession {
  return {
    location,
    address,
    options,
    store: createObjectStore(location.name, address.url, options.tempDir),
    credential: undefined,
    secrets: new Set<string>(),
    quietSsh: undefined,
  };
}

/** What a command that reaches the remote may add. */
export interface RemoteCommandExtra {
  readonly config?: readonly ConfigEntry[] | undefined;
  readonly input?: string | undefined;
  /** File for the packets of the exchange. */
  readonly trace?: string | undefined;
  /** Hears what git said beside its output, when it went well. */
  readonly onWords?: ((stderr: string) => void) | undefined;
  /** True for a command that neither reads nor writes objects; it does without the store. */
  readonly storeless?: boolean | undefined;
}

/**
 * Runs a command that reads from the remote, again if the network broke it.
 *
 * @returns standard output
 * @throws {KcdkError} with the code that `diagnose` finds
 */
export async function readRemote(
  session: GitSession,
  args: readonly string[],
  extra: RemoteCommandExtra = {},
): Promise<string> {
  for (let attempt = 0; ; attempt++) {
    const result = await withCredential(
      session,
      'read',
      (command) => runGit({ ...command, args, input: extra.input }),
      extra,
    );
    if (result.exitCode === 0) {
      extra.onWords?.(result.stderr);
      return result.stdout;
    }
    const delay = RETRY_DELAYS[attempt];
    if (delay === undefined || !diagnose(result.stderr, result.exitCode, 'read').transient) {
      throw gitFailure(session, 'read', result);
    }
    await (session.options.sleep ?? wait)(delay);
  }
}

/** Runs a command that may write to the remote: once, and in a process group that is dead when this returns. */
export function writeRemote(
  session: GitSession,
  args: readonly string[],
  extra: RemoteCommandExtra = {},
): Promise<ProcessResult> {
  return withCredential(session, 'write', (command) => streamGit({ ...command, args }), extra);
}

/**
 * Runs a command on the object store alone.
 *
 * @throws {KcdkError} `REPOSITORY_STORE_FAILED` unless it ends with status 0
 */
export async function runLocal(
  session: GitSession,
  args: readonly string[],
  streams: Pick<StreamingGitCommand, 'feed' | 'onStdout'> = {},
): Promise<string> {
  const result = settled(session, await streamGit({ ...commandOf(session, undefined, {}), ...streams, args }));
  if (result.exitCode !== 0) throw gitFailure(session, 'local', result);
  return result.stdout;
}

/** What a command on the store may be given besides. */
export interface LocalCommandExtra extends Pick<StreamingGitCommand, 'feed' | 'onStdout'> {
  readonly config?: readonly ConfigEntry[] | undefined;
  /** Variables of git for this command alone. */
  readonly variables?: Readonly<Record<string, string>> | undefined;
}

/** Runs a command on the object store alone, however it ends. */
export async function runLocalIn(
  session: GitSession,
  args: readonly string[],
  { config, variables, ...streams }: LocalCommandExtra,
): Promise<ProcessResult> {
  const command = commandOf(session, undefined, { config });
  return settled(session, await streamGit({ ...command, env: { ...command.env, ...variables }, ...streams, args }));
}

/** The error for a command that failed, with git's own words, clean of secrets, as its detail. */
export function gitFailure(session: GitSession, purpose: Purpose, result: ProcessResult): KcdkError {
  const { code } = diagnose(result.stderr, result.exitCode, purpose);
  return remoteError(session, code, result.stderr);
}

/** The telling lines of what git or the server said, without secrets. */
export function cleanWords(session: GitSession, said: string): string {
  return redactor(session.secrets)(tellingLines(said));
}

/** An error about the remote as a whole, which names it. */
export function remoteError(session: GitSession, code: DiagnosticCode, said: string): KcdkError {
  const { name, credentials } = session.location;
  const detail = cleanWords(session, said);
  const anonymous = code === 'REPOSITORY_AUTHENTICATION_FAILED' && session.address.transport === 'http' && !credentials;
  return kcdkError(code, {
    repository: name,
    summary: `${CODES[code].summary}: \`${name}\` (${session.location.url})`,
    ...(detail === '' ? {} : { detail }),
    ...(anonymous ? { fix: `Configure \`credentials\` for \`${name}\`, or a git credential helper.` } : {}),
  });
}

// --- internal ---

type Runner = (command: Omit<GitCommand, 'args'>) => Promise<ProcessResult>;

/** A secret that was refused after it had worked may have expired: it is read anew once. */
async function withCredential(
  session: GitSession,
  purpose: Purpose,
  run: Runner,
  extra: RemoteCommandExtra,
): Promise<ProcessResult> {
  const known = session.credential !== undefined;
  const result = settled(
    session,
    await run(commandOf(session, await credentialOf(session), await sshOf(session, extra))),
  );
  const refused =
    known &&
    result.exitCode !== 0 &&
    diagnose(result.stderr, result.exitCode, purpose).code === 'REPOSITORY_AUTHENTICATION_FAILED';
  if (!refused) return result;
  session.credential?.refuse();
  session.credential = undefined;
  return settled(session, await run(commandOf(session, await credentialOf(session), await sshOf(session, extra))));
}

async function credentialOf(session: GitSession): Promise<Credential | undefined> {
  const { location, address, options } = session;
  if (session.credential || !location.credentials || address.origin === undefined) return session.credential;
  session.credential = await resolveCredential(location, location.credentials, address.origin, options);
  for (const spelling of session.credential.spellings) session.secrets.add(spelling);
  return session.credential;
}

/** `GIT_SSH_COMMAND` would hide the user's `core.sshCommand`, so that is looked up first, and only for ssh. */
async function sshOf(session: GitSession, extra: RemoteCommandExtra): Promise<RemoteCommandExtra> {
  if (session.quietSsh !== undefined) return extra;
  session.quietSsh = false;
  const { env } = session.options;
  // With either of them, quiet or not makes no difference.
  const isSaid = env['GIT_SSH_COMMAND'] !== undefined || env['GIT_SSH'] !== undefined;
  if (session.address.transport !== 'ssh' || isSaid) return extra;
  const now = Date.now();
  let look = SSH_LOOKS.get(env);
  if (look === undefined || now - look.time > SSH_LOOK_AGE) {
    const configured = await runGit({
      ...commandOf(session, undefined, { storeless: true }),
      args: ['config', '--get', 'core.sshCommand'],
    });
    look = { quiet: settled(session, configured).exitCode !== 0, time: now };
    SSH_LOOKS.set(env, look);
  }
  session.quietSsh = look.quiet;
  return extra;
}

/** What the user's configuration said, by environment: a platform of a hundred repositories need not ask a hundred times. */
const SSH_LOOKS = new WeakMap<GitOptions['env'], { readonly quiet: boolean; readonly time: number }>();

/** Milliseconds, since a process may live long enough to see the configuration change. */
const SSH_LOOK_AGE = 60_000;

function commandOf(
  session: GitSession,
  credential: Credential | undefined,
  extra: RemoteCommandExtra,
): Omit<GitCommand, 'args'> {
  const { options, store, address } = session;
  const { storeless = false } = extra;
  const remote: readonly ConfigEntry[] = storeless ? [[`remote.${REMOTE_NAME}.url`, address.url]] : [];
  return {
    env: gitEnvironment({
      inherited: options.env,
      gitDir: storeless ? NO_STORE : store.path,
      config: [...remote, ...(credential?.config ?? []), ...(extra.config ?? [])],
      ownCredentials: credential !== undefined,
      quietSsh: session.quietSsh,
      trace: extra.trace,
    }),
    cwd: storeless ? ROOT : store.path,
    timeoutMs: options.timeoutMs ?? TEN_MINUTES,
    signal: options.signal,
    secret: credential !== undefined,
    local: session.address.transport === 'local',
    stoppable: options.stoppable,
  };
}

/** Turns an end that says nothing about the remote into its error. */
function settled(session: GitSession, result: ProcessResult): ProcessResult {
  const repository = session.location.name;
  switch (result.ended) {
    case 'aborted':
      throw kcdkError('ABORTED', { repository });
    case 'timeout':
      throw remoteError(session, 'REPOSITORY_TIMEOUT', '');
    case 'not-found':
      throw kcdkError('REPOSITORY_GIT_MISSING', { repository });
    case 'exit':
      return result;
  }
}

function wait(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, milliseconds);
  });
}
