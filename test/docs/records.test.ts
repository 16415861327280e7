import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { expect, it } from 'vitest';
import { compile } from '../../lib/compile.ts';
import { RECORD_TITLES } from '../../lib/synth/compile/records.ts';
import { onlyPlatform } from '../records/full-program.ts';
import { declared, parse, recordsOf } from '../records/reader.ts';

const page = readFileSync(resolve(import.meta.dirname, '../../docs/records.md'), 'utf8');
const examples = [...page.matchAll(/```yaml\n(.*?)```/gs)].map(([, text = '']) => text);

it('docs/records.md has an example of every kind, and together they are a platform without a finding', () => {
  const parsed = parse(examples.join('---\n'), 'docs/records.md');
  expect(parsed.diagnostics).toEqual([]);
  const compilation = compile(onlyPlatform().app, { declarations: declared(parsed) });
  expect(compilation.diagnostics).toEqual([]);
  const kinds = new Set(recordsOf(compilation).map(({ manifest }) => manifest.kind));
  expect([...kinds].sort()).toEqual([...new Set(Object.values(RECORD_TITLES))].sort());
  // One of its environments brings a release along, which has a record of its own.
  const declaring = recordsOf(compilation).filter(({ text }) => !text.includes('provisionedBy:'));
  expect(declaring).toHaveLength(parsed.records.length);
});
