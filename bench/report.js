// @ts-check
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { arch, availableParallelism, platform, totalmem } from 'node:os';

/**
 * What one command cost at one size.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} size `examples/acme`, or how many files were asked for
 * @property {string} case `cold`, `unchanged`, `one-changed`; `any` for a peer that knows no difference
 * @property {number} objects files that are planned, or manifests that are synthesized
 * @property {number} cpu seconds
 * @property {number} wall seconds
 * @property {number} memory bytes
 *
 * @typedef {object} Result
 * @property {readonly Row[]} rows
 * @property {number} rounds
 * @property {readonly string[]} missing peers that were not measured
 * @property {Readonly<Record<string, string>>} peers their versions
 */

/** How often the CPU of `node -e 0` a plan of the example may cost. */
const BUDGET = 6;

/**
 * The report for programs. A ratio is the figure of the peer over ours: above 1 we are cheaper.
 *
 * @param {Result} result
 */
export function toJson({ rows, rounds, missing, peers }) {
  const ours = rows.filter(({ name }) => name === 'kcdk plan');
  const ratios = ours.flatMap((our) =>
    rows
      .filter(({ name, size }) => name !== our.name && size === our.size)
      .map((peer) => ({
        peer: peer.name,
        size: our.size,
        case: our.case,
        cpu: rounded(peer.cpu / our.cpu),
        wall: rounded(peer.wall / our.wall),
        memory: rounded(peer.memory / our.memory),
      })),
  );
  return {
    machine: { os: platform(), arch: arch(), cpus: availableParallelism(), memory: totalmem() },
    versions: { kcdk: ownVersion(), node: process.versions.node, git: gitVersion(), ...peers },
    rounds,
    missing,
    ratios,
    budgets: [budget(rows)],
  };
}

/**
 * The report for people: everything as a multiple of `node -e 0`, since seconds mean nothing on another machine.
 *
 * @param {Result} result
 * @param {ReturnType<typeof toJson>} report
 */
export function toText(result, report) {
  const costs = result.rows.map((row) => {
    const base = baseOf(result.rows, row.size);
    const multiples = [row.cpu / base.cpu, row.wall / base.wall, row.memory / base.memory].map(times);
    return [row.size, row.name, row.case, row.objects === 0 ? '' : `${row.objects}`, ...multiples];
  });
  const peers = report.ratios.filter(({ peer }) => peer !== 'node -e 0');
  const ratios = peers.map((one) => [one.size, one.peer, one.case, times(one.cpu), times(one.wall), times(one.memory)]);
  const versions = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  return [
    `${versions.join(', ')}; median of ${report.rounds} rounds after a warm-up, interleaved`,
    '',
    'As a multiple of `node -e 0`; objects are files planned, or manifests synthesized',
    ...table([['size', 'command', 'case', 'objects', 'cpu', 'wall', 'memory'], ...costs]),
    '',
    ...growth(result.rows),
    '',
    'The peer over `kcdk plan`: above 1 kcdk is cheaper, and kcdk also compares with the repositories',
    ...table([['size', 'peer', 'case', 'cpu', 'wall', 'memory'], ...ratios]),
    ...report.missing.map((name) => `${name}: not measured, cdk8s-cli is not installed`),
    '',
    ...report.budgets.map(
      ({ name, limit, measured, ok }) => `${ok ? 'ok  ' : 'MISS'} ${name}: ${measured} of ${limit}`,
    ),
    '',
  ].join('\n');
}

// --- internal ---

/** @param {readonly Row[]} rows */
function budget(rows) {
  const size = 'examples/acme';
  const plan = rows.find((row) => row.size === size && row.name === 'kcdk plan' && row.case === 'unchanged');
  const measured = rounded((plan?.cpu ?? Number.NaN) / baseOf(rows, size).cpu);
  return {
    name: `CPU of kcdk plan over node -e 0, ${size}, unchanged`,
    limit: BUDGET,
    measured,
    ok: measured <= BUDGET,
  };
}

/**
 * What one more file costs, between the smallest and the largest generated platform.
 *
 * @param {readonly Row[]} rows
 */
function growth(rows) {
  return ['unchanged', 'one-changed', 'cold'].flatMap((kind) => {
    const ours = rows.filter((row) => row.name === 'kcdk plan' && row.case === kind && row.size !== 'examples/acme');
    const sorted = ours.toSorted((a, b) => a.objects - b.objects);
    const [small, large] = [sorted.at(0), sorted.at(-1)];
    if (small === undefined || large === undefined || small.objects === large.objects) return [];
    const base = baseOf(rows, large.size).cpu;
    const slope = (large.cpu / base - small.cpu / baseOf(rows, small.size).cpu) / (large.objects - small.objects);
    return [`${kind}: ${(slope * 1000).toFixed(2)} times \`node -e 0\` for 1000 more files`];
  });
}

/**
 * @param {readonly Row[]} rows
 * @param {string} size
 * @returns {Row}
 */
function baseOf(rows, size) {
  const base = rows.find((row) => row.size === size && row.name === 'node -e 0');
  if (base === undefined) throw new Error(`node -e 0 was not measured beside ${size}`);
  return base;
}

/** @param {readonly (readonly string[])[]} lines */
function table(lines) {
  const widths = lines[0]?.map((_, column) => Math.max(...lines.map((line) => line[column]?.length ?? 0))) ?? [];
  return lines.map((line) => {
    const cells = line.map((cell, column) => {
      const width = widths[column] ?? 0;
      return column < 3 ? cell.padEnd(width) : cell.padStart(width);
    });
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** @param {number} value */
function times(value) {
  return `${value.toFixed(2)}x`;
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}

/** @returns {string} */
function ownVersion() {
  return JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')).version;
}

function gitVersion() {
  return /\d[\w.]*/.exec(spawnSync('git', ['--version'], { encoding: 'utf8' }).stdout ?? '')?.[0] ?? 'missing';
}
