import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join, relative, resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { createLocalRepository } from '../../lib/repository/git/create-local-repository.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { packageRoot } from '../package-root.ts';
import { openSession } from './session.ts';

export interface InitOptions extends GlobalOptions {
  readonly folder: string;
  readonly name?: string;
}

/** Makes a platform that runs at once: a program, its configuration, and local repositories to apply it to. */
export async function runInit(options: InitOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const folder = resolve(session.cwd, options.folder);
  const name = nameOf(options.name ?? basename(folder), options.name !== undefined);
  const files = await scaffold(name, session.version);
  await refuseExisting(folder, [...files.keys(), 'repositories']);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of files) await writeFile(join(folder, file), text, { flag: 'wx' });
  const repositories = [`${name}-platform/platform-gitops`, `${name}-platform/team-gitops`, `${name}-team/team-gitops`];
  for (const repository of repositories) {
    await createLocalRepository(join(folder, 'repositories', `${repository}.git`), io.env);
  }
  const place = relative(io.cwd, folder) || '.';
  io.stdout.write(`Made platform \`${name}\` in ${place}: ${[...files.keys()].join(', ')} and 3 local repositories.\n`);
  session.say(`\nNext:\n${place === '.' ? '' : `  cd ${place}\n`}  kcdk plan\n  kcdk apply`);
  return 0;
}

// --- internal ---

/** The name is part of names that are DNS labels of at most 63 characters. */
function nameOf(text: string, given: boolean): string {
  const name = given
    ? text
    : text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 40);
  if (/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return name;
  throw kcdkError('NAME_NOT_DNS_LABEL', {
    summary: `A platform cannot be named ${JSON.stringify(text)}`,
    fix: 'Pass `--name` with lower-case letters, digits and hyphens, at most 40 characters.',
  });
}

async function scaffold(name: string, version: string): Promise<ReadonlyMap<string, string>> {
  const folder = join(packageRoot(), 'templates', 'init');
  const files = new Map<string, string>();
  for (const file of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    // npm does not pack a file named .gitignore.
    const target = file === 'gitignore' ? '.gitignore' : file;
    files.set(target, text.replaceAll('<PLATFORM_NAME>', name).replaceAll('<KCDK_VERSION>', version));
  }
  return files;
}

async function refuseExisting(folder: string, files: readonly string[]): Promise<void> {
  let present: readonly string[];
  try {
    present = await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('OUTPUT_UNWRITABLE', { summary: `\`${folder}\` cannot be used`, detail }, cause);
  }
  const clashing = files.filter((file) => present.includes(file));
  if (clashing.length === 0) return;
  throw kcdkError('INIT_FOLDER_NOT_EMPTY', {
    summary: `\`${folder}\` already holds ${clashing.map((file) => `\`${file}\``).join(', ')}`,
  });
}
