import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { shorten, visible } from '../../lib/report/visible.ts';

describe('visible', () => {
  test.each([
    ['plain é 日本 🚀', 'plain é 日本 🚀'],
    ['a\nb\r\tc', 'a\\nb\\r\\tc'],
    ['\u001b[31m', '\\u{1b}[31m'],
    ['\u0000\u007f\u009b', '\\u{0}\\u{7f}\\u{9b}'],
    ['\u202eabc\u2066', '\\u{202e}abc\\u{2066}'],
    ['\ud800x', '\\u{d800}x'],
  ])('%j', (text, expected) => {
    expect(visible(text)).toBe(expected);
  });

  test('is idempotent and one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(visible(visible(text))).toBe(visible(text));
        expect(visible(text)).not.toMatch(/[\n\r\u2028\u2029]/);
      }),
    );
  });
});

describe('shorten', () => {
  test.each([
    ['abc', 3, 'abc'],
    ['abcd', 3, 'ab…'],
    ['🚀🚀🚀', 3, '🚀🚀🚀'],
    ['🚀🚀🚀🚀', 3, '🚀🚀…'],
  ])('%s to %i', (text, width, expected) => {
    expect(shorten(text, width)).toBe(expected);
  });
});
