import { describe, expect, it } from 'vitest';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { expectedOutput, loadFixtures, renderFixture } from './fixture.ts';

const RELEASES = ['3.17', '4.1'] as const;

describe.each(RELEASES)('charts render as Helm %s renders them', (helm) => {
  it.each(loadFixtures().map((fixture) => [fixture.name, fixture] as const))('%s', async (name, fixture) => {
    const rendered = await renderFixture(fixture, helm);
    const codes = errorsOf(rendered.diagnostics).map(({ code }) => code);
    if (fixture.options.refused !== true) expect(rendered.output).toBe(expectedOutput(name, helm));
    // A chart that fails without meaning to would compare nothing, so a failure must be declared.
    if (rendered.output === 'error\n') expect(codes).toContain(fixture.options.code);
    else expect(codes).toEqual([]);
    for (const { source } of rendered.diagnostics) expect(source?.line).toBeGreaterThan(0);
  });
});

it('has a fixture for each construct and family of functions', () => {
  expect(loadFixtures().length).toBeGreaterThanOrEqual(120);
});
