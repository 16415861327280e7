import { resolve } from 'node:path';
import { it } from 'vitest';
import { CODES, type CodeEntry } from '../../lib/diagnostics/codes.ts';
import { expectGoldenFile } from '../tools/golden.ts';

const FAULTS = {
  user: 'the program, the configuration or the command',
  world: 'the world outside',
  ours: 'kcdk itself',
};

it('docs/errors.md explains every code', () => {
  const entries = Object.entries(CODES).sort(([a], [b]) => (a < b ? -1 : 1)) as [string, CodeEntry][];
  const rows = entries.map(
    ([code, { summary, fix, fault, exit }]) =>
      `### ${code}\n\n${summary}.\n\n${fix}\n\nFault of ${FAULTS[fault]}; exit code ${exit}.\n`,
  );
  const head = [
    '# Errors and warnings',
    '',
    'Every finding of `kcdk` carries a code, the place it is about, the cause and a fix. This page lists the codes; it is',
    'generated from `lib/diagnostics/codes/` by `npm run test:update`.',
    '',
  ];
  expectGoldenFile(resolve(import.meta.dirname, '../../docs/errors.md'), `${head.join('\n')}\n${rows.join('\n')}`);
});
