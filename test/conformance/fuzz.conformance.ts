import { expect, it } from 'vitest';
import { runCore } from './core-language.ts';
import { startGoEngine } from './go-engine.ts';
import { DATA, randomSource, randomTemplate } from './random-template.ts';

const COUNT = Number(process.env['KCDK_FUZZ_COUNT'] ?? 25_000);

it('renders random templates as the Go engine does, and refuses those that it refuses', async () => {
  const go = await startGoEngine();
  const seed = Number(process.env['KCDK_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
  console.log(`seeds ${seed} to ${seed + COUNT - 1}; repeat one with KCDK_FUZZ_SEED=… KCDK_FUZZ_COUNT=1`);
  const differences: unknown[] = [];
  let failures = 0;
  for (let at = seed; at < seed + COUNT; at++) {
    const template = randomTemplate(randomSource(at));
    const theirs = go(template, DATA);
    const ours = runCore(template, DATA);
    if ('failure' in theirs) failures++;
    const same =
      'output' in theirs && 'output' in ours
        ? theirs.output === ours.output
        : 'failure' in theirs === 'failure' in ours;
    if (!same) differences.push({ seed: at, template, theirs, ours });
  }
  console.log(`${COUNT} templates, ${failures} refused by both, ${differences.length} mismatches`);
  expect(differences.slice(0, 5)).toEqual([]);
  // Most must render, or the comparison says little.
  expect(failures / COUNT).toBeLessThan(0.6);
});
