// @ts-check
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { median } from './measure.js';
import { createWorld, KCDK } from './world.js';

/** @typedef {import('./report.js').Row} Row */

/**
 * What a save costs a `kcdk plan --watch` that has planned before: the process and all that it has started, which is how the
 * program is bundled. None where the system does not tell (`/proc`).
 *
 * @param {import('./platforms.js').Platform} platform
 * @param {string} folder a new one
 * @param {number} rounds after the first save, which loads what plans changes
 * @returns {Promise<readonly Row[]>}
 */
export async function measureSaves(platform, folder, rounds) {
  if (process.platform !== 'linux') return [];
  const world = createWorld(platform, folder);
  const { cwd, env } = world.oneChanged();
  const [program = '', ...argv] = [...KCDK, 'plan', '--watch'];
  const child = spawn(program, argv, { cwd, env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
  const { pid = 0 } = child;
  const ended = new Promise((done) => child.once('exit', done));
  const waiting = waits(child.stderr);
  try {
    await waiting();
    /** @type {{ readonly cpu: number, readonly wall: number }[]} */
    const costs = [];
    for (let round = 0; round <= rounds; round++) {
      // what is left of the last plan, such as a collection of garbage, is not part of the next
      await sleep(QUIET);
      const [cpu, start] = [cpuOf(pid), performance.now()];
      world.oneChanged();
      await waiting();
      const wall = performance.now() - start;
      await sleep(QUIET);
      costs.push({ cpu: cpuOf(pid) - cpu, wall: wall / 1000 });
    }
    const counted = costs.slice(1);
    return [
      {
        name: 'kcdk plan --watch',
        size: platform.name,
        case: 'one-changed',
        objects: world.files,
        rounds,
        cpu: median(counted.map((cost) => cost.cpu)),
        wall: median(counted.map((cost) => cost.wall)),
        memory: Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) * 1024,
      },
    ];
  } finally {
    process.kill(-pid, 'SIGINT');
    await ended;
  }
}

// --- internal ---

/** Milliseconds. */
const QUIET = 500;

/**
 * Waits for the end of the next plan; fails when there is none any more.
 *
 * @param {import('node:stream').Readable} stderr
 * @returns {() => Promise<void>}
 */
function waits(stderr) {
  let said = '';
  let wake = () => {};
  stderr.setEncoding('utf8');
  stderr.on('data', (text) => {
    said += text;
    wake();
  });
  stderr.once('end', () => wake());
  return async () => {
    while (!said.includes('Waiting for changes')) {
      if (stderr.readableEnded) throw new Error(`it does not wait for changes any more:\n${said}`);
      await new Promise((done) => {
        wake = () => done(undefined);
      });
    }
    said = '';
  };
}

/**
 * Seconds that the processes of a group have run, on all their threads.
 *
 * @param {number} group
 */
function cpuOf(group) {
  const processes = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && groupOf(name) === group);
  const threads = processes.flatMap((name) => readdirSync(`/proc/${name}/task`).map((task) => `${name}/task/${task}`));
  const nanoseconds = threads.map((path) => Number(readFileSync(`/proc/${path}/schedstat`, 'utf8').split(' ')[0]));
  return nanoseconds.reduce((sum, one) => sum + one, 0) / 1e9;
}

/**
 * Process group: the third word after the name, which is in parentheses and may hold anything.
 *
 * @param {string} process
 */
function groupOf(process) {
  try {
    const text = readFileSync(`/proc/${process}/stat`, 'utf8');
    return Number(text.slice(text.lastIndexOf(')') + 2).split(' ')[2]);
  } catch {
    // it has ended meanwhile
    return undefined;
  }
}
