import type { FileTexts } from '../../edit/file-edits.ts';

/** How far back the past of files is looked at: commits that touched them. */
const MOST_COMMITS = 50;

export interface HistoryOptions {
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * What files of a checkout said in earlier commits: at its head, and before each commit that touched them, newest first.
 *
 * Empty outside of git, and where there is no commit yet; never throws. A file that was not there at a time is not in
 * the map of that time.
 *
 * @param root  absolute folder of the checkout, or a folder inside of it
 * @param paths  from `root`
 */
export async function readHistory(
  root: string,
  paths: readonly string[],
  { env }: HistoryOptions,
): Promise<readonly FileTexts[]> {
  if (paths.length === 0) return [];
  const commits = await git(root, ['log', '--format=%H', '-n', String(MOST_COMMITS), '--', ...paths], '', env);
  const hashes = commits?.toString('utf8').split('\n').filter(Boolean) ?? [];
  if (hashes.length === 0) return [];
  const times = ['HEAD', ...hashes.map((hash) => `${hash}^`)];
  const wanted = times.flatMap((time) => paths.map((path) => `${time}:./${path}\n`)).join('');
  const batch = await git(root, ['cat-file', '--batch'], wanted, env);
  return batch === undefined ? [] : readBatch(batch, times.length, paths);
}

// --- internal ---

async function git(
  root: string,
  args: readonly string[],
  input: string,
  env: HistoryOptions['env'],
): Promise<Buffer | undefined> {
  const { execFile } = await import('node:child_process');
  return new Promise((resolve) => {
    const options = {
      cwd: root,
      encoding: 'buffer' as const,
      maxBuffer: 512 * 1024 * 1024,
      env: { ...env, LC_ALL: 'C' },
    };
    const child = execFile('git', [...SAFE, ...args], options, (cause, stdout) =>
      resolve(cause === null ? stdout : undefined),
    );
    // Whether git took it all shows in its answer.
    child.stdin?.on('error', () => undefined);
    child.stdin?.end(input);
  });
}

/** A checkout may be of a stranger: none of its programs are run. */
const SAFE = ['-c', 'core.fsmonitor=false', '-c', 'core.hooksPath=/dev/null', '--no-optional-locks'];

/** The answers of `cat-file --batch`, in the order of the questions: `<id> blob <size>` and the bytes, or `… missing`. */
function readBatch(batch: Buffer, times: number, paths: readonly string[]): readonly FileTexts[] {
  const found: Map<string, string>[] = [];
  let position = 0;
  for (let time = 0; time < times; time++) {
    const files = new Map<string, string>();
    for (const path of paths) {
      const end = batch.indexOf(0x0a, position);
      const size = /^[0-9a-f]+ blob (\d+)$/.exec(batch.toString('utf8', position, end))?.[1];
      position = end + 1;
      if (size === undefined) continue;
      files.set(
        path,
        new TextDecoder('utf-8', { ignoreBOM: true }).decode(batch.subarray(position, position + Number(size))),
      );
      position += Number(size) + 1;
    }
    if (files.size > 0) found.push(files);
  }
  return found;
}
