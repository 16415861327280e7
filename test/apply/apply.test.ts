import { describe, expect, it } from 'vitest';
import type { ApplyEvent } from '../../lib/apply/apply.ts';
import { ledgerPath } from '../../lib/plan/ledger.ts';
import type { Repository } from '../../lib/repository/repository.ts';
import { applyPlan, contentsOf, memoryRemotes, planTree, STILL } from '../tools/memory-platform.ts';
import { smallCluster, smallPlatform } from '../tools/program.ts';

const PLATFORM = 'acme/platform';
const ORGANIZATION = 'acme-platform/retail';
const APPLICATIONS = 'acme-retail/retail';

function program() {
  const small = smallPlatform();
  smallCluster(small);
  return small.app;
}

const remotesOf = () => memoryRemotes([PLATFORM, ORGANIZATION, APPLICATIONS]);

function remoteOf(remotes: ReturnType<typeof remotesOf>, name: string) {
  const remote = remotes.get(name);
  if (remote === undefined) throw new Error(`no remote ${name}`);
  return remote;
}

describe('apply', () => {
  it('writes the repositories in order, one commit each, with trailers', async () => {
    const remotes = remotesOf();
    const planned = await planTree(program(), remotes);
    const events: ApplyEvent[] = [];
    const { outcomes, diagnostics } = await applyPlan(planned, { ...STILL, onEvent: (event) => events.push(event) });
    expect(diagnostics).toEqual([]);
    expect(outcomes.map(({ repository, status }) => [repository, status])).toEqual([
      [PLATFORM, 'applied'],
      [ORGANIZATION, 'applied'],
      [APPLICATIONS, 'applied'],
    ]);
    expect(events.flatMap((event) => (event.type === 'committed' ? [event.repository] : []))).toEqual([
      PLATFORM,
      ORGANIZATION,
      APPLICATIONS,
    ]);
    for (const remote of remotes.values()) {
      const commits = remote.commits();
      expect(commits).toHaveLength(2);
      const trailers = commits.at(-1)?.message.trimEnd().split('\n').slice(-2);
      expect(trailers).toEqual(['Konstruct-Project: acme', `Konstruct-Plan: ${planned.bundle.plan.digest}`]);
    }
  });

  it('tries again when another writer was faster, and keeps what that one wrote', async () => {
    const remotes = remotesOf();
    const planned = await planTree(program(), remotes);
    remoteOf(remotes, ORGANIZATION).writeBeforeNextCommit({ files: { 'docs/news.md': 'new' } });
    const { diagnostics } = await applyPlan(planned);
    expect(diagnostics).toEqual([]);
    const remote = remoteOf(remotes, ORGANIZATION);
    expect(remote.read('docs/news.md')).toBe('new');
    expect(remote.paths()).toContain('registry/clusters/lon1/45-env-staging.yaml');
    expect(remote.commits()).toHaveLength(3);
  });

  it('stops when a race was lost to the same project, and writes nothing more', async () => {
    const remotes = remotesOf();
    const planned = await planTree(program(), remotes);
    remoteOf(remotes, PLATFORM).writeBeforeNextCommit({ files: { [ledgerPath('acme')]: '{}' } });
    const { outcomes, diagnostics } = await applyPlan(planned);
    expect(diagnostics).toMatchObject([{ code: 'APPLY_OVERTAKEN', repository: PLATFORM }]);
    expect(outcomes.map(({ status }) => status)).toEqual(['failed', 'pending', 'pending']);
    expect(remoteOf(remotes, ORGANIZATION).commits()).toHaveLength(1);
  });

  it('stops when another writer took a path of the plan in the race', async () => {
    const remotes = remotesOf();
    const planned = await planTree(program(), remotes);
    const path = 'registry/clusters/lon1/appproject.yaml';
    remoteOf(remotes, ORGANIZATION).writeBeforeNextCommit({ files: { [path]: 'mine: true\n' } });
    const { outcomes, diagnostics } = await applyPlan(planned);
    expect(diagnostics).toMatchObject([{ code: 'PLAN_STALE', repository: ORGANIZATION, path }]);
    expect(outcomes.map(({ status }) => status)).toEqual(['applied', 'failed', 'pending']);
    expect(remoteOf(remotes, ORGANIZATION).read(path)).toBe('mine: true\n');
  });

  it.each(['read-only', 'unauthorized', 'unreachable'] as const)(
    'touches nothing when one repository is %s',
    async (fault) => {
      const remotes = remotesOf();
      const planned = await planTree(program(), remotes);
      remoteOf(remotes, APPLICATIONS).fail(fault);
      const { outcomes, diagnostics } = await applyPlan(planned);
      expect(diagnostics).toHaveLength(1);
      expect(diagnostics[0]?.repository).toBe(APPLICATIONS);
      expect(outcomes.every(({ status }) => status === 'pending')).toBe(true);
      for (const remote of remotes.values()) expect(remote.commits()).toHaveLength(1);
    },
  );

  it('completes what a refused push left undone, when it runs again', async () => {
    const remotes = remotesOf();
    remoteOf(remotes, ORGANIZATION).fail('protected');
    const first = await applyPlan(await planTree(program(), remotes));
    expect(first.outcomes.map(({ status }) => status)).toEqual(['applied', 'failed', 'pending']);
    remoteOf(remotes, ORGANIZATION).fail(undefined);
    const second = await planTree(program(), remotes);
    expect(second.bundle.plan.phases).toEqual([{ id: 'apply', commits: [ORGANIZATION, APPLICATIONS] }]);
    expect((await applyPlan(second)).diagnostics).toEqual([]);

    const fresh = remotesOf();
    await applyPlan(await planTree(program(), fresh));
    expect(contentsOf(remotes)).toEqual(contentsOf(fresh));
  });

  it('finds what is applied already, and does not do it twice', async () => {
    const remotes = remotesOf();
    const planned = await planTree(program(), remotes);
    await applyPlan(planned);
    const again = await applyPlan({ ...planned, snapshots: new Map() });
    expect(again).toMatchObject({
      outcomes: [{ status: 'already' }, { status: 'already' }, { status: 'already' }],
      diagnostics: [],
    });
    for (const remote of remotes.values()) expect(remote.commits()).toHaveLength(2);
  });

  it('refuses a plan whose paths moved, naming them, before it writes anything', async () => {
    const remotes = remotesOf();
    const planned = await planTree(program(), remotes);
    remoteOf(remotes, APPLICATIONS).write({ files: { 'registry/environments/staging/lon1/.gitkeep': 'taken' } });
    const { outcomes, diagnostics } = await applyPlan({ ...planned, snapshots: new Map() });
    expect(diagnostics).toMatchObject([
      {
        code: 'PLAN_STALE',
        repository: APPLICATIONS,
        detail: expect.stringContaining('registry/environments/staging/lon1/.gitkeep'),
      },
    ]);
    expect(outcomes.every(({ status }) => status === 'pending')).toBe(true);
    expect(remoteOf(remotes, PLATFORM).commits()).toHaveLength(1);
  });

  it.each([
    ['lost races', true, 'APPLY_CONTENDED', 100],
    ['refusals of a branch that stands still, with the words of the server', false, 'REPOSITORY_LOCKED', 10],
  ])('gives up after a bounded number of %s', async (_name, moves, code, most) => {
    const remotes = remotesOf();
    const planned = await planTree(program(), remotes);
    const repository = planned.repositories.get(PLATFORM);
    if (repository === undefined) throw new Error('no repository');
    let tries = 0;
    const refusing: Repository = {
      ...repository,
      commit: async () => {
        tries++;
        if (moves) remoteOf(remotes, PLATFORM).write({ files: { 'news.md': `${tries}` } });
        return { status: 'moved', said: 'cannot lock ref' };
      },
    };
    const { diagnostics } = await applyPlan({
      ...planned,
      repositories: new Map([...planned.repositories, [PLATFORM, refusing]]),
    });
    expect(diagnostics).toMatchObject([
      { code, repository: PLATFORM, ...(moves ? {} : { detail: 'cannot lock ref' }) },
    ]);
    expect(tries).toBe(most);
  });
});
