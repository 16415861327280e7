import { describe, expect, it } from 'vitest';
import { isPrintable, quoteText, showUnprintable } from '../../../lib/render/yaml/quote-text.ts';
import { codeOf } from '../../tools/code-of.ts';

describe('quoteText', () => {
  it.each([
    ...['argocd', 'argoproj.io/v1alpha1', 'https://charts.example.com/stable', 'CreateNamespace=true', 'v1.14.4'],
    ...['10.0.0.0/16', '15m0s', '100m', '2Gi', '1.0.0-rc1', '--verbose', './chart', '../values.yaml', '$values/a.yaml'],
    ...[
      '/spec/replicas',
      'p, proj:x:admin, applications, *, x/*, allow',
      "it's",
      'a "b"',
      'a#b',
      'a:b',
      '_x',
      'nobody',
    ],
    ...['yesterday', 'east', 'e1x', 'naïve 語 😀', 'truest', 'a-{{ .x }}', 'a\\b'],
  ])('leaves %j plain', (text) => {
    expect(quoteText(text)).toBe(text);
  });

  it.each([
    ...[
      '',
      ' ',
      ' a',
      'a ',
      'a: b',
      'a:',
      'a #b',
      '#a',
      '- a',
      '-',
      '-c',
      '? a',
      ': a',
      '---',
      '...',
      '@a',
      '`a',
      '%a',
    ],
    ...[
      '!a',
      '&a',
      '*a',
      '|',
      '>',
      '{a',
      '[a',
      '}',
      ']',
      ',',
      '{{ .type }}',
      '<<',
      '=',
      '~',
      '<X>',
      "'a",
      '.5',
      '.inf',
    ],
    ...['null', 'Null', 'NULL', 'true', 'FALSE', 'yes', 'No', 'on', 'OFF', 'y', 'N', '1', '-1', '+1', '0777', '0o7'],
    ...['0x1f', '0b1', '1_000', '12:30:45', '1e3', 'e1', 'E-2', '-.inf', '.nan', '2001-12-14', '2001-12-14T01:02:03Z'],
    ...['4.12.1', '4.12', '12345678', '1e5e7f00', '0x1p4', 'a\u00a0b', '\u3000'],
  ])('puts %j between double quotes', (text) => {
    expect(quoteText(text)).toBe(`"${text}"`);
  });

  it.each([
    ['"a"', `'"a"'`],
    ['{"auths":{}}', `'{"auths":{}}'`],
    ['\\d+: x', `'\\d+: x'`],
  ])('saves the escapes of %j with single quotes', (text, written) => {
    expect(quoteText(text)).toBe(written);
  });

  it.each([
    [`'"`, `"'\\""`],
    ['a\tb', '"a\\tb"'],
    ['"\n"', '"\\"\\n\\""'],
    ['\u0000\u001b', '"\\u0000\\u001b"'],
    ['\u007f\u0085\u2028\u2029', '"\\u007f\\u0085\\u2028\\u2029"'],
    ['\ufeffa', '"\\ufeffa"'],
    ['\uffff', '"\\uffff"'],
    ['user\u202e\u2066', '"user\\u202e\\u2066"'],
    ['"\u200f"', '"\\"\\u200f\\""'],
  ])('escapes in %j what must not stand in a file', (text, written) => {
    expect(quoteText(text)).toBe(written);
    expect(JSON.parse(written)).toBe(text);
  });

  it.each(['\ud800', 'a\udc00b', '"\ud83d"'])('refuses half a surrogate pair', (text) => {
    expect(codeOf(() => quoteText(text))).toBe('VALUE_NOT_EMITTABLE');
  });
});

describe('isPrintable', () => {
  it.each(['a\tb\n', 'é語😀', '\u00a0', '\u200d'])('takes %j', (text) => expect(isPrintable(text)).toBe(true));
  it.each(['\r', '\u0085', '\u2028', '\ufeff', '\u202e', '\ud800'])('refuses %j', (text) => {
    expect(isPrintable(text)).toBe(false);
  });
});

describe('showUnprintable', () => {
  it('makes what is hidden readable, and only that', () => {
    expect(showUnprintable('a\tb 😀 \u0007\u202e\ud800\udc00\ud800')).toBe('a\tb 😀 \\u0007\\u202e\ud800\udc00\\ud800');
  });
});
