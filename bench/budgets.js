// @ts-check
import { CDK8S } from './cdk8s-peer.js';
import { ONE_FILE_SIZE } from './one-file.js';

/**
 * @typedef {import('./report.js').Row} Row
 * @typedef {Partial<Pick<Row, 'name' | 'size' | 'case'>>} Which a row; what is left out does not matter
 *
 * @typedef {object} Budget
 * @property {string} name
 * @property {number} limit
 * @property {number} measured
 * @property {boolean} ok
 */

/** What every cost is a multiple of. */
export const BASE = 'node -e 0';

/** How often the CPU of a render of a small chart, in a process that is warm, starting Helm has to cost. */
const RENDER = 200;

/** The exponent of growth that counts as linear. */
const EXPONENT = 1.05;

/** How often the CPU of `node -e 0` a row of ours may cost. @type {readonly (Which & { readonly most: number })[]} */
const STARTS = [
  { size: 'examples/acme', name: 'kcdk plan', case: 'unchanged', most: 6 },
  { name: 'kcdk --help', most: 1.4 },
  { size: '50000', name: 'kcdk plan', case: 'one-changed', most: 4 },
  { size: '50000', name: 'kcdk plan', case: 'moved', most: 6 },
];

/**
 * How often the CPU of ours a peer has to cost, less that of a part which is a line of its own.
 *
 * @type {readonly (Which & { readonly peer: string, readonly least: number, readonly without?: string })[]}
 */
const PEERS = [
  ...[CDK8S.best, CDK8S.npx].map((peer) => ({ ...cold('10000'), peer, least: 10 })),
  { ...cold('10000'), peer: CDK8S.standard, least: 25 },
  { ...cold('10000'), peer: 'pkl eval', least: 2 },
  { ...cold('10000'), peer: 'terraform plan', least: 40 },
  { ...cold('50000'), peer: 'pkl eval', least: 2.5 },
  ...[CDK8S.best, CDK8S.npx].map((peer) => ({ ...changed('10000'), peer, least: 10 })),
  { ...changed('10000'), peer: CDK8S.standard, least: 25 },
  { ...changed('10000'), peer: 'pkl eval', least: 2 },
  { ...changed('10000'), peer: 'terraform plan', least: 40 },
  { ...changed('50000'), peer: 'pkl eval', least: 2.5 },
  // its 105 repositories are asked all at once: the time of the network, and here the work of the servers as well
  { ...changed('examples/enterprise'), peer: CDK8S.best, least: 10, without: 'git ls-remote' },
  { size: ONE_FILE_SIZE, name: 'git adapter', case: 'one-file', peer: 'simple-git', least: 8 },
];

/** How often the CPU of what nobody can do without a row of ours may cost. */
const FLOORS = [{ size: '10000', name: 'kcdk apply', case: 'saved-plan', floor: 'git fast-import', most: 1.5 }];

/** Most milliseconds of CPU: as few as those who save wait for. @type {readonly (Which & { readonly most: number })[]} */
const SAVES = [{ size: 'examples/enterprise', name: 'kcdk plan --watch', case: 'one-changed', most: 200 }];

/** Most megabytes. */
const MEMORY = ['unchanged', 'one-changed', 'moved', 'cold'].map((kind) => ({
  size: '50000',
  name: 'kcdk plan',
  case: kind,
  most: 400,
}));

/**
 * Judges what was measured; a budget of what was not is left out.
 *
 * @param {readonly Row[]} rows
 * @param {readonly import('./renders.js').RenderRow[]} renders
 * @param {number | null} exponent
 * @returns {readonly Budget[]}
 */
export function judge(rows, renders, exponent) {
  const cpu = (/** @type {Which} */ which) => find(rows, which)?.cpu;
  return [
    ...STARTS.flatMap(({ most, ...ours }) => {
      const row = find(rows, ours);
      const ratio = row && over(row.cpu, cpu({ size: row.size, name: BASE }));
      return atMost(`CPU of ${words(ours)} over ${BASE}`, most, ratio);
    }),
    ...PEERS.flatMap(({ peer, least, without, ...ours }) => {
      const part = without === undefined ? 0 : cpu({ size: ours.size, name: without });
      const own = cpu(ours);
      const rest = own === undefined || part === undefined ? undefined : own - part;
      const name = `CPU of ${peer} over ${words(ours)}${without === undefined ? '' : ` without ${without}`}`;
      return atLeast(name, least, over(cpu({ size: ours.size, name: peer }), rest));
    }),
    ...FLOORS.flatMap(({ floor, most, ...ours }) =>
      atMost(`CPU of ${words(ours)} over ${floor}`, most, over(cpu(ours), cpu({ size: ours.size, name: floor }))),
    ),
    ...SAVES.flatMap(({ most, ...ours }) => {
      const seconds = cpu(ours);
      return atMost(`milliseconds of CPU of ${words(ours)}`, most, seconds && seconds * 1000);
    }),
    ...MEMORY.flatMap(({ most, ...ours }) => {
      const row = find(rows, ours);
      return atMost(`MB of ${words(ours)}`, most, row && row.memory / 1e6);
    }),
    ...renders
      .slice(0, 1)
      .flatMap(({ chart, ours, helm }) =>
        atLeast(`CPU of helm template over a render in process, ${chart}`, RENDER, helm / ours),
      ),
    ...atMost('exponent of growth', EXPONENT, exponent ?? undefined),
  ];
}

// --- internal ---

/** @param {string} size */
function cold(size) {
  return { size, name: 'kcdk plan', case: 'cold' };
}

/** @param {string} size */
function changed(size) {
  return { size, name: 'kcdk plan', case: 'one-changed' };
}

/**
 * @param {readonly Row[]} rows
 * @param {Which} which
 */
function find(rows, which) {
  return rows.find((row) =>
    /** @type {const} */ (['name', 'size', 'case']).every((key) => (which[key] ?? row[key]) === row[key]),
  );
}

/** @param {Which} which */
function words({ name, size, case: kind }) {
  return [name, size, kind].filter((word) => word !== undefined).join(', ');
}

/**
 * @param {number | undefined} value
 * @param {number | undefined} base
 */
function over(value, base) {
  return value === undefined || base === undefined ? undefined : value / base;
}

/**
 * @param {string} name
 * @param {number} limit
 * @param {number | undefined} measured
 * @returns {readonly Budget[]} none without a measurement
 */
function atMost(name, limit, measured) {
  if (measured === undefined) return [];
  return [{ name: `${name}, at most`, limit, measured: rounded(measured), ok: measured <= limit }];
}

/**
 * @param {string} name
 * @param {number} limit
 * @param {number | undefined} measured
 * @returns {readonly Budget[]} none without a measurement
 */
function atLeast(name, limit, measured) {
  if (measured === undefined) return [];
  return [{ name: `${name}, at least`, limit, measured: rounded(measured), ok: measured >= limit }];
}

/** @param {number} value */
function rounded(value) {
  return Math.round(value * 100) / 100;
}
