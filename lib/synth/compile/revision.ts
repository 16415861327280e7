import type { PlatformRepository } from '../../model/repository-location.ts';

/** What Applications follow: the branch the program names, else whatever the remote's default branch is. */
export function revisionOf(repository: PlatformRepository): string {
  return repository.branch ?? 'HEAD';
}
