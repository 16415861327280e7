// @ts-check
import { BASE, judge } from './budgets.js';
import { machine, versions } from './machine.js';

/**
 * What one command cost at one size.
 *
 * @typedef {object} Row
 * @property {string} name
 * @property {string} size `examples/acme`, or how many deployments were asked for
 * @property {string} case `unchanged`, `one-changed`, `moved`, `cold` of a plan; `any` for what knows no difference
 * @property {string} [against] of a peer: name of the row of ours that it is compared with
 * @property {string} [partOf] of what ours has in it and is not kcdk: name of the row of ours
 * @property {number} objects files that are planned or written, or manifests that are synthesized
 * @property {number} rounds that the medians are of
 * @property {number} cpu seconds
 * @property {number} wall seconds
 * @property {number} memory bytes
 *
 * @typedef {{ readonly name: string, readonly why: string }} Missing a row that there is not
 *
 * @typedef {object} Result
 * @property {readonly Row[]} rows
 * @property {readonly import('./renders.js').RenderRow[]} renders
 * @property {number} rounds as many as were asked for
 * @property {readonly Missing[]} missing
 * @property {Readonly<Record<string, string>>} peers their versions
 */

/**
 * The report for programs. A cost is a multiple of that of `node -e 0` at the same size. A ratio is the figure of the
 * peer over ours: above 1 we are cheaper. A part is a share of ours. Memory of the machine is in bytes.
 *
 * @param {Result} result
 */
export function toJson({ rows, renders, rounds, missing, peers }) {
  const grown = exponent(rows);
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
      rounds: row.rounds,
      ...multiplesOf(row, rows),
    })),
    parts: pairs(rows, 'partOf').map(({ row, our }) => ({
      part: row.name,
      size: our.size,
      case: our.case,
      cpu: rounded(row.cpu / our.cpu),
      wall: rounded(row.wall / our.wall),
    })),
    ratios: pairs(rows, 'against').map(({ row, our }) => ({
      peer: row.name,
      size: our.size,
      case: our.case,
      cpu: rounded(row.cpu / our.cpu),
      wall: rounded(row.wall / our.wall),
      memory: rounded(row.memory / our.memory),
    })),
    exponent: grown,
    renders: renders.map(({ chart, bytes, ours, helm }) => ({
      chart,
      bytes,
      renders_per_cpu_second: Math.round(1 / ours),
      helm_over_ours: Math.round(helm / ours),
    })),
    budgets: judge(rows, renders, grown),
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
    return [row.size, row.name, row.case, objects, `${row.rounds}`, times(row.cpu), times(row.wall), times(row.memory)];
  });
  const ratios = report.ratios.map((one) => [
    one.size,
    one.peer,
    one.case,
    times(one.cpu),
    times(one.wall),
    times(one.memory),
  ]);
  const parts = report.parts.map((one) => [one.size, one.part, one.case, percent(one.cpu), percent(one.wall)]);
  const named = Object.entries(report.versions).map(([name, version]) => `${name} ${version}`);
  const { os, arch: kind, cpu, cpus: count } = report.machine;
  const grown = growth(result.rows);
  return [
    `${os} ${kind}, ${count} x ${cpu}`,
    `${named.join(', ')}; medians of rounds after a warm-up, interleaved`,
    '',
    'As a multiple of `node -e 0`; objects are files planned or written, or manifests synthesized',
    ...table([['size', 'command', 'case', 'objects', 'rounds', 'cpu', 'wall', 'memory'], ...costs]),
    '',
    ...grown,
    ...(report.exponent === null ? [] : [`cold, exponent of growth: ${report.exponent}`]),
    ...(grown.length > 0 ? [''] : []),
    'What of a plan is the program of the user, and git that talks to the remotes',
    ...table([['size', 'part', 'case', 'cpu', 'wall'], ...parts]),
    '',
    'The peer over ours: above 1 kcdk is cheaper, and its plan also compares with the repositories',
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
    ...report.missing.map(({ name, why }) => `${name}: not measured, ${why}`),
    '',
    ...report.budgets.map(
      ({ name, limit, measured, ok }) => `${ok ? 'ok  ' : 'MISS'} ${name}: ${measured} of ${limit}`,
    ),
    '',
  ].join('\n');
}

// --- internal ---

/**
 * Rows beside those of ours of the same size that they belong to. What knows no cases belongs to all of them; `moved` is left
 * out, since no peer has anything like it.
 *
 * @param {readonly Row[]} rows
 * @param {'against' | 'partOf'} relation
 */
function pairs(rows, relation) {
  const named = new Set(rows.map((row) => row[relation]));
  const ours = rows.filter(({ name, case: kind }) => named.has(name) && kind !== 'moved');
  return ours.flatMap((our) =>
    rows
      .filter((row) => row[relation] === our.name && row.size === our.size)
      .filter((row) => row.case === 'any' || row.case === our.case)
      .map((row) => ({ row, our })),
  );
}

/**
 * How the CPU of a cold plan grows with the number of deployments, start-up taken off: 1 is linear. Null with one size.
 *
 * @param {readonly Row[]} rows
 * @returns {number | null}
 */
function exponent(rows) {
  const cold = rows.filter(({ name, case: kind, size }) => name === 'kcdk plan' && kind === 'cold' && Number(size) > 0);
  const sorted = cold.toSorted((a, b) => Number(a.size) - Number(b.size));
  const [small, large] = [sorted.at(-2), sorted.at(-1)];
  // of a smaller one the start is most
  if (small === undefined || large === undefined || Number(small.size) < 1_000) return null;
  const work = (/** @type {Row} */ row) => row.cpu - baseOf(rows, row.size).cpu;
  return rounded(Math.log(work(large) / work(small)) / Math.log(Number(large.size) / Number(small.size)));
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
function percent(value) {
  return `${Math.round(value * 100)} %`;
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}
