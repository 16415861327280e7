import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** A git that says when remotes are asked for their branches, whoever runs it. */
export interface GitCount {
  /** `PATH` on which it stands first. */
  readonly path: string;
  /** File with a line for each event, in order: `+` where `git ls-remote` starts, `-` where it ends by itself. */
  readonly log: string;
  lines(): readonly string[];
  /** How often `git ls-remote` was started. */
  asks(): number;
  /** How many of them ran at the same time, at most. */
  atOnce(): number;
  forget(): void;
}

/** @param folder absolute, for the script and the log */
export function countGit(folder: string): GitCount {
  const [bin, log] = [join(folder, 'bin'), join(folder, 'asks.log')];
  const real = execFileSync('/bin/sh', ['-c', 'command -v git']).toString().trim();
  mkdirSync(bin);
  writeFileSync(log, '');
  const script = `#!/bin/sh
case " $* " in *' ls-remote '*) ;; *) exec '${real}' "$@" ;; esac
echo + >> '${log}'
'${real}' "$@"
code=$?
echo - >> '${log}'
exit $code
`;
  writeFileSync(join(bin, 'git'), script);
  chmodSync(join(bin, 'git'), 0o755);
  const lines = () => readFileSync(log, 'utf8').split('\n').filter(Boolean);
  return {
    path: `${bin}${delimiter}${process.env['PATH']}`,
    log,
    lines,
    asks: () => lines().filter((line) => line === '+').length,
    atOnce: () => {
      let running = 0;
      return Math.max(0, ...lines().map((line) => (running += line === '+' ? 1 : -1)));
    },
    forget: () => writeFileSync(log, ''),
  };
}
