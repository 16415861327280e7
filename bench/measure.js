// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Command
 * @property {readonly string[]} argv program and arguments
 * @property {string} cwd
 * @property {Readonly<Record<string, string | undefined>>} env the whole environment
 * @property {number} [status] exit status that means success; 0 when absent
 *
 * @typedef {object} Cost
 * @property {number} cpu seconds of user and system time, of the process and of all that it started
 * @property {number} wall seconds
 */

/**
 * Runs a command once and tells what it cost.
 *
 * A plan is to a good part git, so the children have to count. Node only knows its own usage
 * (`process.resourceUsage`), `/proc` counts in ticks of 10 ms, which is an eighth of `node -e 0`, and GNU time rounds
 * to the same. The keyword `time` of bash reads `getrusage(RUSAGE_CHILDREN)`, to the millisecond: all descendants
 * that were waited for, which holds for every process that git and Node start.
 *
 * @param {Command} command
 * @returns {Cost}
 */
export function measure(command) {
  const { status, said, cost } = time(command);
  check(command, status, said);
  return cost;
}

/**
 * The same, and the peak resident memory, in bytes, of the largest process in it; NaN where it is no Node and there is no
 * Python. To learn that costs some milliseconds of CPU, so the cost is a figure only where those are nothing.
 *
 * @param {Command} command
 * @param {string} temporary folder for the reports
 * @param {number} limit seconds after which the command is ended
 * @returns {Cost & { readonly memory: number } | undefined} undefined when it was ended
 */
export function measureWithMemory(command, temporary, limit) {
  const folder = mkdtempSync(join(temporary, 'memory-'));
  const { status, said, cost } = time(reporting(command, folder), limit);
  const peaks = readdirSync(folder).map((name) => Number(readFileSync(join(folder, name), 'utf8')));
  rmSync(folder, { recursive: true });
  if (ENDED.has(status ?? 0) && cost.wall >= limit) return undefined;
  check(command, status, said);
  return { ...cost, memory: peaks.length === 0 ? Number.NaN : Math.max(...peaks) };
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

// --- internal ---

/** How `timeout` ends when it has ended the command. */
const ENDED = new Set([124, 137]);

/** Most seconds that a command takes to clean up once it is told to end. */
const GRACE = 10;

/**
 * @param {Command} command
 * @param {number} [limit] seconds
 * @returns {{ readonly status: number | null, readonly said: string, readonly cost: Cost }}
 */
function time({ argv, cwd, env }, limit) {
  const script = `TIMEFORMAT='%3R %3U %3S'; time "$@" 2>&3`;
  // it ends the whole process group
  const limited = limit === undefined ? [] : ['timeout', `--kill-after=${GRACE}`, `${limit}`];
  const run = spawnSync('bash', ['-c', script, 'bash', ...limited, ...argv], {
    cwd,
    env: { ...env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
    maxBuffer: 2 ** 30,
  });
  if (run.error) throw run.error;
  const [wall = Number.NaN, user = Number.NaN, system = Number.NaN] = run.stderr.trim().split(/\s+/).map(Number);
  return { status: run.status, said: run.output[3] ?? '', cost: { cpu: user + system, wall } };
}

/**
 * The command such that it leaves files in the folder that say how much memory it took. Every process of Node reports its
 * own at its end; of other programs, the kernel says what the largest of the children of a process took.
 *
 * @param {Command} command
 * @param {string} folder
 * @returns {Command}
 */
function reporting(command, folder) {
  if (/(?:node|npx)$/.test(command.argv[0] ?? '')) {
    const preload = `--import=${new URL('report-memory.js', import.meta.url).href}`;
    return { ...command, env: { ...command.env, NODE_OPTIONS: preload, KCDK_BENCH_MEMORY: folder } };
  }
  if (spawnSync('python3', ['--version']).status !== 0) return command;
  const script = `import resource, subprocess, sys
status = subprocess.run(sys.argv[2:]).returncode
open(sys.argv[1], "w").write(str(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024))
sys.exit(status)`;
  return { ...command, argv: ['python3', '-c', script, join(folder, 'largest'), ...command.argv] };
}

/**
 * A command that fails is fast, so a failure must never become a figure.
 *
 * @param {Command} command
 * @param {number | null} status
 * @param {string} said
 */
function check({ argv, status: expected = 0 }, status, said) {
  if (status === expected) return;
  throw new Error(`\`${argv.join(' ')}\` ended with status ${status}, not ${expected}:\n${said.trim()}`);
}
