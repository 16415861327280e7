import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { blobId } from '../../lib/repository/blob-id.ts';

describe('blobId', () => {
  it('names the empty blob as git does in both object formats', () => {
    expect(blobId('', 'sha1')).toBe('e69de29bb2d1d6434b8b29ae775ad8c2e48c5391');
    expect(blobId('', 'sha256')).toBe('473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813');
  });

  it('agrees with git hash-object on texts and bytes', () => {
    for (const content of ['x', 'a: 1\r\n', 'grüße 👋', '\0\0', 'no newline', '\u2028']) {
      const git = execFileSync('git', ['hash-object', '--stdin'], { input: content }).toString().trim();
      expect(blobId(content, 'sha1')).toBe(git);
    }
    const bytes = Uint8Array.from({ length: 300 }, (_, index) => index % 256);
    const git = execFileSync('git', ['hash-object', '--stdin'], { input: bytes }).toString().trim();
    expect(blobId(bytes, 'sha1')).toBe(git);
  });

  it('gives a text and its UTF-8 bytes one name, lone surrogates included', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('sha1' as const, 'sha256' as const),
        (text, format) => {
          expect(blobId(text, format)).toBe(blobId(Buffer.from(text), format));
        },
      ),
    );
    expect(blobId('\ud800', 'sha1')).toBe(blobId('\ufffd', 'sha1'));
  });
});
