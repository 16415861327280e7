import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { version } from '../version.ts';

export interface VersionOptions extends GlobalOptions {
  readonly json?: boolean;
}

/** Prints what a bug report needs to name. */
export async function runVersion(options: VersionOptions, io: CliIo): Promise<ExitCode> {
  const versions = { kcdk: version(), node: process.versions.node, git: await gitVersion(io) };
  if (options.json === true)
    io.stdout.write(`${JSON.stringify({ format_version: '1.0', ...versions }, undefined, 2)}\n`);
  else io.stdout.write(`kcdk ${versions.kcdk}\nnode ${versions.node}\ngit ${versions.git ?? 'not found'}\n`);
  return 0;
}

// --- internal ---

async function gitVersion(io: CliIo): Promise<string | null> {
  try {
    const { stdout } = await promisify(execFile)('git', ['--version'], { env: io.env as NodeJS.ProcessEnv });
    return stdout.trim().replace(/^git version /, '');
  } catch {
    return null;
  }
}
