import { openOfflineRepository } from '../../lib/repository/git/open-offline-repository.ts';
import type { Repository, RepositoryLocation } from '../../lib/repository/repository.ts';
import { ageOf } from '../view/age.ts';
import type { Session } from './session.ts';

/** Opens repositories as they were seen last, and says of each how long ago that was. */
export function offlineOpener(session: Session, root: string): (location: RepositoryLocation) => Repository {
  return (location) =>
    openOfflineRepository(location, { ...session.gitOptions, cwd: root }, ({ name }, { commit, time }) => {
      const state = commit === undefined ? 'empty' : commit.slice(0, 10);
      session.say(`\`${name}\` as it was ${ageOf(Date.now() - time)} ago (${state})`);
    });
}
