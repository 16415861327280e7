import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { codesIn } from '../tools/cli.ts';
import { createBareRepository } from '../tools/git-server.ts';
import type { TestProject } from '../tools/project.ts';
import {
  deniedOf,
  edited,
  PERMISSIONS_PROGRAM,
  permissionsProject,
  planOf,
  setPermissions,
} from './permissions-project.ts';

const USERS = {
  users: {
    'jane@acme.dev': { groups: ['devs', 'a group of no team'] },
    'root@acme.dev': { superUser: true },
    'nobody@acme.dev': null,
  },
};

const ENVIRONMENT = "const dev = new Environment(retail, 'dev');";
const DESCRIBED = "const dev = new Environment(retail, 'dev', { description: 'Every merge' });";
const GLOBAL_DESCRIBED = "new Environment(acme, 'staging', { description: 'Acceptance' })";

let project: TestProject;
beforeAll(async () => {
  project = permissionsProject(USERS);
  await project.ok(['apply', '-y']);
});
afterAll(() => project.remove());

/** What is denied when the program is edited like this. */
async function deniedAfter(actor: string, ...edits: readonly (readonly [string, string])[]) {
  project.write('main.ts', edited(PERMISSIONS_PROGRAM, ...edits));
  return deniedOf(await planOf(project, '--actor', actor));
}

describe('a plan without an actor', () => {
  it('is not judged', async () => {
    project.write('main.ts', edited(PERMISSIONS_PROGRAM, [ENVIRONMENT, DESCRIBED]));
    expect((await planOf(project)).permissions).toBeUndefined();
  });
});

describe('a plan judged for an actor', () => {
  it('says who, by which matrix, with which roles', async () => {
    project.write('main.ts', edited(PERMISSIONS_PROGRAM, [ENVIRONMENT, DESCRIBED]));
    const { permissions, applyable } = await planOf(project, '--actor', 'jane@acme.dev');
    expect(permissions).toEqual({
      actor: { name: 'jane@acme.dev', kind: 'user', groups: ['a group of no team', 'devs'], super_user: false },
      matrix: { version: '0.6', source: expect.any(String), overridden: [] },
      roles_from: 'repositories',
      roles: [{ namespace: 'retail', role: 'Developer' }],
      judged: 1,
      refused: 0,
      denied: [],
    });
    expect(applyable).toBe(true);
  });

  it('without changes has nothing to judge', async () => {
    project.write('main.ts', PERMISSIONS_PROGRAM);
    const { permissions } = await planOf(project, '--actor', 'devs');
    expect(permissions).toMatchObject({ actor: { kind: 'group' }, judged: 0, refused: 0, denied: [] });
  });

  it.each([
    { actor: 'devs', denied: ['write environment default/staging: Platform Admin'] },
    { actor: 'leads', denied: ['write environment default/staging: Platform Admin'] },
    {
      actor: 'movers',
      denied: ['write environment default/staging: Platform Admin', 'write environment retail/dev: Developer'],
    },
    {
      actor: 'nobody@acme.dev',
      denied: ['write environment default/staging: Platform Admin', 'write environment retail/dev: Developer'],
    },
    { actor: 'admins', denied: [] },
    { actor: 'root@acme.dev', denied: [] },
  ])('an update of environments, Global and of retail, by $actor', async ({ actor, denied }) => {
    const edits = [
      [ENVIRONMENT, DESCRIBED],
      ["new Environment(acme, 'staging')", GLOBAL_DESCRIBED],
    ] as const;
    expect(await deniedAfter(actor, ...edits)).toEqual(denied);
  });

  it.each([
    { actor: 'devs', denied: ['write cluster retail/lon1: Team Admin', 'delete environment retail/dev: Team Admin'] },
    { actor: 'leads', denied: [] },
  ])('deleting an environment also changes its cluster, by $actor', async ({ actor, denied }) => {
    expect(await deniedAfter(actor, [ENVIRONMENT, ''], ['[dev, staging]', '[staging]'])).toEqual(denied);
  });

  it('a cluster goes with all that follows from it', async () => {
    const gone = [
      ["const lon1 = new WorkloadCluster(retail, 'lon1', { environments: [dev, staging] });\n", ''],
      ["new KubePrometheusStack(lon1, 'monitoring');\n", ''],
    ] as const;
    project.write('main.ts', edited(PERMISSIONS_PROGRAM, ...gone));
    const { permissions } = await planOf(project, '--actor', 'devs');
    const cluster = permissions?.denied.find(({ resource }) => resource === 'cluster');
    expect(cluster).toMatchObject({ namespace: 'retail', name: 'lon1', verb: 'delete', held: 'Developer' });
    expect(cluster?.files.map(({ repository, path }) => `${repository}:${path}`)).toEqual([
      'acme/retail:registry/clusters/lon1/45-env-dev.yaml',
      'acme/retail:registry/clusters/lon1/45-env-staging-global.yaml',
      'acme/retail:registry/clusters/lon1/appproject-environment.yaml',
      'acme/retail:registry/clusters/lon1/appproject-platform.yaml',
      'acme/retail:registry/clusters/lon1/appproject.yaml',
      'acme/retail:registry/clusters/mgmt/components/clusters/registry-lon1.yaml',
      'acme/retail:registry/konstruct/retail/cluster/lon1.yaml',
      'retail/apps:registry/environments/dev/lon1/.gitkeep',
      'retail/apps:registry/environments/staging-global/lon1/.gitkeep',
    ]);
    // the stack is a platform tool of no record
    expect(deniedOf(await planOf(project, '--actor', 'leads'))).toEqual(['write - retail/-: Platform Admin']);
  });

  it('a management cluster reaches into the platform repository as the organization it is in', async () => {
    const edit = [
      "new ManagementCluster(retail, 'mgmt')",
      "new ManagementCluster(retail, 'mgmt', { region: 'lon1' })",
    ] as const;
    expect(await deniedAfter('leads', edit)).toEqual([]);
    expect(await deniedAfter('movers', edit)).toEqual(['write cluster retail/mgmt: Team Admin']);
  });

  it.each([
    { actor: 'devs', denied: ['write - retail/-: Platform Admin'] },
    { actor: 'leads', denied: ['write - retail/-: Platform Admin'] },
    { actor: 'movers', denied: ['write application retail/-: Developer', 'write - retail/-: Platform Admin'] },
    { actor: 'admins', denied: [] },
  ])('charts are files of no record, by $actor', async ({ actor, denied }) => {
    expect(await deniedAfter(actor, ["text: 'hello'", "text: 'bye'"])).toEqual(denied);
  });

  it('a chart in the repository of the platform is for its administrators', async () => {
    const edit = [
      "chart('tools', 'platform');",
      "new ApiObject(new Chart(new Folder(acme, 'x'), 'y'), 'z', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'z' } });\nchart('tools', 'platform');",
    ] as const;
    expect(await deniedAfter('leads', edit)).toEqual(['write - default/-: Platform Admin']);
    expect(await deniedAfter('admins', edit)).toEqual([]);
  });

  it('each record of a fan-out is judged in its own organization', async () => {
    const both =
      "new Environment(acme, 'both', { scope: Scope.organizations(['retail', 'logistics']) });\napp.synth();";
    const imported = ['SecretRef, Team', 'Scope, SecretRef, Team'] as const;
    expect(await deniedAfter('leads', imported, ['app.synth();', both])).toEqual([]);
    expect(await deniedAfter('devs', imported, ['app.synth();', both])).toEqual([
      'write environment logistics/both: Developer',
    ]);
    expect(await deniedAfter('admins', imported, ['app.synth();', both])).toEqual([]);
  });

  it('a construct that is only renamed is judged as the update of what it owns', async () => {
    const edit = [ENVIRONMENT, "const dev = new Environment(retail, 'development', { name: 'dev' });"] as const;
    expect(await deniedAfter('devs', edit)).toEqual([]);
    expect(await deniedAfter('movers', edit)).toEqual(['write environment retail/dev: Developer']);
  });

  it('a record that is given another identity is deleted and written', async () => {
    const edit = [ENVIRONMENT, "const dev = new Environment(retail, 'test');"] as const;
    const denied = await deniedAfter('devs', edit);
    expect(denied).toContain('delete environment retail/dev: Team Admin');
    expect(denied).not.toContain('write environment retail/test: Developer');
  });
});

describe('the roles that count are those that are applied', () => {
  const promoted = ["devs: 'Developer'", "devs: 'Platform Admin'"] as const;

  it('nobody gets a role by the change that needs it', async () => {
    const removed = [
      [ENVIRONMENT, ''],
      ['[dev, staging]', '[staging]'],
    ] as const;
    expect(await deniedAfter('devs', promoted, ...removed)).toEqual([
      'write cluster retail/lon1: Team Admin',
      'delete environment retail/dev: Team Admin',
      'write team retail/shop: Platform Admin',
    ]);
  });

  it('nor by a new team, of the organization or of the platform', async () => {
    const teams =
      "new Team(retail, 'mine', { roles: { devs: 'Platform Admin' } });\nnew Team(acme, 'all', { roles: { devs: 'Platform Admin' } });\napp.synth();";
    expect(await deniedAfter('devs', ['app.synth();', teams])).toEqual([
      'write team default/all: Platform Admin',
      'write team retail/mine: Platform Admin',
    ]);
  });

  it('nor by a new organization of the own', async () => {
    const organization = `const mine = new Organization(acme, 'mine', {
  git: GitConnection.githubApp({ organization: 'mine', credentials: SecretRef.vault('argocd/mine') }),
  platformRepository: { url: 'https://git.example.com/acme/retail' },
  applicationRepository: { url: 'https://git.example.com/retail/apps' },
});
new Team(mine, 'us', { roles: { devs: 'Platform Admin' } });
app.synth();`;
    const denied = await deniedAfter('devs', ['app.synth();', organization]);
    expect(denied).toContain('write organization mine/mine: Platform Admin');
    expect(denied).toContain('write team mine/us: Platform Admin');
  });

  it('nor by a platform repository in which nothing is applied yet', async () => {
    const moved = ["'https://git.example.com/acme/platform'", "'https://git.example.com/mine/empty'"] as const;
    const empty = createBareRepository({ 'README.md': '' });
    try {
      const config = JSON.parse(project.read('cdk8s.yaml'));
      config.konstruct.repositories['mine/empty'] = { remote: empty.path };
      project.write('cdk8s.yaml', JSON.stringify(config));
      expect(await deniedAfter('devs', moved, promoted)).toContain('write team retail/shop: Platform Admin');
    } finally {
      setPermissions(project, USERS);
      empty.remove();
    }
  });

  it('a role is held until its loss is applied', async () => {
    const lost = ["new Team(acme, 'operators', { roles: { admins: 'Platform Admin' } });\n", ''] as const;
    expect(await deniedAfter('admins', lost)).toEqual([]);
    expect(await deniedAfter('leads', lost)).toEqual(['delete team default/operators: Platform Admin']);
    expect(await deniedAfter('leads', ["leads: 'Team Admin'", "leads: 'Developer'"], [ENVIRONMENT, DESCRIBED])).toEqual(
      ['write team retail/shop: Platform Admin'],
    );
  });
});

describe('the configuration', () => {
  it('chooses the matrix: before 0.5.1 a role counts everywhere', async () => {
    const edit = ["'dev');\napp", "'dev', { description: 'x' });\napp"] as const;
    setPermissions(project, { matrix: 0.5, overrides: { environment: { 'Team Admin': 'RWD' } } });
    expect(await deniedAfter('leads', edit)).toEqual([]);
    const { permissions } = await planOf(project, '--actor', 'leads');
    expect(permissions?.matrix).toMatchObject({ version: '0.5', overridden: ['environment'] });
    setPermissions(project, { matrix: '0.5.1', overrides: { environment: { 'Team Admin': 'RWD' } } });
    expect(await deniedAfter('leads', edit)).toEqual(['write environment logistics/dev: Team Admin']);
    setPermissions(project, USERS);
  });

  it('names an actor that a command may replace', async () => {
    setPermissions(project, { ...USERS, actor: 'jane@acme.dev' });
    project.write('main.ts', edited(PERMISSIONS_PROGRAM, [ENVIRONMENT, DESCRIBED]));
    expect((await planOf(project)).permissions?.actor.name).toBe('jane@acme.dev');
    expect((await planOf(project, '--actor', 'movers')).permissions?.actor.name).toBe('movers');
    setPermissions(project, USERS);
  });

  it('an actor whom nobody knows is refused, with the near ones', async () => {
    for (const [typed, meant] of [
      ['jame@acme.dev', 'jane@acme.dev'],
      ['lead', 'leads'],
    ] as const) {
      const { exitCode, stdout, stderr } = await project.run(['plan', '--actor', typed]);
      expect({ exitCode, stdout, codes: codesIn(stderr) }).toEqual({
        exitCode: 1,
        stdout: '',
        codes: ['ACTOR_UNKNOWN'],
      });
      expect(stderr).toContain(`\`${meant}\``);
    }
  });
});
