import { createHash } from 'node:crypto';

/**
 * Hex SHA-256 of a list of parts. Equal digests mean equal lists: where one part ends and the next begins counts.
 *
 * A single part gives the plain digest of its UTF-8 bytes.
 */
export function digest(...parts: readonly (string | Uint8Array)[]): string {
  const hash = createHash('sha256');
  if (parts.length !== 1) {
    for (const part of parts) hash.update(`${typeof part === 'string' ? Buffer.byteLength(part) : part.length}\n`);
  }
  for (const part of parts) hash.update(part);
  return hash.digest('hex');
}
