import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { SecretSource } from '../repository.ts';
import { runProcess } from './run-process.ts';

export interface ReadSecretOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Folder that relative files start from, and commands run in. @default the working directory */
  readonly cwd?: string | undefined;
  /** Milliseconds that a command may take. @default 600000 */
  readonly timeoutMs?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Makes the error that is thrown when there is no secret; `detail` never holds one. */
  readonly fail: (detail: string, cause?: unknown) => Error;
  /** Makes the error that is thrown when the signal aborts. */
  readonly aborted: () => Error;
}

/**
 * Reads a secret from its source, without the line break at its end.
 *
 * What a command prints is the secret, and what it says on standard error may hold one: neither is ever shown.
 *
 * @throws what `fail` and `aborted` make
 */
export async function readSecret(source: SecretSource, options: ReadSecretOptions): Promise<string> {
  return (await read(source, options)).replace(/[\r\n]+$/, '');
}

/** Names a source in a message. A command itself is not quoted: people put secrets on command lines. */
export function nameOfSource(source: SecretSource): string {
  if ('env' in source) return `The environment variable \`${source.env}\``;
  if ('file' in source) return `The file \`${source.file}\``;
  return 'The credential command';
}

// --- internal ---

async function read(source: SecretSource, options: ReadSecretOptions): Promise<string> {
  const { env, fail } = options;
  if ('env' in source) {
    const value = env[source.env];
    if (value === undefined) throw fail(`${nameOfSource(source)} is not set.`);
    return value;
  }
  if ('file' in source) {
    try {
      return await readFile(resolve(options.cwd ?? process.cwd(), source.file), 'utf8');
    } catch (cause) {
      const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
      throw fail(`${nameOfSource(source)} cannot be read${code}.`, cause);
    }
  }
  return runCommand(source, options);
}

async function runCommand(
  source: Extract<SecretSource, { readonly command: string }>,
  options: ReadSecretOptions,
): Promise<string> {
  const shell = process.platform === 'win32' ? ['cmd.exe', '/d', '/s', '/c'] : ['/bin/sh', '-c'];
  const [command = '/bin/sh', ...args] = shell;
  const env = Object.fromEntries(
    Object.entries(options.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
  const result = await runProcess({
    command,
    args: [...args, source.command],
    env,
    cwd: options.cwd ?? process.cwd(),
    timeoutMs: options.timeoutMs ?? 600_000,
    signal: options.signal,
  });
  const name = nameOfSource(source);
  if (result.ended === 'aborted') throw options.aborted();
  if (result.ended === 'timeout') throw options.fail(`${name} did not end in time.`);
  if (result.exitCode !== 0) throw options.fail(`${name} ended with status ${result.exitCode ?? 'of a signal'}.`);
  return result.stdout;
}
