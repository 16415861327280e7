import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gitInFront } from './git-in-front.ts';

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
  const log = join(folder, 'asks.log');
  writeFileSync(log, '');
  const path = gitInFront(
    folder,
    `case " $* " in *' ls-remote '*) ;; *) exec "$git" "$@" ;; esac
echo + >> '${log}'
"$git" "$@"
code=$?
echo - >> '${log}'
exit $code
`,
  );
  const lines = () => readFileSync(log, 'utf8').split('\n').filter(Boolean);
  return {
    path,
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
