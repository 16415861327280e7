import { beforeEach, describe, expect, it } from 'vitest';
import {
  App,
  Environment,
  GitConnection,
  ManagementCluster,
  Organization,
  type OrganizationProps,
  Platform,
  Scope,
  SecretRef,
  WorkloadCluster,
} from '../../constructs/index.ts';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { applyPlan, memoryRemotes, planTree, type Remotes, STRICT } from '../tools/memory-platform.ts';

let remotes: Remotes;

beforeEach(() => {
  remotes = memoryRemotes(['acme/platform', 'acme/retail', 'retail/apps', 'acme/logistics', 'logistics/apps']);
});

describe('a rename', () => {
  it('by name is refused, and nothing else is said', async () => {
    await apply(({ retail }) => new Environment(retail, 'dev'));
    const { errors, applyable } = await plan(({ retail }) => new Environment(retail, 'dev', { name: 'develop' }));
    expect(errors).toEqual(['RECORD_REPLACED acme/retail/dev']);
    expect(applyable).toBe(false);
  });

  it('by id is refused where nothing but the name differs', async () => {
    await apply(({ retail }) => new Environment(retail, 'dev', { description: 'Every merge' }));
    const { errors } = await plan(({ retail }) => new Environment(retail, 'develop', { description: 'Every merge' }));
    expect(errors).toEqual(['RECORD_RENAMED acme/retail/develop']);
  });

  it('says where the construct stands, and nothing of clusters that lose the old name', async () => {
    const attached = (name: string) => (program: Program) => {
      const environments = [new Environment(program.retail, 'dev', { name })];
      new ManagementCluster(program.retail, 'mgmt');
      new WorkloadCluster(program.retail, 'lon1', { environments });
    };
    await apply(attached('dev'));
    const { errors, warnings } = await plan(attached('develop'));
    expect({ errors, warnings }).toEqual({ errors: ['RECORD_REPLACED acme/retail/dev'], warnings: [] });
  });

  it('of the construct alone is a move', async () => {
    await apply(({ retail }) => new Environment(retail, 'dev'));
    const { errors, actions } = await plan(({ retail }) => new Environment(retail, 'develop', { name: 'dev' }));
    expect({ errors, actions }).toEqual({ errors: [], actions: ['move'] });
  });

  it('of a cluster is refused', async () => {
    const cluster = (name: string) => (program: Program) => {
      new ManagementCluster(program.retail, 'mgmt');
      new WorkloadCluster(program.retail, 'lon1', { name });
    };
    await apply(cluster('lon1'));
    expect((await plan(cluster('lon2'))).errors).toEqual(['RECORD_REPLACED acme/retail/lon1']);
  });

  it('is carried out when the address is allowed, or one above it', async () => {
    await apply(({ retail }) => new Environment(retail, 'dev'));
    const renamed = ({ retail }: Program) => new Environment(retail, 'dev', { name: 'develop' });
    for (const allowed of ['acme/retail/dev', 'acme/retail']) {
      expect((await plan(renamed, { allowReplace: [allowed] })).errors).toEqual([]);
    }
    expect((await plan(renamed, { allowReplace: ['acme/retail/de'] })).errors).not.toEqual([]);
  });

  it('is not what two unlike resources are', async () => {
    await apply(({ retail }) => new Environment(retail, 'dev', { description: 'Every merge' }));
    const { errors, applyable } = await plan(({ retail }) => new Environment(retail, 'qa', { description: 'Testers' }));
    expect({ errors, applyable }).toEqual({ errors: [], applyable: true });
  });
});

describe('a change of scope', () => {
  it('from Global to an organization is refused', async () => {
    await apply(({ acme }) => new Environment(acme, 'qa'));
    const { errors } = await plan(
      ({ acme, retail }) => new Environment(acme, 'qa', { scope: Scope.organizations([retail]) }),
    );
    expect(errors).toEqual(['RECORD_REPLACED acme/qa']);
  });

  it('to other organizations altogether is refused', async () => {
    await apply(({ acme, retail }) => new Environment(acme, 'qa', { scope: Scope.organizations([retail]) }));
    const { errors } = await plan(
      ({ acme, logistics }) => new Environment(acme, 'qa', { scope: Scope.organizations([logistics]) }),
    );
    expect(errors).toEqual(['RECORD_REPLACED acme/qa']);
  });

  it('by one organization more is a create, by one less a delete', async () => {
    await apply(({ acme, retail }) => new Environment(acme, 'qa', { scope: Scope.organizations([retail]) }));
    const both = ({ acme, retail, logistics }: Program) =>
      new Environment(acme, 'qa', { scope: Scope.organizations([retail, logistics]) });
    const more = await plan(both);
    expect({ errors: more.errors, actions: more.actions }).toEqual({ errors: [], actions: ['create'] });
    await apply(both);
    const less = await plan(
      ({ acme, logistics }) => new Environment(acme, 'qa', { scope: Scope.organizations([logistics]) }),
    );
    expect({ errors: less.errors, actions: less.actions }).toEqual({ errors: [], actions: ['delete'] });
  });
});

describe('an organization', () => {
  const withCluster = ({ logistics }: Program) => new ManagementCluster(logistics, 'logistics-mgmt');

  it('goes with all that it owns', async () => {
    await apply(withCluster);
    const { errors, warnings, applyable } = await plan(() => undefined, {}, { without: 'logistics' });
    expect({ errors, warnings, applyable }).toEqual({ errors: [], warnings: [], applyable: true });
  });

  it('is not removed while a part of it stays', async () => {
    await apply(withCluster);
    const targets = { target: [], exclude: ['acme/logistics/logistics-mgmt'] };
    const { errors } = await plan(() => undefined, { targets }, { without: 'logistics' });
    expect(errors).toEqual(['ORGANIZATION_NOT_EMPTY acme/logistics']);
    const allowed = { targets, allowDelete: ['acme/logistics'] };
    expect((await plan(() => undefined, allowed, { without: 'logistics' })).errors).toEqual([]);
  });

  it.each(['unreachable', 'unauthorized'] as const)('says what it cannot look at: %s', async (fault) => {
    await apply(withCluster);
    remotes.get('logistics/apps')?.fail(fault);
    const refused = await plan(() => undefined, {}, { without: 'logistics' });
    expect(refused.applyable).toBe(false);
    expect(refused.errors).toEqual([
      expect.stringMatching(/^REPOSITORY_(UNREACHABLE|AUTHENTICATION_FAILED) acme\/logistics$/),
    ]);
    const allowed = await plan(() => undefined, { allowDelete: ['acme/logistics'] }, { without: 'logistics' });
    expect(allowed).toMatchObject({
      errors: [],
      warnings: ['REPOSITORY_LEFT_BEHIND acme/logistics'],
      applyable: true,
    });
  });

  it('is not renamed by way of one that goes and one that comes with the same in it', async () => {
    const build = (id: 'logistics' | 'retail') => (program: Program) => {
      new Environment(program[id], 'dev');
      new ManagementCluster(program[id], 'mgmt');
    };
    await apply(build('logistics'));
    // `retail` is there already: nothing comes, and what goes, goes
    expect((await plan(build('retail'), {}, { without: 'logistics' })).errors).not.toContain(
      'RECORD_RENAMED acme/retail',
    );
    const renamed = program(() => undefined, 'logistics');
    const acme = renamed.node.findChild('acme') as Platform;
    const shipping = new Organization(acme, 'shipping', {
      git: GitConnection.pat({ organization: 'shipping', credentials: SecretRef.vault('argocd/shipping') }),
      displayName: 'Shipping',
      platformRepository: { url: 'https://git.example.com/acme/shipping' },
      applicationRepository: { url: 'https://git.example.com/shipping/apps' },
    });
    build('retail')({ app: renamed, acme, retail: shipping, logistics: shipping });
    const all = memoryRemotes(['acme/shipping', 'shipping/apps']);
    const { bundle } = await planTree(renamed, new Map([...remotes, ...all]));
    expect(errorsOf(bundle.plan.diagnostics).map(({ code, address }) => `${code} ${address}`)).toEqual([
      'RECORD_RENAMED acme/shipping',
    ]);
  });
});

it('an environment that is detached from a cluster is told', async () => {
  const attached =
    (...names: string[]) =>
    (program: Program) => {
      const environments = ['dev', 'qa'].map((name) => new Environment(program.retail, name));
      new ManagementCluster(program.retail, 'mgmt');
      new WorkloadCluster(program.retail, 'lon1', {
        environments: environments.filter(({ name }) => names.includes(name)),
      });
    };
  await apply(attached('dev', 'qa'));
  const { errors, warnings } = await plan(attached('dev'));
  expect({ errors, warnings }).toEqual({ errors: [], warnings: ['ENVIRONMENT_DETACHED acme/retail/lon1'] });
});

it('nothing is guarded before anything was written', async () => {
  const { errors, warnings } = await plan(({ retail }) => new Environment(retail, 'dev'));
  expect({ errors, warnings }).toEqual({ errors: [], warnings: [] });
});

// --- internal ---

interface Program {
  readonly app: App;
  readonly acme: Platform;
  readonly retail: Organization;
  readonly logistics: Organization;
}

interface Allowed {
  readonly allowReplace?: readonly string[];
  readonly allowDelete?: readonly string[];
  readonly targets?: { readonly target: readonly string[]; readonly exclude: readonly string[] };
}

function program(build: (program: Program) => unknown, without?: 'logistics'): App {
  const app = new App();
  const url = (path: string) => ({ url: `https://git.example.com/${path}` });
  const acme = new Platform(app, 'acme', { domain: 'acme.dev', repository: url('acme/platform') });
  const props = (name: string): OrganizationProps => ({
    git: GitConnection.pat({ organization: name, credentials: SecretRef.vault(`argocd/${name}`) }),
    platformRepository: url(`acme/${name}`),
    applicationRepository: url(`${name}/apps`),
  });
  const retail = new Organization(acme, 'retail', props('retail'));
  const logistics = without === undefined ? new Organization(acme, 'logistics', props('logistics')) : retail;
  build({ app, acme, retail, logistics });
  return app;
}

async function apply(build: (program: Program) => unknown): Promise<void> {
  const planned = await planTree(program(build), remotes);
  expect(errorsOf(planned.bundle.plan.diagnostics)).toEqual([]);
  await applyPlan(planned);
}

/** Plans an edit; actions are those on records that are environments. */
async function plan(
  build: (program: Program) => unknown,
  allowed: Allowed = {},
  { without }: { without?: 'logistics' } = {},
) {
  const { bundle } = await planTree(program(build, without), remotes, STRICT, allowed);
  const { diagnostics, applyable, resource_changes: changes } = bundle.plan;
  const told = (severity: Diagnostic['severity']) =>
    diagnostics.filter((one) => one.severity === severity).map(({ code, address }) => `${code} ${address}`);
  const actions = changes.filter(({ resource }) => resource.kind === 'Environment').map(({ action }) => action);
  return { errors: told('error'), warnings: told('warning'), applyable, actions };
}
