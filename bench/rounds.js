// @ts-check
import { measure, measureWithMemory, median } from './measure.js';

/**
 * @typedef {import('./measure.js').Command} Command
 * @typedef {import('./measure.js').Cost} Cost
 * @typedef {import('./report.js').Row} Row
 * @typedef {import('./report.js').Missing} Missing
 *
 * @typedef {Omit<Row, 'size' | 'rounds' | 'cpu' | 'wall' | 'memory'> & { readonly command: () => Command }} Entry
 *   a row that has not been measured; `command` makes everything ready for one run, which is not measured
 *
 * @typedef {object} Rounds
 * @property {string} size that the rows say
 * @property {number} rounds after the first
 * @property {number} limit seconds that the first round of a command may take
 * @property {number} [within] seconds that all rounds of a command may take together; one is always run. Default 180
 * @property {string} temporary an existing folder
 */

/**
 * Measures commands in turn, round by round, so that a busy minute of the machine hits them alike.
 *
 * The first round warms up, and tells the memory. What takes minutes has fewer rounds after it: none is begun that would
 * bring its command beyond `within`. Where that leaves none, the first is the figure, of which a start that is not warm is
 * nothing. A command whose first round exceeds the limit is ended, and is no figure.
 *
 * @param {readonly Entry[]} entries
 * @param {Rounds} options
 * @returns {{ readonly rows: readonly Row[], readonly missing: readonly Missing[] }}
 */
export function measureInTurn(entries, { size, rounds, limit, within = 180, temporary }) {
  const runs = entries.map(({ command, ...row }) => ({
    row,
    command,
    first: measureWithMemory(command(), temporary, limit),
    costs: /** @type {Cost[]} */ ([]),
  }));
  for (let round = 0; round < rounds; round++) {
    for (const { command, first, costs } of runs) {
      if (first === undefined) continue;
      const spent = [first, ...costs].map(({ wall }) => wall);
      if (sum(spent) + Math.max(...spent) <= within) costs.push(measure(command()));
    }
  }
  return {
    rows: runs.flatMap(({ row, first, costs }) => {
      if (first === undefined) return [];
      const counted = costs.length === 0 ? [first] : costs;
      return {
        ...row,
        size,
        rounds: counted.length,
        cpu: median(counted.map(({ cpu }) => cpu)),
        wall: median(counted.map(({ wall }) => wall)),
        memory: first.memory,
      };
    }),
    missing: runs.flatMap(({ row, first }) =>
      first === undefined ? { name: nameOf(row), why: `one run at ${size} takes more than ${limit} s` } : [],
    ),
  };
}

// --- internal ---

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}

/** @param {Pick<Row, 'name' | 'case'>} row */
function nameOf({ name, case: kind }) {
  return kind === 'any' ? name : `${name}, ${kind}`;
}
