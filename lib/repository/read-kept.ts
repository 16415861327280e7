import { KcdkError } from '../diagnostics/error.ts';
import type { ObjectId, Repository, Snapshot } from './repository.ts';

/**
 * Reads blobs that may be gone from a repository, such as what was written last; those that are gone are left out.
 *
 * One round trip where all are there.
 *
 * @throws {KcdkError} when the repository cannot be read
 */
export async function readKept(
  repository: Repository,
  snapshot: Snapshot,
  blobs: readonly ObjectId[],
): Promise<ReadonlyMap<ObjectId, Uint8Array>> {
  if (blobs.length === 0) return new Map();
  try {
    return await repository.read(snapshot, blobs);
  } catch (cause) {
    if (!KcdkError.is(cause) || cause.code !== 'REPOSITORY_BLOB_MISSING') throw cause;
  }
  if (blobs.length === 1) return new Map();
  const half = Math.ceil(blobs.length / 2);
  const first = await readKept(repository, snapshot, blobs.slice(0, half));
  return new Map([...first, ...(await readKept(repository, snapshot, blobs.slice(half)))]);
}
