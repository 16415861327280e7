import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseIgnore } from '../../../lib/templates/helm/chart/ignore.ts';

describe('.helmignore', () => {
  it.each([
    { rules: '', path: 'templates/.hidden.yaml', ignored: true },
    { rules: '', path: 'templates/.', ignored: false },
    { rules: '', path: 'templates/.a/b.yaml', ignored: false },
    { rules: '', path: 'charts/templates/.hidden.yaml', ignored: false },
    { rules: '*.bak', path: 'deep/down/a.bak', ignored: true },
    { rules: '/*.bak', path: 'deep/a.bak', ignored: false },
    { rules: 'deep/*.bak', path: 'deep/a.bak', ignored: true },
    { rules: 'a*a', path: 'a', ignored: false },
    { rules: '?.txt', path: 'é.txt', ignored: true },
    { rules: '[a-c].txt', path: 'b.txt', ignored: true },
    { rules: 'ci/', path: 'ci', ignored: false },
  ])('says of $path with the rules "$rules": $ignored', ({ rules, path, ignored }) => {
    expect(parseIgnore(rules)(path, false)).toBe(ignored);
  });

  it('reads a rule that takes no expression as the one that takes it', () => {
    const text = (letters: readonly string[]) =>
      fc.array(fc.constantFrom(...letters), { maxLength: 8 }).map((all) => all.join(''));
    fc.assert(
      fc.property(text(['a', 'b', '.', '/', '*']), text(['a', 'b', '.', '/', '\n']), (glob, path) => {
        fc.pre(!/^\s*[/!#]/.test(glob));
        // A class makes an expression of any rule, and `[a]` is `a`.
        const expression = glob.replaceAll('a', '[a]').replaceAll('b', '[b]');
        expect(parseIgnore(glob)(path, false)).toBe(parseIgnore(expression)(path, false));
      }),
      { numRuns: 2000 },
    );
  });
});
