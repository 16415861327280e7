import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { error, warning } from '../../../lib/diagnostics/diagnostic.ts';
import { formatOutputs, stepOutputs } from '../../../lib/report/github/step-outputs.ts';
import { annotations, withoutCommands } from '../../../lib/report/github/workflow-commands.ts';
import { hostilePlans } from '../hostile-plan.ts';

describe('annotations', () => {
  test('are one command each, at most ten of a kind, whatever is in the plan', () => {
    fc.assert(
      fc.property(hostilePlans, (document) => {
        const lines = annotations(document, { folder: 'platform' });
        for (const line of lines) {
          expect(line).toMatch(
            /^::(?:error|warning|notice) title=[^:,\n]*(?:,file=[^:,\n]*,line=\d+,col=\d+)?::[^\n]*$/,
          );
          // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not be there
          expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u202a-\u202e\u2028\u2029]/);
        }
        for (const kind of ['error', 'warning', 'notice']) {
          expect(lines.filter((line) => line.startsWith(`::${kind} `)).length).toBeLessThanOrEqual(10);
        }
      }),
      { numRuns: 60 },
    );
  });

  test('stand on the line of the program and escape what means something', () => {
    const source = { file: 'a,b:c.ts', line: 3, column: 5 };
    const diagnostics = [error('DRIFT', { summary: '100%\nsure', fix: 'look', source }), warning('DRIFT_KEPT')];
    const [first = '', second = ''] = annotations({ diagnostics }, { folder: 'x' });
    expect(first).toBe('::error title=DRIFT,file=x/a%2Cb%3Ac.ts,line=3,col=5::100%25%0Asure%0Alook');
    expect(second.startsWith('::warning title=DRIFT_KEPT::')).toBe(true);
  });

  test('count what is beyond the tenth', () => {
    const diagnostics = Array.from({ length: 25 }, (_, index) => error('DRIFT', { summary: `n${index}` }));
    const lines = annotations({ diagnostics }, { folder: '' });
    expect(lines.length).toBe(10);
    expect(lines.at(-1)).toBe('::error title=kcdk::16 more: see the summary of this run');
  });
});

describe('withoutCommands', () => {
  test('encloses the text in a word that the plan cannot hold', () => {
    const digest = `sha256:${'ab'.repeat(32)}`;
    const lines = withoutCommands('   ::add-mask::x', { digest }).split('\n');
    expect(lines[0]?.startsWith('::stop-commands::kcdk-')).toBe(true);
    expect(lines[0]).toBe(`::stop-commands::${lines[2]?.slice(2, -2)}`);
    expect(lines[0]).toContain('ab'.repeat(32));
  });
});

describe('stepOutputs', () => {
  test('are names and plain values, a line each', () => {
    fc.assert(
      fc.property(hostilePlans, (document) => {
        for (const line of formatOutputs(stepOutputs(document)).trimEnd().split('\n')) {
          expect(line).toMatch(/^[a-z_]+=(?:true|false|\d+|sha256:[0-9a-f]{64})$/);
        }
      }),
      { numRuns: 30 },
    );
  });
});
