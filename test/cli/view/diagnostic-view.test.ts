import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { renderDiagnostics } from '../../../cli/view/diagnostic-view.ts';
import { type Diagnostic, error, warning } from '../../../lib/diagnostics/diagnostic.ts';

const source = { file: 'main.ts', line: 3, column: 5 };

describe('renderDiagnostics', () => {
  test('shows everything there is to one diagnostic', () => {
    const diagnostic = error('NOT_OWNED', {
      summary: 'a.yaml exists',
      detail: 'First.\nSecond.',
      fix: 'Do this.\nOr that.',
      address: 'acme/a',
      source,
      repository: 'platform',
      path: 'a.yaml',
      related: [{ message: 'also here', address: 'acme/b', source }, { message: 'and here' }],
    });
    expect(renderDiagnostics([diagnostic], { color: false })).toBe(`error[NOT_OWNED]: a.yaml exists
  --> main.ts:3:5
  at acme/a
  in platform: a.yaml
  First.
  Second.
  - also here (acme/b, main.ts:3:5)
  - and here
  fix: Do this.
       Or that.
`);
  });

  test('shows what little there is', () => {
    expect(renderDiagnostics([warning('DRIFT_KEPT', { summary: 's', fix: 'f' })], { color: false })).toBe(
      'warning[DRIFT_KEPT]: s\n  fix: f\n',
    );
    expect(renderDiagnostics([], { color: false })).toBe('');
  });

  test('puts errors first and those of one code together', () => {
    const list = [warning('DRIFT_KEPT'), error('DRIFT'), error('NOT_OWNED'), error('DRIFT')];
    const heads = [...renderDiagnostics(list, { color: false }).matchAll(/^\w+\[\w+\]/gm)].map(([head]) => head);
    expect(heads).toEqual(['error[DRIFT]', 'error[DRIFT]', 'error[NOT_OWNED]', 'warning[DRIFT_KEPT]']);
  });

  test('folds warnings of one code above ten and never an error', () => {
    const many = (make: typeof error) => Array.from({ length: 25 }, () => make('DRIFT_KEPT'));
    const warnings = renderDiagnostics(many(warning), { color: false });
    expect(warnings.match(/^warning\[/gm)).toHaveLength(11);
    expect(warnings.trimEnd().split('\n').at(-1)).toBe('warning[DRIFT_KEPT]: and 15 more of the same');
    expect(renderDiagnostics(many(error), { color: false }).match(/^error\[/gm)).toHaveLength(25);
  });

  test('colours without changing a word, and lets no control character of the data through', () => {
    const words = fc.string({
      unit: fc.constantFrom('a', ' ', '\u001b', '\u0007', '\u009b', '\u202e', '\n', '\ud800', 'é'),
    });
    const diagnostics: fc.Arbitrary<Diagnostic> = fc
      .record({ summary: words, detail: words, fix: words, address: words, repository: words, path: words })
      .map((details) => error('DRIFT', { ...details, related: [{ message: details.summary, address: details.path }] }));
    fc.assert(
      fc.property(fc.array(diagnostics, { maxLength: 3 }), (list) => {
        const plain = renderDiagnostics(list, { color: false });
        expect(plain.match(/[^\P{C}\n]/gu)).toBeNull();
        // biome-ignore lint/suspicious/noControlCharactersInRegex: the codes are what is taken out
        expect(renderDiagnostics(list, { color: true }).replace(/\u001b\[\d+m/g, '')).toBe(plain);
      }),
    );
  });
});
