import { describe, expect, it } from 'vitest';
import {
  type App,
  Environment,
  Lifecycle,
  ManagementCluster,
  type Organization,
  type Platform,
  WorkloadCluster,
} from '../../../constructs/index.ts';
import { KcdkError } from '../../../lib/diagnostics/error.ts';
import { ledgerPath } from '../../../lib/plan/ledger.ts';
import { changesOf, createTestPlatform, type TestPlatform } from '../../../lib/testing.ts';
import { smallPlatform } from '../../tools/program.ts';

interface Program {
  readonly app: App;
  readonly platform: Platform;
  readonly retail: Organization;
  readonly cluster: WorkloadCluster;
}

/** One cluster with one environment. */
function program(environment = 'dev', more: (program: Program) => void = () => undefined): App {
  const { app, platform, retail } = smallPlatform();
  new ManagementCluster(retail, 'mgmt');
  const cluster = new WorkloadCluster(retail, 'lon1', { environments: [new Environment(retail, environment)] });
  more({ app, platform, retail, cluster });
  return app;
}

const APPLICATION = 'registry/clusters/lon1/45-env-dev.yaml';
const REVISION = 'spec.source.targetRevision';

/** The repository that holds a path. */
function holding(platform: TestPlatform, path: string) {
  for (const name of ['acme-platform/retail', 'acme-retail/retail', 'acme/platform']) {
    if (platform.repository(name).read(path) !== undefined) return platform.repository(name);
  }
  throw new KcdkError([]);
}

function editByHand(platform: TestPlatform, path: string, edit: (text: string) => string): void {
  const repository = holding(platform, path);
  const text = repository.read(path) ?? '';
  expect(edit(text)).not.toBe(text);
  repository.write({ files: { [path]: edit(text) } });
}

const promote = (revision: string) => (text: string) =>
  text.replace(/targetRevision: .*/, `targetRevision: ${revision}`);

describe('a field that is left to others', () => {
  const build = (project?: string) =>
    program('dev', ({ cluster, retail }) => {
      Lifecycle.of(cluster).ignoreChanges({ kind: 'Application', path: REVISION });
      if (project !== undefined) new Environment(retail, project);
    });

  it('keeps what git has, without a change or a commit', async () => {
    const platform = createTestPlatform();
    await platform.apply(build());
    editByHand(platform, APPLICATION, promote('v2'));
    const plan = await platform.plan(build());
    expect(plan.diagnostics).toEqual([]);
    expect(plan.resource_changes).toEqual([]);
    expect(plan.phases).toEqual([]);
  });

  it('stays when the program changes something else in the file, which is no drift', async () => {
    const platform = createTestPlatform();
    await platform.apply(build());
    editByHand(platform, APPLICATION, promote('v2'));
    const other = (label: string) =>
      program('dev', ({ cluster, platform: acme }) => {
        Lifecycle.of(cluster).ignoreChanges(REVISION);
        Lifecycle.of(acme).ignoreChanges(`metadata.labels["${label}"]`);
      });
    expect((await platform.plan(other('x'))).resource_changes).toEqual([]);
  });

  it('does not hide another edit by hand', async () => {
    const platform = createTestPlatform();
    await platform.apply(build());
    editByHand(platform, APPLICATION, promote('v2'));
    editByHand(platform, APPLICATION, (text) => text.replace('prune: true', 'prune: false'));
    const plan = await platform.plan(build());
    expect(plan.diagnostics.map(({ code, path }) => [code, path])).toEqual([['DRIFT', APPLICATION]]);
    const overwritten = await platform.apply(build(), { onDrift: 'overwrite' });
    expect(overwritten.resource_changes[0]?.fields.map(({ path }) => path.join('.'))).toEqual([
      'spec.syncPolicy.automated.prune',
    ]);
    expect(holding(platform, APPLICATION).read(APPLICATION)).toContain('targetRevision: v2');
    expect((await platform.plan(build())).phases).toEqual([]);
  });

  it.each([
    ['its environment goes', (): App => program('qa', ({ retail }) => new Environment(retail, 'dev'))],
    [
      'everything goes that said so',
      (): App => {
        const { app, retail } = smallPlatform();
        new ManagementCluster(retail, 'mgmt');
        return app;
      },
    ],
  ])('is no drift that keeps a file when %s', async (_, without) => {
    const platform = createTestPlatform();
    await platform.apply(build());
    editByHand(platform, APPLICATION, promote('v2'));
    for (const onDrift of ['refuse', 'keep', 'merge'] as const) {
      const { diagnostics, resource_changes: changes } = await platform.plan(without(), { onDrift });
      expect(diagnostics.filter(({ code }) => code.startsWith('DRIFT'))).toEqual([]);
      const gone = changes.find(({ path, previous_path: before }) => [path, before].includes(APPLICATION));
      expect(['delete', 'replace']).toContain(gone?.action);
    }
  });

  it('does not hide another edit of a file that goes', async () => {
    const platform = createTestPlatform();
    await platform.apply(build());
    editByHand(platform, APPLICATION, (text) => promote('v2')(text).replace('prune: true', 'prune: false'));
    const { diagnostics } = await platform.plan(program('qa', ({ retail }) => new Environment(retail, 'dev')));
    expect(diagnostics.filter(({ code }) => code === 'DRIFT').map(({ path }) => path)).toEqual([APPLICATION]);
  });

  it('is written as the program has it while there is nothing yet, and kept when a file is taken over', async () => {
    const platform = createTestPlatform();
    await platform.apply(build());
    const { name } = holding(platform, APPLICATION);
    const text = platform.repository(name).read(APPLICATION) ?? '';
    const other = createTestPlatform();
    other.repository(name).write({ files: { [APPLICATION]: promote('v7')(text) } });
    await other.apply(build(), { adopt: true });
    expect(other.repository(name).read(APPLICATION)).toContain('targetRevision: v7');
    expect((await other.plan(build())).phases).toEqual([]);
  });

  it('that is no path is told, with the construct', async () => {
    const bad = program('dev', ({ cluster }) => {
      Lifecycle.of(cluster).ignoreChanges('spec..x', 'a[b');
    });
    const found = await createTestPlatform()
      .plan(bad)
      .catch((cause: KcdkError) => cause.diagnostics.map(({ code, address }) => [code, address]));
    expect(found).toEqual([
      ['FIELD_PATH_INVALID', 'acme/retail/lon1'],
      ['FIELD_PATH_INVALID', 'acme/retail/lon1'],
    ]);
  });
});

describe('hand edits that are merged', () => {
  const domain = (name: string) =>
    program('dev', ({ retail }) => {
      if (name !== '') new Environment(retail, name, { description: name });
    });

  it('stay, are told in every plan, and outlive later changes of the program', async () => {
    const platform = createTestPlatform();
    await platform.apply(program());
    editByHand(platform, APPLICATION, (text) => `# ours\n${text.replace('prune: true', 'prune: false')}`);
    const merged = await platform.apply(program(), { onDrift: 'merge' });
    expect(merged.diagnostics.map(({ code, severity }) => [code, severity])).toEqual([
      ['DRIFT_FIELDS_KEPT', 'warning'],
    ]);
    const again = await platform.plan(domain(''));
    expect(again.phases).toEqual([]);
    expect(again.diagnostics.map(({ code }) => code)).toEqual(['DRIFT_FIELDS_KEPT']);
    expect(holding(platform, APPLICATION).read(APPLICATION)).toMatch(/^# ours\n.*prune: false/s);
  });

  it('are refused where the program changed the same field to something else', async () => {
    const platform = createTestPlatform();
    await platform.apply(program());
    const record = 'registry/konstruct/retail/environment/dev.yaml';
    const described = (text: string) =>
      program('qa', ({ retail, cluster }) => {
        cluster.attach(new Environment(retail, 'dev', { description: text }));
      });
    await platform.apply(described('one'));
    editByHand(platform, record, (text) => text.replace('one', 'two'));
    const plan = await platform.plan(described('three'), { onDrift: 'merge' });
    const drift = plan.diagnostics.find(({ code }) => code === 'DRIFT');
    expect(drift?.path).toBe(record);
    expect(drift?.detail).toContain('spec.description');
  });

  it('go where they are overwritten', async () => {
    const platform = createTestPlatform();
    await platform.apply(program());
    const original = holding(platform, APPLICATION).read(APPLICATION);
    editByHand(platform, APPLICATION, (text) => text.replace('prune: true', 'prune: false'));
    await platform.apply(program(), { onDrift: 'merge' });
    await platform.apply(program(), { onDrift: 'overwrite' });
    expect(holding(platform, APPLICATION).read(APPLICATION)).toBe(original);
    expect((await platform.plan(program())).diagnostics).toEqual([]);
  });
});

describe('what is protected', () => {
  it('is not destroyed without being named, also when the protection goes with the construct', async () => {
    const platform = createTestPlatform();
    await platform.apply(
      program('dev', ({ retail }) => {
        Lifecycle.of(new Environment(retail, 'prod')).protect();
      }),
    );
    const plan = await platform.plan(program());
    expect(plan.diagnostics.map(({ code, address }) => [code, address])).toEqual([['PROTECTED', 'acme/retail/prod']]);
    expect(plan.applyable).toBe(false);
    const allowed = await platform.plan(program(), { allowDelete: ['acme/retail/prod'] });
    expect(allowed.applyable).toBe(true);
  });

  it('covers what stands below', async () => {
    const platform = createTestPlatform();
    const build = (names: readonly string[]) =>
      program('dev', ({ retail }) => {
        Lifecycle.of(retail).protect();
        for (const name of names) new Environment(retail, name);
      });
    await platform.apply(build(['a', 'b']));
    const plan = await platform.plan(build(['a']));
    expect(plan.diagnostics.map(({ code, address }) => [code, address])).toEqual([['PROTECTED', 'acme/retail/b']]);
  });
});

describe('what is forgotten', () => {
  const ENVIRONMENT = 'registry/konstruct/retail/environment/prod.yaml';
  const withProd = () => program('dev', ({ retail }) => void new Environment(retail, 'prod'));
  const forgetting = () => program('dev', ({ platform }) => void Lifecycle.of(platform).forget('acme/retail/prod'));

  it('stays in git and is nobody’s', async () => {
    const platform = createTestPlatform();
    await platform.apply(withProd());
    const plan = await platform.apply(forgetting());
    expect(changesOf(plan)).toEqual(['forget Environment retail/prod']);
    expect(plan.summary).toMatchObject({ destroy: 0, forget: 1 });
    const repository = holding(platform, ENVIRONMENT);
    expect(repository.read(ENVIRONMENT)).toBeDefined();
    expect(repository.read(ledgerPath('acme'))).not.toContain('environment/prod.yaml');
    expect((await platform.plan(forgetting())).phases).toEqual([]);
    expect((await platform.plan(withProd())).diagnostics.map(({ code }) => code)).toEqual(['NOT_OWNED']);
  });

  it('must be gone from the program', async () => {
    const both = program('dev', ({ platform, retail }) => {
      new Environment(retail, 'prod');
      Lifecycle.of(platform).forget('acme/retail/prod');
    });
    const found = await createTestPlatform()
      .plan(both)
      .catch((cause: KcdkError) => cause.diagnostics.map(({ code, address }) => [code, address]));
    expect(found).toEqual([['LIFECYCLE_ADDRESS_DECLARED', 'acme']]);
  });
});

describe('what moved', () => {
  it('is no rename that has to be allowed', async () => {
    const platform = createTestPlatform();
    const named = (name: string, from?: string) =>
      program('dev', ({ retail }) => {
        const environment = new Environment(retail, name, { description: 'Tests', slug: 'tests' });
        if (from !== undefined) Lifecycle.of(environment).movedFrom(from);
      });
    await platform.apply(named('qa'));
    expect((await platform.plan(named('tests'))).applyable).toBe(false);
    const plan = await platform.plan(named('tests', 'acme/retail/qa'));
    expect(plan.diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
    expect(plan.applyable).toBe(true);
  });
});
