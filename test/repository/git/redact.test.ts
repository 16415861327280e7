import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { REDACTED, redactor, spellingsOf } from '../../../lib/repository/git/redact.ts';

describe('redactor', () => {
  it('leaves no spelling of a token in any text', () => {
    const token = fc.string({ unit: fc.constantFrom(...'abcXYZ0189_-+/=@:% '), minLength: 4, maxLength: 40 });
    fc.assert(
      fc.property(token, fc.array(fc.string()), fc.nat(3), (secret, words, which) => {
        const spellings = spellingsOf('x-access-token', secret);
        const text = words.join(spellings[which] ?? '') + (spellings[which] ?? '');
        const clean = redactor(spellings)(text);
        for (const spelling of spellings)
          if (!REDACTED.includes(spelling)) expect(clean.replaceAll(REDACTED, '\n')).not.toContain(spelling);
      }),
    );
  });

  it('takes out what looks like a secret even when it is none of ours', () => {
    const clean = redactor([]);
    expect(clean('fatal: https://me:hunter2@h/x: no')).toBe(`fatal: https://${REDACTED}@h/x: no`);
    expect(clean('> Authorization: Basic aHVudGVyMg==\nnext')).toBe(`> Authorization: ${REDACTED}\nnext`);
    expect(clean('https://h/a@b and me@h:x')).toBe('https://h/a@b and me@h:x');
  });
});
