import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import { type BareRepository, createBareRepository, testGitEnv } from '../../tools/git-server.ts';
import { createProject, type TestProject } from '../../tools/project.ts';
import { SSHD, type SshKey, type SshServer, startSshServer } from '../../tools/ssh-server.ts';
import { commit, errorOf } from '../contract.ts';

const PROGRAM = `import { App, Environment, Platform } from 'konstruct-cdk';
const app = new App();
const acme = new Platform(app, 'acme', { domain: 'acme.dev', repository: { url: 'https://git.example.com/acme/platform' } });
new Environment(acme, 'staging');
app.synth();
`;

/** What GitHub says to a deploy key that may only read. */
const READ_ONLY =
  'command="case \\"$SSH_ORIGINAL_COMMAND\\" in git-upload-pack*) eval \\"$SSH_ORIGINAL_COMMAND\\";; *) echo \'ERROR: The key you are authenticating with has been marked as read only.\' >&2; exit 1;; esac"';

describe.skipIf(SSHD === undefined)('git over a real ssh server', () => {
  let server: SshServer;
  let bare: BareRepository;
  let project: TestProject;
  let key: SshKey;
  let known: string;

  beforeAll(async () => {
    server = await startSshServer(SSHD ?? '');
    key = server.makeKey();
    server.letIn(key);
    known = server.knownHosts();
    bare = createBareRepository({ 'README.md': 'x\n' });
    const settings = { 'acme/platform': { remote: server.url(bare.path) } };
    project = createProject({ program: PROGRAM, repositories: { 'acme/platform': bare }, settings });
  });
  afterAll(async () => {
    project?.remove();
    await server?.close();
  });

  const open = (command: string, url = server.url(bare.path)) =>
    openGitRepository(
      { name: 'platform', url },
      { env: testGitEnv({ GIT_SSH_COMMAND: command }), sleep: async () => undefined },
    );
  const fails = async (command: string, url?: string) => {
    const repository = open(command, url);
    const failure = await errorOf(repository.snapshot());
    await repository.close();
    return failure.code;
  };

  it('plans and applies with the ssh command of the environment, and with the one of the git configuration', async () => {
    const env = { GIT_SSH_COMMAND: server.command(key, known) };
    expect((await project.ok(['plan'], { env })).stdout).toMatch(/^Plan: [1-9]\d* to add/m);
    await project.ok(['apply', '-y'], { env });
    const config = join(project.folder, '..', 'gitconfig');
    writeFileSync(config, `[core]\n\tsshCommand = ${server.command(key, known)}\n`);
    const configured = { GIT_CONFIG_GLOBAL: config };
    expect((await project.ok(['plan'], { env: configured })).stdout).toMatch(/^No changes\./);
    project.edit("'staging')", "'staging', { description: 'Acceptance' })");
    await project.ok(['apply', '-y'], { env: configured });
    expect(bare.countCommits()).toBe(3);
  });

  it.each([
    [
      'a host whose key is another',
      'REPOSITORY_HOST_UNVERIFIED',
      () => server.command(key, server.knownHosts(server.makeKey())),
    ],
    [
      'a host that is not known',
      'REPOSITORY_HOST_UNVERIFIED',
      () => `${server.command(key, '/dev/null')} -o BatchMode=yes`,
    ],
    [
      'a key that the server does not know',
      'REPOSITORY_AUTHENTICATION_FAILED',
      () => server.command(server.makeKey(), known),
    ],
  ])('refuses %s', async (_what, code, command) => {
    expect(await fails(command())).toBe(code);
  });

  it('tells a repository that is not there from a server that is not', async () => {
    const command = server.command(key, known);
    expect(await fails(command, server.url(`${bare.path}.none`))).toBe('REPOSITORY_NOT_FOUND');
    expect(await fails(command, 'ssh://somebody@127.0.0.1:1/x.git')).toBe('REPOSITORY_UNREACHABLE');
  });

  it('says before the first commit that a key may only read', async () => {
    const reader = server.makeKey();
    server.letIn(reader, READ_ONLY);
    const repository = open(server.command(reader, known));
    const snapshot = await repository.snapshot();
    const head = bare.head();
    expect((await errorOf(repository.checkWritable(snapshot))).code).toBe('REPOSITORY_READ_ONLY');
    expect((await errorOf(commit(repository, snapshot, { 'x.yaml': 'x\n' }))).code).toBe('REPOSITORY_READ_ONLY');
    await repository.close();
    expect(bare.head()).toBe(head);
  });
});
