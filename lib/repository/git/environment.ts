/** One entry of git's configuration, handed over in the environment so that no argument list shows it. */
export type ConfigEntry = readonly [key: string, value: string];

/** Settings of every git command we run. They come last, so nothing in the user's configuration undoes them. */
const FIXED_CONFIG: readonly ConfigEntry[] = [
  ['core.hooksPath', '/dev/null'],
  ['protocol.ext.allow', 'never'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['fetch.writeCommitGraph', 'false'],
  ['push.negotiate', 'false'],
  // A server that went silent must not keep a transport helper alive that outlived its command.
  ['http.lowSpeedLimit', '1'],
  ['http.lowSpeedTime', '120'],
];

/**
 * Variables of git that say how to reach a server or where the user's configuration is. Every other `GIT_*`
 * variable is dropped: most of them point git at another repository, or make it print what we would parse.
 */
const KEPT =
  /^GIT_(?:SSH|SSH_COMMAND|SSH_VARIANT|SSL_\w+|HTTP_\w+|PROXY_\w+|ASKPASS|ALLOW_PROTOCOL|PROTOCOL_FROM_USER|EXEC_PATH|CONFIG_(?:GLOBAL|SYSTEM|NOSYSTEM|COUNT|KEY_\d+|VALUE_\d+))$/;

/**
 * Bytes that glibc may keep for itself. Of its own accord it may give the memory for compressing an object back to the system and
 * ask for it anew with the next: where memory is dear, that was nine tenths of a `fast-import` of many files. Others ignore it.
 *
 * @see https://man7.org/linux/man-pages/man3/mallopt.3.html
 */
const TRIM_THRESHOLD = String(64 * 1024 * 1024);

/** Not git's own by name, yet read by it, and without a meaning for commands that ask nobody. */
const DROPPED = new Set(['EDITOR', 'VISUAL', 'PAGER', 'PREFIX', 'SSH_ASKPASS']);

export interface EnvironmentRequest {
  readonly inherited: Readonly<Record<string, string | undefined>>;
  /** The object store that is git's repository. */
  readonly gitDir: string;
  /** Configuration of this one command, after the fixed one. */
  readonly config?: readonly ConfigEntry[] | undefined;
  /** True where only our own credentials may be used: no prompt program of the user is asked. */
  readonly ownCredentials?: boolean | undefined;
  /** False when the user's configuration already says how to run ssh. */
  readonly quietSsh?: boolean | undefined;
  /** Absolute path of a file that git appends the packets of the exchange to. Headers are not among them. */
  readonly trace?: string | undefined;
}

/** The whole environment of one git command. */
export function gitEnvironment(request: EnvironmentRequest): Readonly<Record<string, string>> {
  const env: Record<string, string> = {};
  for (const [name, value] of Object.entries(request.inherited)) {
    if (value === undefined || DROPPED.has(name)) continue;
    if (!name.startsWith('GIT_') || KEPT.test(name)) env[name] = value;
  }
  // Empty, not absent: an absent variable makes git look for the prompt programs of desktop sessions.
  if (request.ownCredentials || env['GIT_ASKPASS'] === undefined) env['GIT_ASKPASS'] = '';
  if (request.quietSsh && env['GIT_SSH_COMMAND'] === undefined && env['GIT_SSH'] === undefined) {
    env['GIT_SSH_COMMAND'] = 'ssh -oBatchMode=yes';
  }
  // Not ours to decide where somebody has tuned it.
  env['MALLOC_TRIM_THRESHOLD_'] ??= TRIM_THRESHOLD;
  const own = {
    GIT_DIR: request.gitDir,
    GIT_TERMINAL_PROMPT: '0',
    GIT_NO_LAZY_FETCH: '1',
    GIT_NO_REPLACE_OBJECTS: '1',
    SSH_ASKPASS_REQUIRE: 'never',
    LC_ALL: 'C',
    LANGUAGE: '',
    ...(request.trace === undefined ? {} : { GIT_TRACE_PACKET: request.trace }),
  };
  return appendConfig({ ...env, ...own }, [...FIXED_CONFIG, ...(request.config ?? [])]);
}

// --- internal ---

/** Adds entries behind those that the user may have put into the environment. */
function appendConfig(env: Record<string, string>, entries: readonly ConfigEntry[]): Readonly<Record<string, string>> {
  let count = Number.parseInt(env['GIT_CONFIG_COUNT'] ?? '0', 10);
  if (!Number.isInteger(count) || count < 0) count = 0;
  for (const [key, value] of entries) {
    env[`GIT_CONFIG_KEY_${count}`] = key;
    env[`GIT_CONFIG_VALUE_${count}`] = value;
    count++;
  }
  env['GIT_CONFIG_COUNT'] = String(count);
  return env;
}
