import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { guidedSteps, startGuide } from '../tools/guided-steps.ts';

const DOCS = resolve(import.meta.dirname, '../../docs');
const tutorial = readFileSync(join(DOCS, 'tutorial.md'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'kcdk-tutorial-'));

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('docs/tutorial.md', () => {
  const steps = guidedSteps(tutorial);
  const run = startGuide(folder);

  test('has steps', () => expect(steps.length).toBeGreaterThanOrEqual(10));

  test.each(steps.map((step) => [step.commands.trim().split('\n').at(-1), step] as const))('%s', (_, step) =>
    run(step),
  );

  test.each(['tutorial.md', 'review.md'])('%s links to nothing that is missing', (name) => {
    const links = [...readFileSync(join(DOCS, name), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)/g)];
    expect(links.length).toBeGreaterThan(3);
    for (const [, link = ''] of links) expect(() => readFileSync(join(DOCS, link)), link).not.toThrow(/ENOENT/);
  });
});
