import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, test } from 'vitest';
import { IMPACT_CODES } from '../../lib/plan/impact/codes.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/plan.md'), 'utf8');

test('every code of an impact is on the page, with its severity, summary and prevention', () => {
  for (const [code, { severity, summary, prevention }] of Object.entries(IMPACT_CODES)) {
    expect(page).toContain(`| \`${code}\` | ${severity} | ${summary} | ${prevention} |`);
  }
  const rows = page.match(/^\| `[A-Z_]+` \|/gm) ?? [];
  expect(rows).toHaveLength(Object.keys(IMPACT_CODES).length);
});
