import { createHash, hash } from 'node:crypto';
import type { WantedFile } from '../model/file-set.ts';
import type { ObjectFormat, ObjectId } from './repository.ts';

/**
 * The name git gives a file of this content: the hash of `blob <length>\0<content>`.
 *
 * Pure and deterministic. A text is taken as UTF-8; a lone surrogate counts as U+FFFD, which is also what
 * writing the text to a repository would store.
 *
 * @see https://git-scm.com/book/en/v2/Git-Internals-Git-Objects#_object_storage
 */
export function blobId(content: string | Uint8Array, format: ObjectFormat): ObjectId {
  if (typeof content === 'string') {
    // One call on one text is several times cheaper than a streaming hash object for the small files we write.
    return hash(format, `blob ${Buffer.byteLength(content)}\0${content}`, 'hex');
  }
  return createHash(format).update(`blob ${content.byteLength}\0`).update(content).digest('hex');
}

/** The same of a wanted file, hashed once however often it is asked for. */
export function blobIdOfFile(file: WantedFile, format: ObjectFormat): ObjectId {
  const known = hashed.get(file);
  if (known?.format === format) return known.id;
  const id = blobId(file.content, format);
  hashed.set(file, { format, id });
  return id;
}

// --- internal ---

const hashed = new WeakMap<WantedFile, { readonly format: ObjectFormat; readonly id: ObjectId }>();
