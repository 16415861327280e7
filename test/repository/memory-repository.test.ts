import { describe, expect, it } from 'vitest';
import { createMemoryRemote } from '../../lib/repository/memory-repository.ts';
import { codeOf, commit, describeRepositoryContract, type TestAdapter } from './contract.ts';

function adapter(objectFormat: 'sha1' | 'sha256'): TestAdapter {
  return {
    name: `memory (${objectFormat})`,
    objectFormat,
    faults: ['unreachable', 'unauthorized', 'read-only', 'protected'],
    create: async (files, branch) => {
      const remote = createMemoryRemote({ name: 'platform', branch, files, objectFormat });
      const codes = {
        unreachable: 'REPOSITORY_UNREACHABLE',
        unauthorized: 'REPOSITORY_AUTHENTICATION_FAILED',
        'read-only': 'REPOSITORY_READ_ONLY',
        protected: 'REPOSITORY_PROTECTED',
      };
      return {
        open: (options) => remote.open(options),
        write: (changes, options) => {
          remote.write({ files: changes, ...options });
        },
        read: (path, of) => remote.read(path, of),
        head: (of) => remote.commits(of).at(-1)?.id,
        countCommits: (of) => remote.commits(of).length,
        breakBy: async (fault) => {
          remote.fail(fault);
          return codes[fault];
        },
        dispose: async () => undefined,
      };
    },
  };
}

describeRepositoryContract(adapter('sha1'));
describeRepositoryContract(adapter('sha256'));

describe('createMemoryRemote', () => {
  it('lets a writer slip in before the next commit, once', async () => {
    const remote = createMemoryRemote({ name: 'platform', files: { 'a.yaml': '1\n' } });
    const repository = remote.open();
    remote.writeBeforeNextCommit({ files: { 'b.yaml': '2\n' } });
    expect(await commit(repository, await repository.snapshot(), { 'c.yaml': '3\n' })).toMatchObject({
      status: 'moved',
    });
    expect(await commit(repository, await repository.snapshot(), { 'c.yaml': '3\n' })).toMatchObject({
      status: 'committed',
    });
    expect(remote.paths()).toEqual(['a.yaml', 'b.yaml', 'c.yaml']);
    expect(remote.commits().map((made) => made.message)).toEqual([
      'First commit',
      'Change by another writer',
      'Test commit',
    ]);
  });

  it('is repaired by failing with nothing', async () => {
    const remote = createMemoryRemote({ name: 'platform', files: {} });
    remote.fail('unreachable');
    expect(await codeOf(remote.open().snapshot())).toBe('REPOSITORY_UNREACHABLE');
    remote.fail(undefined);
    expect(await codeOf(remote.open().snapshot())).toBe('none');
  });

  it('makes the same ids for the same history', async () => {
    const ids = async () => {
      const remote = createMemoryRemote({ name: 'platform', files: { 'a.yaml': '1\n' } });
      const repository = remote.open();
      await commit(repository, await repository.snapshot(), { 'b.yaml': '2\n' });
      return remote.commits().map((made) => made.id);
    };
    expect(await ids()).toEqual(await ids());
  });
});
