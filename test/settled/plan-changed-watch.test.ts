import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGitRepository } from '../../lib/repository/git/open-git-repository.ts';
import { keepRepositories } from '../../lib/watch/kept-repositories.ts';
import {
  bothOf,
  createSettledProject,
  openSettledCache,
  planOf,
  SAID,
  type Said,
  type SettledProject,
} from './settled-project.ts';

const MAX_AGE = 1_000;

let project: SettledProject;

beforeAll(async () => {
  project = await createSettledProject();
});

afterAll(() => project.remove());

describe('a plan of a process that keeps repositories open', () => {
  it('follows from the last one by what it knows of the branches, until that is old', async () => {
    let time = 0;
    const git = { env: project.env, cwd: project.folder };
    const kept = keepRepositories(
      (location) => openGitRepository(location, git),
      MAX_AGE,
      () => time,
    );
    const settings = {
      cache: openSettledCache(project),
      options: { early: undefined, heads: kept.heads, open: kept.open },
    };
    const isSettled = async () => (await planOf(project, settings)).isSettled;
    try {
      expect([await isSettled(), await isSettled()]).toEqual([false, true]);
      for (const replicas of [7, 8]) {
        project.say(withReplicas(replicas));
        const both = await bothOf(project, settings);
        expect([both.isSettled, both.made]).toEqual([true, both.whole]);
      }
      project.repository('red/apps').commit({ 'README.md': 'moved' });
      expect(await isSettled()).toBe(true);
      time += MAX_AGE;
      expect(await isSettled()).toBe(false);
    } finally {
      await kept.close();
    }
  });
});

// --- internal ---

function withReplicas(replicas: number): Said {
  return { ...SAID, services: { ...SAID.services, 'red-a': { replicas } } };
}
