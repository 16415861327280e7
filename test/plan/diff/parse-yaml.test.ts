import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseYaml } from '../../../lib/plan/diff/parse-yaml.ts';

const bomb = [
  'a: &a [x, x, x, x, x, x, x, x, x]',
  ...'bcdefghi'
    .split('')
    .map((letter, index) => `${letter}: &${letter} [${Array(9).fill(`*${'abcdefgh'[index]}`).join(', ')}]`),
].join('\n');

describe('parseYaml', () => {
  test.each<[string, string, unknown]>([
    ['several documents', 'a: 1\n---\nb: 2\n', [{ a: 1 }, { b: 2 }]],
    ['nothing', '', []],
    ['JSON', '{"a": [1, null]}', [{ a: [1, null] }]],
    ['booleans of YAML 1.1', 'a: yes\nb: off\n', [{ a: true, b: false }]],
    ['octal', 'a: 0777\n', [{ a: 511 }]],
    ['no timestamps', 'a: 2001-12-14\n', [{ a: '2001-12-14' }]],
    ['no base-60 numbers', 'a: 12:30:45\n', [{ a: '12:30:45' }]],
    ['merges', 'a: &a {x: 1}\nb: {<<: *a, z: 2}\n', [{ a: { x: 1 }, b: { x: 1, z: 2 } }]],
    ['integers beyond exactness', 'a: 12345678901234567891\n', [{ a: '12345678901234567891' }]],
  ])('reads %s', (_, text, expected) => {
    expect(parseYaml(text)).toEqual(expected);
  });

  test.each<[string, string]>([
    ['a syntax error', 'a: [1'],
    ['duplicate keys', 'a: 1\na: 2\n'],
    ['keys that differ in type only', '1: a\n"1": b\n'],
    ['a key that is a collection', '? [a]\n: b\n'],
    ['an unknown tag', 'a: !Ref b\n'],
    ['a known tag of another language', 'a: !!binary aGk=\n'],
    ['a number that is not finite', 'a: .nan\n'],
    ['an unresolved alias', 'a: *b\n'],
    ['an alias of itself', '&a [*a]\n'],
    ['an alias bomb', bomb],
    ['very many aliases', `a: &a 1\nb: [${Array(1_500).fill('*a').join(',')}]\n`],
    ['too many levels', `${'['.repeat(200)}${']'.repeat(200)}`],
    ['levels that exhaust the stack', `${'['.repeat(20_000)}${']'.repeat(20_000)}`],
    ['more than 2 MiB', `a: ${'x'.repeat(3 * 1024 * 1024)}`],
    ['a template', 'a: {{ .Values.x }}\n{{- if }}\n'],
  ])('refuses %s', (_, text) => {
    expect(parseYaml(text)).toBeUndefined();
  });

  test('never throws', () => {
    const bits = fc.constantFrom(
      'a',
      ': ',
      '- ',
      '\n',
      '  ',
      '&a ',
      '*a',
      '!!x ',
      '|',
      '>',
      '[',
      ']',
      '{',
      '}',
      '"',
      "'",
      '#',
      '---\n',
      '%YAML 1.2\n',
      '<<: ',
      '? ',
      '\t',
      '1',
      '\u0000',
    );
    fc.assert(
      fc.property(fc.array(bits, { maxLength: 20 }), (parts) => {
        const documents = parseYaml(parts.join(''));
        expect(documents === undefined || Array.isArray(documents)).toBe(true);
        if (documents !== undefined) expect(() => JSON.stringify(documents)).not.toThrow();
      }),
      { numRuns: 3000 },
    );
  });
});
