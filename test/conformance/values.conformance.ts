import { expect, it } from 'vitest';
import { firstDifference, helmTemplate, renderFixture } from './fixture.ts';
import { HELM_BINARIES } from './helm-binaries.ts';
import { randomSource } from './random-template.ts';
import { chartOfValues } from './random-values.ts';

const ROUNDS = 12;

it.each(HELM_BINARIES)('writes and reads random values as Helm $release does', async ({ release, binary }) => {
  const seed = Number(process.env['KCDK_FUZZ_SEED'] ?? Date.now() % 1_000_000_000);
  console.log(`seeds ${seed} to ${seed + ROUNDS - 1}`);
  for (let round = 0; round < ROUNDS; round++) {
    const fixture = chartOfValues(randomSource(seed + round));
    const theirs = helmTemplate(fixture, binary).output;
    const ours = (await renderFixture(fixture, release)).output;
    expect(theirs).not.toBe('error\n');
    if (ours !== theirs) expect.fail(`seed ${seed + round}: ${firstDifference(ours, theirs)}`);
  }
});
