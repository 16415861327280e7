import { describe, expect, it } from 'vitest';
import { Environment, ManagementCluster, WorkloadCluster } from '../../constructs/index.ts';
import type { ApplyPorts, ApplyResult } from '../../lib/apply/apply.ts';
import { phaseChanges } from '../../lib/apply/phase-changes.ts';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { parseStatus, short } from '../../lib/propose/describe.ts';
import { propose } from '../../lib/propose/propose.ts';
import type { MemoryRemote } from '../../lib/repository/memory-repository.ts';
import { applyPlan, memoryRemotes, planTree, type Remotes, STILL } from '../tools/memory-platform.ts';
import { smallPlatform } from '../tools/program.ts';
import { type MemoryForge, memoryForge } from './memory-forge.ts';

const PLATFORM = 'acme/platform';
const ORGANIZATION = 'acme-platform/retail';
const APPLICATIONS = 'acme-retail/retail';
const NAMES = [PLATFORM, ORGANIZATION, APPLICATIONS];
const BRANCH = 'konstruct/acme';

function program(shape: { readonly dev?: boolean; readonly description?: string } = {}) {
  const { dev = true, description } = shape;
  const { app, platform, retail } = smallPlatform();
  const staging = new Environment(platform, 'staging', description === undefined ? {} : { description });
  const environments = dev ? [new Environment(retail, 'dev'), staging] : [staging];
  const management = new ManagementCluster(retail, 'mgmt');
  new WorkloadCluster(retail, 'lon1', { management, environments });
  return app;
}

interface World {
  readonly remotes: Remotes;
  readonly forges: ReadonlyMap<string, MemoryForge>;
}

function world(): World {
  const remotes = memoryRemotes(NAMES);
  return { remotes, forges: new Map([...remotes].map(([name, remote]) => [name, memoryForge(remote, name)])) };
}

const remoteOf = ({ remotes }: World, name: string): MemoryRemote => remotes.get(name) ?? fail(name);
const forgeOf = ({ forges }: World, name: string): MemoryForge => forges.get(name) ?? fail(name);

function fail(name: string): never {
  throw new Error(`there is no ${name}`);
}

/** Plans the program anew and proposes it, as each run of the command does. */
async function run(
  { remotes, forges }: World,
  shape: Parameters<typeof program>[0],
  { merged = false, ports = STILL }: { readonly merged?: boolean; readonly ports?: ApplyPorts } = {},
): Promise<ApplyResult> {
  const planned = await planTree(program(shape), remotes);
  const { bundle, repositories, snapshots } = planned;
  const phases = phaseChanges(bundle, { sourceCommit: undefined });
  return propose({ plan: bundle.plan, phases, repositories, snapshots, forges, merged }, ports);
}

const statuses = ({ outcomes }: ApplyResult) => outcomes.map(({ repository, status }) => [repository, status]);
const codes = ({ diagnostics }: ApplyResult) => diagnostics.map(({ code }) => code);
const writes = ({ forges }: World) => [...forges.values()].flatMap((forge) => forge.writes);

/** A world in which the whole program is applied. */
async function applied(): Promise<World> {
  const made = world();
  expect((await applyPlan(await planTree(program(), made.remotes))).diagnostics).toEqual([]);
  return made;
}

describe('a plan that is proposed', () => {
  it('has a pull request in each repository, on its base, with links to all of them', async () => {
    const made = world();
    const result = await run(made, {});
    expect(statuses(result)).toEqual(NAMES.map((name) => [name, 'proposed']));
    for (const name of NAMES) {
      const [pull, ...others] = forgeOf(made, name).pulls;
      expect(others).toEqual([]);
      expect(pull).toMatchObject({ state: 'open', base: 'main', head: { branch: BRANCH } });
      for (const other of NAMES.filter((one) => one !== name)) expect(pull?.body).toContain(`/${other}/pull/1`);
      expect(remoteOf(made, name).commits()).toHaveLength(1);
      expect(remoteOf(made, name).commits(BRANCH)).toHaveLength(2);
    }
  });

  it('has a status on its head that names the plan', async () => {
    const made = world();
    const { bundle } = await planTree(program(), made.remotes);
    await run(made, {});
    const head = remoteOf(made, PLATFORM).commits(BRANCH).at(-1)?.id ?? '';
    const [status] = forgeOf(made, PLATFORM).statuses.get(head) ?? [];
    expect(status).toMatchObject({ context: 'kcdk/acme', state: 'success' });
    expect(parseStatus({ description: status?.description ?? '' })?.plan).toBe(short(bundle.plan.digest));
  });

  it('is proposed once, however often it is run', async () => {
    const made = world();
    await run(made, {});
    const before = writes(made);
    const result = await run(made, {});
    expect(new Set(result.outcomes.map(({ pull }) => pull?.status))).toEqual(new Set(['unchanged']));
    expect(writes(made)).toEqual(before);
  });

  it('stays as it is when others write to the base elsewhere', async () => {
    const made = world();
    await run(made, {});
    const head = remoteOf(made, PLATFORM).commits(BRANCH).at(-1)?.id;
    remoteOf(made, PLATFORM).write({ files: { 'docs/notes.md': 'Notes\n' } });
    await run(made, {});
    expect(remoteOf(made, PLATFORM).commits(BRANCH).at(-1)?.id).toBe(head);
  });

  it('is put on the new base when the program changes, without a trace of what was proposed before', async () => {
    const made = await applied();
    await run(made, { description: 'one' });
    remoteOf(made, PLATFORM).write({ files: { 'docs/notes.md': 'Notes\n' } });
    await run(made, { description: 'two' });
    const remote = remoteOf(made, PLATFORM);
    expect(remote.commits(BRANCH).at(-2)?.id).toBe(remote.commits().at(-1)?.id);
    expect(remote.read('docs/notes.md', BRANCH)).toBe('Notes\n');
    expect(forgeOf(made, PLATFORM).pulls).toHaveLength(1);
  });

  it('is made anew when somebody changes what our commit holds, even under its message', async () => {
    const made = world();
    await run(made, {});
    const remote = remoteOf(made, PLATFORM);
    const ours = remote.commits(BRANCH).at(-1);
    remote.write({ files: { 'evil.yaml': 'a: 1\n' }, branch: BRANCH, message: ours?.message ?? '' });
    await run(made, {});
    expect(remote.read('evil.yaml', BRANCH)).toBeUndefined();
    expect(remote.commits(BRANCH)).toHaveLength(2);
  });

  it('never writes over a commit of somebody else', async () => {
    const made = world();
    await run(made, {});
    remoteOf(made, PLATFORM).write({ files: { 'more.yaml': 'a: 1\n' }, branch: BRANCH });
    const before = remoteOf(made, PLATFORM).commits(BRANCH);
    const result = await run(made, {});
    expect(codes(result)).toEqual(['PULL_REQUEST_BRANCH_FOREIGN']);
    expect(statuses(result)).toEqual([
      [PLATFORM, 'failed'],
      [ORGANIZATION, 'pending'],
      [APPLICATIONS, 'pending'],
    ]);
    expect(remoteOf(made, PLATFORM).commits(BRANCH)).toEqual(before);
  });

  it('is refused when what it touches has moved', async () => {
    const made = await applied();
    const planned = await planTree(program({ description: 'one' }), made.remotes);
    const path = planned.bundle.plan.repositories.flatMap(({ files }) => files)[0]?.path ?? '';
    remoteOf(made, PLATFORM).write({ files: { [path]: 'by: hand\n' } });
    const { bundle, repositories } = planned;
    const phases = phaseChanges(bundle, { sourceCommit: undefined });
    const result = await propose(
      { plan: bundle.plan, phases, repositories, forges: made.forges, merged: false },
      STILL,
    );
    expect(codes(result)).toEqual(['PLAN_STALE']);
    expect(writes(made)).toEqual([]);
  });

  it('is closed when the program is changed back', async () => {
    const made = await applied();
    await run(made, { description: 'one' });
    await run(made, {});
    expect(forgeOf(made, PLATFORM).pulls.map(({ state }) => state)).toEqual(['closed']);
    expect(forgeOf(made, PLATFORM).comments).toHaveLength(1);
  });
});

describe('going on after merges', () => {
  it('waits for every pull request, and is done when all are merged', async () => {
    const made = world();
    await run(made, {});
    expect(codes(await run(made, {}, { merged: true }))).toEqual(NAMES.map(() => 'PULL_REQUEST_OPEN'));
    forgeOf(made, PLATFORM).merge(1);
    expect(codes(await run(made, {}, { merged: true }))).toEqual(['PULL_REQUEST_OPEN', 'PULL_REQUEST_OPEN']);
    forgeOf(made, ORGANIZATION).merge(1);
    forgeOf(made, APPLICATIONS).merge(1);
    expect((await planTree(program(), made.remotes)).bundle.plan.phases).toEqual([]);
  });

  it('says that a pull request was closed, or never there', async () => {
    const made = world();
    expect(codes(await run(made, {}, { merged: true }))).toEqual(NAMES.map(() => 'PULL_REQUEST_NONE'));
    await run(made, {});
    for (const name of NAMES) forgeOf(made, name).close(1);
    expect(codes(await run(made, {}, { merged: true }))).toEqual(NAMES.map(() => 'PULL_REQUEST_CLOSED'));
    expect(statuses(await run(made, {}))).toEqual(NAMES.map((name) => [name, 'proposed']));
  });

  it('opens the next phase when the first is merged and its gate has passed', async () => {
    const made = await applied();
    const gone = { dev: false };
    const first = await run(made, gone);
    expect(statuses(first).filter(([, status]) => status === 'proposed')).toEqual([[ORGANIZATION, 'proposed']]);
    expect(forgeOf(made, APPLICATIONS).pulls).toEqual([]);
    expect(codes(await run(made, gone, { merged: true }))).toEqual(['PULL_REQUEST_OPEN']);
    forgeOf(made, ORGANIZATION).merge(1);
    const closed: ApplyPorts = { ...STILL, awaitGates: async () => [error('GATE_TIMED_OUT')] };
    const waiting = await run(made, gone, { merged: true, ports: closed });
    expect(codes(waiting)).toEqual(['GATE_TIMED_OUT']);
    expect(waiting.waitingAfter).toBeDefined();
    expect(forgeOf(made, APPLICATIONS).pulls).toEqual([]);
    const { awaitGates: _, ...blind } = STILL;
    expect(codes(await run(made, gone, { merged: true, ports: blind }))).toEqual(['GATE_NOT_CONFIGURED']);
    expect(forgeOf(made, APPLICATIONS).pulls).toEqual([]);
    const second = await run(made, gone, { merged: true });
    expect(codes(second)).toEqual([]);
    expect(forgeOf(made, APPLICATIONS).pulls.map(({ state }) => state)).toEqual(['open']);
    for (const forge of made.forges.values()) {
      for (const { number, state } of [...forge.pulls]) if (state === 'open') forge.merge(number);
    }
    expect((await planTree(program(gone), made.remotes)).bundle.plan.phases).toEqual([]);
  });

  it('goes on with the same saved plan, too', async () => {
    const made = await applied();
    const { bundle } = await planTree(program({ dev: false }), made.remotes);
    const saved = async (merged: boolean) => {
      const { repositories } = await planTree(program({ dev: false }), made.remotes);
      const phases = phaseChanges(bundle, { sourceCommit: undefined });
      return propose({ plan: bundle.plan, phases, repositories, forges: made.forges, merged }, STILL);
    };
    expect(codes(await saved(false))).toEqual([]);
    forgeOf(made, ORGANIZATION).merge(1);
    expect(codes(await saved(true))).toEqual([]);
    expect(forgeOf(made, APPLICATIONS).pulls).toHaveLength(1);
  });
});
