import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { expectedOutput, firstDifference, helmTemplate, loadFixtures, renderFixture } from './fixture.ts';
import { HELM_BINARIES } from './helm-binaries.ts';

const EXPECTED = join(import.meta.dirname, 'expected');
const updates = process.env['KCDK_UPDATE_GOLDEN'] === '1';

describe.each(HELM_BINARIES)('the real Helm $release', ({ release, binary }) => {
  it.each(loadFixtures().map((fixture) => [fixture.name, fixture] as const))('%s', async (name, fixture) => {
    const theirs = helmTemplate(fixture, binary).output;
    if (updates) saveExpected(name, release, fixture.options.refused === true ? 'refused\n' : theirs);
    if (fixture.options.refused === true) return;
    expect(expectedOutput(name, release), 'the committed output is not that of Helm').toBe(theirs);
    const ours = (await renderFixture(fixture, release)).output;
    if (ours !== theirs) expect.fail(`${name} differs, ${firstDifference(ours, theirs)}`);
  });
});

/** One file serves both releases where they agree; 3.17 comes first. */
function saveExpected(name: string, release: string, output: string): void {
  mkdirSync(EXPECTED, { recursive: true });
  const own = join(EXPECTED, `${name}.${release}.yaml`);
  rmSync(own, { force: true });
  if (release === '3.17') writeFileSync(join(EXPECTED, `${name}.yaml`), output);
  else if (expectedOutput(name, '3.17') !== output) writeFileSync(own, output);
}
