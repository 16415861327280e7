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
  const script = `TIMEFORMAT='%3R %3U %3S'; time "$@" 2>&3`;
  const run = spawnSync('bash', ['-c', script, 'bash', ...command.argv], {
    cwd: command.cwd,
    env: { ...command.env, LC_ALL: 'C' },
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    encoding: 'utf8',
  });
  if (run.error) throw run.error;
  check(command, run.status, run.output[3] ?? '');
  const [wall = 0, user = 0, system = 0] = run.stderr.trim().split(/\s+/).map(Number);
  return { cpu: user + system, wall };
}

/**
 * Runs a command once and tells the peak resident memory, in bytes, of the largest Node process in it. Each process
 * reports its own at its end; that costs some CPU, so memory is never measured together with the rest.
 *
 * @param {Command} command
 * @param {string} temporary folder for the reports
 */
export function peakMemory(command, temporary) {
  if (!/(?:node|npx)$/.test(command.argv[0] ?? '')) return peakMemoryOfOther(command);
  const folder = mkdtempSync(join(temporary, 'memory-'));
  const env = {
    ...command.env,
    NODE_OPTIONS: `--import=${new URL('report-memory.js', import.meta.url).href}`,
    KCDK_BENCH_MEMORY: folder,
  };
  const [program = '', ...args] = command.argv;
  const run = spawnSync(program, args, {
    cwd: command.cwd,
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
    encoding: 'utf8',
  });
  if (run.error) throw run.error;
  check(command, run.status, run.stderr);
  const peaks = readdirSync(folder).map((name) => Number(readFileSync(join(folder, name), 'utf8')));
  rmSync(folder, { recursive: true });
  return Math.max(0, ...peaks);
}

/** @param {readonly number[]} values at least one */
export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? upper)) / 2;
}

// --- internal ---

/**
 * The same of a program that is not Node, by what the kernel says of the children of a process; NaN without Python.
 *
 * @param {Command} command
 */
function peakMemoryOfOther({ argv, cwd, env }) {
  const script = `import resource, subprocess, sys
subprocess.run(sys.argv[1:], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)`;
  const run = spawnSync('python3', ['-c', script, ...argv], { cwd, env, encoding: 'utf8' });
  return run.status === 0 ? Number(run.stdout) * 1024 : Number.NaN;
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
