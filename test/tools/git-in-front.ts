import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/**
 * Puts a script of the shell in front of git, which it finds as `$git` and has to run.
 *
 * @param folder absolute, for the script
 * @returns `PATH` on which it stands first
 */
export function gitInFront(folder: string, script: string): string {
  const bin = join(folder, 'bin');
  const real = execFileSync('/bin/sh', ['-c', 'command -v git']).toString().trim();
  mkdirSync(bin);
  writeFileSync(join(bin, 'git'), `#!/bin/sh\ngit='${real}'\n${script}`, { mode: 0o755 });
  return `${bin}${delimiter}${process.env['PATH']}`;
}
