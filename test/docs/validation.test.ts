import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { RULE_CODES } from '../../lib/diagnostics/codes/rules.ts';
import { CODES } from '../../lib/diagnostics/codes.ts';
import { IMPACT_CODES } from '../../lib/plan/impact/codes.ts';

const PAGE = readFileSync(new URL('../../docs/validation.md', import.meta.url), 'utf8');

it('docs/validation.md names every rule, and no code that does not exist', () => {
  const named = new Set(PAGE.match(/`[A-Z][A-Z0-9]+(?:_[A-Z0-9]+)+`/g)?.map((code) => code.slice(1, -1)));
  for (const code of Object.keys(RULE_CODES)) expect([code, named.has(code)]).toEqual([code, true]);
  const known = new Set([...Object.keys(CODES), ...Object.keys(IMPACT_CODES)]);
  expect([...named].filter((code) => !known.has(code))).toEqual([]);
});
