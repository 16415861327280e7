import type { ObjectId } from '../repository.ts';
import { type GitSession, runLocal } from './git-session.ts';
import { Listing } from './listing.ts';

/** Every file of a commit by path, read as git prints it. Contents are not needed. */
export async function listTree(session: GitSession, commit: ObjectId): Promise<Listing> {
  const chunks: Buffer[] = [];
  await runLocal(session, ['ls-tree', '-r', '-z', '--full-tree', commit], { onStdout: (chunk) => chunks.push(chunk) });
  return Listing.of(Buffer.concat(chunks));
}
