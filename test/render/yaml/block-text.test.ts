import { describe, expect, it } from 'vitest';
import { blockText } from '../../../lib/render/yaml/block-text.ts';

describe('blockText', () => {
  it.each([
    ['a\nb', '|-\n    a\n    b'],
    ['a\nb\n', '|\n    a\n    b'],
    ['a\n\n', '|+\n    a\n'],
    ['a\n\n\n', '|+\n    a\n\n'],
    ['a\n\nb\n', '|\n    a\n\n    b'],
    ['  a\nb\n', '|2\n      a\n    b'],
    ['\ta\n', '|2\n    \ta'],
    ['\na', '|2-\n\n    a'],
    ['\n\n a\n\n', '|2+\n\n\n     a\n'],
    ['a\n  \nb', '|-\n    a\n      \n    b'],
    ['# a\n--- b\n', '|\n    # a\n    --- b'],
    ['all:\n\tgo build\n', '|\n    all:\n    \tgo build'],
    ['語 😀\n', '|\n    語 😀'],
  ])('writes %j', (text, written) => {
    expect(blockText(text, '  ', true)).toBe(written);
  });

  it.each([
    '\n',
    '\n\n',
    ' \n',
    '\t\na',
    'a\n ',
    'a\n\t\n',
    'a\r\nb\r\n',
    'a\u0000\n',
    'a\n\u2028b',
    '\ufeffa\n',
    'a\n\ud800',
  ])('leaves %j to quotes', (text) => {
    expect(blockText(text, '', true)).toBeUndefined();
  });

  it('leaves empty lines at the end to quotes where they may not stand', () => {
    expect(blockText('a\n\n', '', false)).toBeUndefined();
    expect(blockText('a\n', '', false)).toBe('|\n  a');
  });
});
