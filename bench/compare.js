// @ts-check
// Compares the ratios of a run with kept ones: `node bench/compare.js KEPT NEW`. Exits 1 when one has fallen by a third.
// Peers that one of the two did not have are left out, and so are those so far ahead that rounding would decide.
import { readFileSync } from 'node:fs';

/** @typedef {{ readonly peer: string, readonly size: string, readonly case: string, readonly cpu: number }} Ratio */

const [kept = '', now = ''] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, 'utf8')).ratios);
const keyOf = (/** @type {Ratio} */ { peer, size, case: kind }) => `${peer}, ${size}, ${kind}`;
/** @type {ReadonlyMap<string, Ratio>} */
const measured = new Map(now.map((/** @type {Ratio} */ ratio) => [keyOf(ratio), ratio]));
let compared = 0;
let fallen = 0;
for (const before of /** @type {readonly Ratio[]} */ (kept)) {
  const after = measured.get(keyOf(before));
  if (after === undefined || before.cpu < 0.1) continue;
  compared += 1;
  const isFallen = after.cpu < (before.cpu * 2) / 3;
  if (isFallen) fallen += 1;
  process.stdout.write(`${isFallen ? 'FALLEN' : 'ok    '} ${keyOf(before)}: ${before.cpu} -> ${after.cpu}\n`);
}
process.stdout.write(`${compared} ratios of CPU compared, ${fallen} fell by a third or more\n`);
if (compared === 0 || fallen > 0) process.exitCode = 1;
