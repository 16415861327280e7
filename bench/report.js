// @ts-check
import { machine, versions } from './machine.js';
import { RENDER_BUDGET } from './renders.js';

/**
 * What one command cost at one size.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} size `examples/acme`, or how many files were asked for
 * @property {string} case `unchanged`, `one-changed`, `moved`, `cold`; `any` for a peer that knows no difference
 * @property {number} objects files that are planned, or manifests that are synthesized
 * @property {number} cpu seconds
 * @property {number} wall seconds
 * @property {number} memory bytes
 *
 * @typedef {object} Result
 * @property {readonly Row[]} rows
 * @property {readonly import('./renders.js').RenderRow[]} renders
 * @property {number} rounds
 * @property {readonly string[]} missing peers that were not measured
 * @property {Readonly<Record<string, string>>} peers their versions
 */

/** How often the CPU of `node -e 0` a plan of the example, and `kcdk --help`, may cost. */
const BUDGET = 6;
const START_BUDGET = 1.4;

/** How often the CPU of a cold plan a peer has to cost at a size, and the memory that one may take. */
const PEER_BUDGETS = [
  { size: '10000', peer: 'cdk8s synth', least: 10 },
  { size: '10000', peer: 'npx cdk8s synth', least: 10 },
  { size: '10000', peer: 'pkl eval', least: 2 },
  { size: '1000', peer: 'terraform plan', least: 40 },
  { size: '50000', peer: 'pkl eval', least: 2.5 },
];
const MEMORY_BUDGET = { size: '50000', most: 400 };
const EXPONENT_BUDGET = 1.05;

/** What every cost is a multiple of. */
const BASE = 'node -e 0';

/**
 * The report for programs. A cost is a multiple of that of `node -e 0` at the same size. A ratio is the figure of the
 * peer over ours: above 1 we are cheaper. Memory of the machine is in bytes.
 *
 * @param {Result} result
 */
export function toJson({ rows, renders, rounds, missing, peers }) {
  const ours = rows.filter(({ name }) => name === 'kcdk plan');
  const ratios = ours
    .filter(({ case: kind }) => kind !== 'moved')
    .flatMap((our) =>
      rows
        .filter(({ name, size }) => name !== our.name && name !== BASE && name !== 'kcdk --help' && size === our.size)
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
    machine: machine(),
    versions: { ...versions(), ...peers },
    rounds,
    missing,
    costs: rows.map((row) => ({
      name: row.name,
      size: row.size,
      case: row.case,
      objects: row.objects,
      ...multiplesOf(row, rows),
    })),
    ratios,
    exponent: exponent(rows),
    renders: renders.map(({ chart, bytes, ours, helm }) => ({
      chart,
      bytes,
      renders_per_cpu_second: Math.round(1 / ours),
      helm_over_ours: Math.round(helm / ours),
    })),
    budgets: [
      ...(rows.some(({ size }) => size === 'examples/acme') ? [budget(rows)] : []),
      ...renders.slice(0, 1).map(renderBudget),
      ...startBudgets(rows),
      ...peerBudgets(rows),
      ...growthBudgets(rows),
    ],
  };
}

/**
 * The report for people: everything as a multiple of `node -e 0`, since seconds mean nothing on another machine.
 *
 * @param {Result} result
 * @param {ReturnType<typeof toJson>} report
 */
export function toText(result, report) {
  const costs = report.costs.map((row) => {
    const objects = row.objects === 0 ? '' : `${row.objects}`;
    return [row.size, row.name, row.case, objects, times(row.cpu), times(row.wall), times(row.memory)];
  });
  const ratios = report.ratios.map((one) => [
    one.size,
    one.peer,
    one.case,
    times(one.cpu),
    times(one.wall),
    times(one.memory),
  ]);
  const named = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const { os, arch: kind, cpu, cpus: count } = report.machine;
  const grown = growth(result.rows);
  return [
    `${os} ${kind}, ${count} x ${cpu}`,
    `${named.join(', ')}; median of ${report.rounds} rounds after a warm-up, interleaved`,
    '',
    'As a multiple of `node -e 0`; objects are files planned, or manifests synthesized',
    ...table([['size', 'command', 'case', 'objects', 'cpu', 'wall', 'memory'], ...costs]),
    '',
    ...grown,
    ...(report.exponent === null ? [] : [`cold, exponent of growth: ${report.exponent}`]),
    ...(grown.length > 0 ? [''] : []),
    'The peer over `kcdk plan`: above 1 kcdk is cheaper, and kcdk also compares with the repositories',
    ...table([['size', 'peer', 'case', 'cpu', 'wall', 'memory'], ...ratios]),
    ...(report.renders.length === 0
      ? []
      : [
          '',
          'A chart rendered again and again in process, against `helm template` for each; CPU',
          ...table([
            ['chart', '', '', 'bytes', 'a second', 'helm over ours'],
            ...report.renders.map((one) => [
              one.chart,
              '',
              '',
              `${one.bytes}`,
              `${one.renders_per_cpu_second}`,
              `${one.helm_over_ours}x`,
            ]),
          ]),
        ]),
    ...report.missing.map((name) => `${name}: not measured, ${WHY_MISSING[name] ?? 'cdk8s-cli is not installed'}`),
    '',
    ...report.budgets.map(
      ({ name, limit, measured, ok }) => `${ok ? 'ok  ' : 'MISS'} ${name}: ${measured} of ${limit}`,
    ),
    '',
  ].join('\n');
}

// --- internal ---

/** @type {Readonly<Record<string, string>>} */
const WHY_MISSING = { 'helm template': '`bash .ci/fetch-helm` has not fetched it' };

/**
 * How the CPU of a cold plan grows with the number of deployments, start-up taken off: 1 is linear. Null with one size.
 *
 * @param {readonly Row[]} rows
 * @returns {number | null}
 */
function exponent(rows) {
  const cold = rows.filter(({ name, case: kind, size }) => name === 'kcdk plan' && kind === 'cold' && Number(size) > 0);
  const sorted = cold.toSorted((a, b) => Number(a.size) - Number(b.size));
  // below that the start is most of it
  const [small, large] = [sorted.at(-2), sorted.at(-1)];
  if (small === undefined || large === undefined) return null;
  const work = (/** @type {Row} */ row) => row.cpu - baseOf(rows, row.size).cpu;
  return rounded(Math.log(work(large) / work(small)) / Math.log(Number(large.size) / Number(small.size)));
}

/** @param {import('./renders.js').RenderRow} row */
function renderBudget({ chart, ours, helm }) {
  const ratio = helm / ours;
  return {
    name: `CPU of helm template over a render in process, ${chart}, at least`,
    limit: RENDER_BUDGET,
    measured: Math.round(ratio),
    ok: ratio >= RENDER_BUDGET,
  };
}

/** @param {readonly Row[]} rows */
function budget(rows) {
  const size = 'examples/acme';
  const plan = rows.find((row) => row.size === size && row.name === 'kcdk plan' && row.case === 'unchanged');
  const ratio = (plan?.cpu ?? Number.NaN) / baseOf(rows, size).cpu;
  return {
    name: `CPU of kcdk plan over node -e 0, ${size}, unchanged`,
    limit: BUDGET,
    measured: rounded(ratio),
    ok: ratio <= BUDGET,
  };
}

/** @param {readonly Row[]} rows */
function startBudgets(rows) {
  const help = rows.find(({ name }) => name === 'kcdk --help');
  if (help === undefined) return [];
  const ratio = help.cpu / baseOf(rows, help.size).cpu;
  const name = 'CPU of kcdk --help over node -e 0';
  return [{ name, limit: START_BUDGET, measured: rounded(ratio), ok: ratio <= START_BUDGET }];
}

/** @param {readonly Row[]} rows */
function peerBudgets(rows) {
  return PEER_BUDGETS.flatMap(({ size, peer, least }) => {
    const ours = rows.find((row) => row.size === size && row.name === 'kcdk plan' && row.case === 'cold');
    const other = rows.find((row) => row.size === size && row.name === peer);
    if (ours === undefined || other === undefined) return [];
    const ratio = other.cpu / ours.cpu;
    const name = `CPU of ${peer} over a cold kcdk plan, ${size}, at least`;
    return [{ name, limit: least, measured: rounded(ratio), ok: ratio >= least }];
  });
}

/** @param {readonly Row[]} rows */
function growthBudgets(rows) {
  const { size, most } = MEMORY_BUDGET;
  const large = rows.find((row) => row.size === size && row.name === 'kcdk plan' && row.case === 'cold');
  const megabytes = Math.round((large?.memory ?? 0) / 1e6);
  const grown = exponent(rows);
  return [
    ...(large === undefined
      ? []
      : [
          { name: `MB of a cold kcdk plan, ${size}, at most`, limit: most, measured: megabytes, ok: megabytes <= most },
        ]),
    ...(grown === null
      ? []
      : [
          {
            name: 'exponent of growth, at most',
            limit: EXPONENT_BUDGET,
            measured: grown,
            ok: grown <= EXPONENT_BUDGET,
          },
        ]),
  ];
}

/**
 * What one more file costs, between the smallest and the largest generated platform.
 *
 * @param {readonly Row[]} rows
 */
function growth(rows) {
  return ['unchanged', 'one-changed', 'moved', 'cold'].flatMap((kind) => {
    const ours = rows.filter((row) => row.name === 'kcdk plan' && row.case === kind && Number(row.size) > 0);
    const sorted = ours.toSorted((a, b) => a.objects - b.objects);
    const [small, large] = [sorted.at(0), sorted.at(-1)];
    if (small === undefined || large === undefined || small.objects === large.objects) return [];
    const base = baseOf(rows, large.size).cpu;
    const slope = (large.cpu / base - small.cpu / baseOf(rows, small.size).cpu) / (large.objects - small.objects);
    return [`${kind}: ${(slope * 1000).toFixed(2)} times \`node -e 0\` for 1000 more files`];
  });
}

/**
 * @param {Row} row
 * @param {readonly Row[]} rows
 */
function multiplesOf(row, rows) {
  const base = baseOf(rows, row.size);
  return {
    cpu: rounded(row.cpu / base.cpu),
    wall: rounded(row.wall / base.wall),
    memory: rounded(row.memory / base.memory),
  };
}

/**
 * @param {readonly Row[]} rows
 * @param {string} size
 * @returns {Row}
 */
function baseOf(rows, size) {
  const base = rows.find((row) => row.size === size && row.name === BASE);
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
