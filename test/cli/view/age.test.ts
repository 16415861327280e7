import { expect, it } from 'vitest';
import { ageOf } from '../../../cli/view/age.ts';

it.each([
  [-5, 'less than a minute'],
  [59_999, 'less than a minute'],
  [60_000, '1 minute'],
  [7_199_999, '1 hour'],
  [86_400_000 * 2.5, '2 days'],
])('%d milliseconds are %s', (milliseconds, text) => {
  expect(ageOf(milliseconds)).toBe(text);
});
