import { afterEach, describe, expect, it } from 'vitest';
import { contentsDigest } from '../../lib/plan/contents-digest.ts';
import { digestOf } from '../../lib/plan/digest.ts';
import { codesIn } from '../tools/cli.ts';
import type { TestProject } from '../tools/project.ts';
import { edited, PERMISSIONS_PROGRAM, permissionsProject, setPermissions } from './permissions-project.ts';

// biome-ignore lint/suspicious/noExplicitAny: forged documents have any shape
type Forged = any;

const made: TestProject[] = [];
afterEach(() => {
  for (const project of made.splice(0)) project.remove();
});

function newProject(permissions: object = {}): TestProject {
  const project = permissionsProject(permissions);
  made.push(project);
  return project;
}

const OWN = [
  "new Environment(retail, 'dev')",
  "new Environment(retail, 'dev', { description: 'Every merge' })",
] as const;
const GLOBAL = [
  "new Environment(acme, 'staging')",
  "new Environment(acme, 'staging', { description: 'Last' })",
] as const;

/** An applied project whose program was edited since. */
async function changed(...edits: readonly (readonly [string, string])[]): Promise<TestProject> {
  const project = newProject();
  await project.ok(['apply', '-y']);
  project.write('main.ts', edited(PERMISSIONS_PROGRAM, ...edits));
  return project;
}

async function expectRefused(project: TestProject, ...argv: readonly string[]): Promise<void> {
  const heads = project.heads();
  const { exitCode, stderr } = await project.run(argv);
  expect({ exitCode, codes: new Set(codesIn(stderr)) }).toEqual({ exitCode: 1, codes: new Set(['PERMISSION_DENIED']) });
  expect(project.heads()).toEqual(heads);
}

describe('apply --actor', () => {
  it('refuses all of it when one change is not allowed, and writes nothing', async () => {
    const project = await changed(OWN, GLOBAL);
    await expectRefused(project, 'apply', '-y', '--actor', 'devs');
    const { stdout } = await project.run(['apply', '-y', '--json', '--actor', 'devs']);
    expect(JSON.parse(stdout)).toMatchObject({
      complete: false,
      repositories: [],
      diagnostics: [
        {
          code: 'PERMISSION_DENIED',
          repository: 'acme/platform',
          path: 'registry/konstruct/default/environment/staging.yaml',
        },
      ],
    });
    await project.ok(['apply', '-y', '--actor', 'admins']);
    expect((await project.ok(['plan', '--actor', 'devs'])).stdout).toContain('No changes.');
  });

  it('writes what is allowed, and the ledger with it', async () => {
    const project = await changed(OWN);
    await project.ok(['apply', '-y', '--actor', 'devs']);
    const changedPaths = project.repository('acme/retail').git('diff', '--name-only', 'main~1', 'main').split('\n');
    expect(changedPaths).toEqual(['.konstruct/acme.json', 'registry/konstruct/retail/environment/dev.yaml']);
  });

  it('of the configuration counts where the command names none', async () => {
    const project = await changed(GLOBAL);
    setPermissions(project, { actor: 'devs' });
    await expectRefused(project, 'apply', '-y');
    await project.ok(['apply', '-y', '--actor', 'admins']);
  });

  it('makes a platform where nothing is applied, by the teams of the program', async () => {
    const project = newProject();
    await expectRefused(project, 'apply', '-y', '--actor', 'leads');
    await project.ok(['apply', '-y', '--actor', 'admins']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('a platform without teams that is applied is changed by super-users only', async () => {
    const project = newProject({ users: { root: { superUser: true } } });
    const without = PERMISSIONS_PROGRAM.replace(/^new Team.*\n/gm, '');
    project.write('main.ts', without);
    await project.ok(['apply', '-y', '--actor', 'root']);
    project.write('main.ts', PERMISSIONS_PROGRAM);
    await expectRefused(project, 'apply', '-y', '--actor', 'admins');
    await project.ok(['apply', '-y', '--actor', 'root']);
    project.write('main.ts', edited(PERMISSIONS_PROGRAM, GLOBAL));
    await project.ok(['apply', '-y', '--actor', 'admins']);
  });
});

describe('a saved plan', () => {
  /** Changes a saved plan and makes its digests anew, as somebody who knows the format would. */
  function forge(project: TestProject, change: (document: Forged) => void): void {
    const document = JSON.parse(project.read('x.kplan'));
    change(document);
    for (const repository of document.plan.repositories) {
      const blobs = new Map<string, string>(Object.entries(document.blobs[repository.name] ?? {}));
      const files = repository.files.filter((file: Forged) => file.before !== file.after);
      const ledger = document.ledgers[repository.name];
      if (repository.contents_digest === null) continue;
      repository.contents_digest = contentsDigest({ files, blobs, ledgerPath: repository.ledger.path, ledger });
    }
    document.plan.digest = digestOf(document.plan);
    document.digest = digestOf(document);
    project.write('x.kplan', JSON.stringify(document));
  }

  it('carries the verdict, which show renders and apply checks again', async () => {
    const project = await changed(OWN, GLOBAL);
    await project.ok(['plan', '--actor', 'devs', '--out', 'x.kplan']);
    const shown = JSON.parse((await project.ok(['show', 'x.kplan', '--json'])).stdout);
    expect(shown.permissions).toMatchObject({ actor: { name: 'devs' }, judged: 2, refused: 1 });
    await expectRefused(project, 'apply', 'x.kplan');
    await expectRefused(project, 'apply', 'x.kplan', '--actor', 'leads');
    await project.ok(['apply', 'x.kplan', '--actor', 'admins']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it('that is allowed is applied', async () => {
    const project = await changed(OWN);
    await project.ok(['plan', '--actor', 'devs', '--out', 'x.kplan']);
    await project.ok(['apply', 'x.kplan']);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });

  it.each<[string, (document: Forged) => void]>([
    ['without its verdict', (document) => delete document.plan.permissions],
    [
      'with a verdict that allows everything',
      (document) => {
        document.plan.permissions.denied = [];
        document.plan.permissions.refused = 0;
        document.plan.permissions.actor.super_user = true;
      },
    ],
    [
      'with the changes ascribed to what the actor may write',
      (document) => {
        for (const change of document.plan.resource_changes) change.address = 'acme/retail/dev';
        for (const { files } of document.plan.repositories) for (const file of files) file.address = 'acme/retail/dev';
      },
    ],
    [
      'with the platform under the name of a repository that the actor may write',
      (document) => {
        const { plan } = document;
        plan.repositories = plan.repositories.filter(({ name }: Forged) => name === 'acme/platform');
        plan.resource_changes = plan.resource_changes.filter(
          ({ repository }: Forged) => repository === 'acme/platform',
        );
        document.locations = document.locations.filter(({ name }: Forged) => name === 'acme/platform');
        for (const named of [...plan.repositories, ...document.locations]) named.name = 'retail/apps';
        for (const change of plan.resource_changes) change.repository = 'retail/apps';
        plan.phases = [{ id: 'apply', commits: ['retail/apps'] }];
        for (const part of ['blobs', 'ledgers']) document[part] = { 'retail/apps': document[part]['acme/platform'] };
      },
    ],
  ])('is not believed %s', async (_, change) => {
    const project = await changed(GLOBAL);
    await project.ok(['plan', '--actor', 'devs', '--out', 'x.kplan']);
    forge(project, change);
    await project.ok(['show', 'x.kplan']);
    await expectRefused(project, 'apply', 'x.kplan', '--actor', 'devs');
  });

  it('is judged by the roles at the time of the apply', async () => {
    const project = await changed(OWN);
    await project.ok(['plan', '--actor', 'devs', '--out', 'x.kplan']);
    project.write('main.ts', edited(PERMISSIONS_PROGRAM, [", devs: 'Developer'", '']));
    await project.ok(['apply', '-y', '--actor', 'admins']);
    const { exitCode, stderr } = await project.run(['apply', 'x.kplan']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: ['ACTOR_UNKNOWN'] });
  });

  it('without an actor runs nothing of the program', async () => {
    const project = await changed(OWN);
    await project.ok(['plan', '--out', 'x.kplan']);
    project.write('main.ts', 'throw new Error("ran");\n');
    await project.ok(['apply', 'x.kplan']);
  });
});
