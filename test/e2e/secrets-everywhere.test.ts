import { Command } from 'commander';
import { afterAll, describe, expect, it } from 'vitest';
import { registerCommands } from '../../cli/commands/commands.ts';
import { processIo } from '../../cli/process-io.ts';
import { AUTH, CANARY, filesOf, leaks } from '../tools/canary.ts';
import { startGitServer } from '../tools/git-server.ts';
import { type KubernetesStub, kubeconfigFor, startKubernetesStub } from '../tools/kubernetes-stub.ts';
import { createProject, type TestProject } from '../tools/project.ts';
import { startVaultStub } from '../tools/vault-stub.ts';

const disposals: (() => unknown)[] = [];
afterAll(async () => {
  for (const dispose of disposals) await dispose();
});

/** Runs of every command, by its words; those that need a file of the project find it there. */
const RUNS: Readonly<Record<string, readonly (readonly string[])[]>> = {
  init: [[], ['.'], ['fresh'], ['imported', '--from-values', 'values.yaml']],
  synth: [[]],
  validate: [[], ['--json']],
  plan: [
    ['--diff'],
    ['--json'],
    ['--out', 'change.kplan'],
    ['--attest', 'plan.intoto.json'],
    ['--offline'],
    ['--shard', '1/1', '--out', 'part.kshard'],
  ],
  merge: [
    ['part.kshard', '--diff'],
    ['part.kshard', '--json'],
    ['part.kshard', '--out', 'merged.kplan'],
  ],
  'ci init': [
    ['--provider', 'github'],
    ['--provider', 'gitlab'],
  ],
  show: [
    ['change.kplan', '--format', 'github', '--report', 'plan.html', 'plan.md', 'plan.sarif', 'plan.txt'],
    ['change.kplan', '--diff'],
    ['change.kplan', '--json'],
    ['values.yaml'],
  ],
  apply: [
    ['-y', '--diff'],
    ['-y', '--json'],
    ['change.kplan', '-y', '--wait-timeout', '1s'],
  ],
  rollback: [['HEAD'], ['0000000000000000000000000000000000000000']],
  list: [[], ['environments', '--json']],
  'who-sees': [['environment/staging'], ['environment/staging', '--json']],
  'what-if org': [['legal'], ['legal', '--json']],
  explain: [[], ['Organization'], ['SECRET_LITERAL', '--json']],
  graph: [[], ['--json']],
  why: [['acme/retail:registry/konstruct/retail/environment/dev.yaml'], ['--unused']],
  codeowners: [[], ['--json']],
  status: [[], ['--json']],
  drift: [[], ['--json']],
  history: [[], ['--json']],
  'ledger list': [[], ['--json']],
  'ledger show': [['acme/retail'], ['acme/retail', '--json']],
  'ledger verify': [[], ['--json']],
  'ledger mv': [['acme/a', 'acme/b']],
  'ledger forget': [['acme/a']],
  'ledger repair': [['acme/retail']],
  inputs: [['chart'], ['chart', '--json']],
  'import template': [['chart', '--stdout']],
  'template update': [[]],
  render: [
    ['chart', '--name', 'x', '--namespace', 'y'],
    ['chart', '--name', 'x', '--values', 'broken.yaml'],
  ],
  'migrate list': [[]],
  'migrate github-app': [[], ['acme/retail', '--cluster', 'mgmt'], ['--path', '.', '--json']],
  'migrate konstruct-0.5': [[], ['--json']],
  doctor: [[], ['acme/retail'], ['--json']],
  completion: [['bash']],
  version: [[], ['--json']],
};

/** Names of all commands that do something, by their words. */
function commandsOf(command: Command, words: readonly string[] = []): readonly string[] {
  if (command.commands.length === 0) return [words.join(' ')];
  return command.commands.flatMap((one) => commandsOf(one, [...words, one.name()]));
}

/** A project whose git, cluster, Argo CD and Vault all ask for the secret, and whose files for reading hold it. */
async function plantedProject(): Promise<{ readonly project: TestProject; readonly kubernetes: KubernetesStub }> {
  const tokens = { GIT_TOKEN: CANARY, ARGOCD_TOKEN: CANARY, VAULT_TOKEN: CANARY, KUBECONFIG: 'kubeconfig' };
  const project = createProject({ env: tokens });
  const [server, kubernetes, vault] = [
    await startGitServer({ auth: AUTH }),
    await startKubernetesStub(),
    await startVaultStub(),
  ];
  disposals.push(
    () => project.remove(),
    () => server.close(),
    () => kubernetes.close(),
    () => vault.close(),
  );
  kubernetes.requireToken(CANARY);
  const repositories = Object.fromEntries(
    Object.entries(project.repositories).map(([name, one]) => [
      name,
      { remote: server.url(one), credentials: { env: 'GIT_TOKEN' } },
    ]),
  );
  const clusters = {
    '*': { kubeconfig: './kubeconfig', vault: { address: vault.url, token: { env: 'VAULT_TOKEN' } } },
    mgmt: { argocd: { server: kubernetes.url, token: { env: 'ARGOCD_TOKEN' } } },
  };
  project.write(
    'cdk8s.yaml',
    JSON.stringify({ language: 'typescript', app: 'main.ts', output: 'dist', konstruct: { repositories, clusters } }),
  );
  project.write('kubeconfig', kubeconfigFor(kubernetes.url, { token: CANARY }, 'stub'));
  project.write('values.yaml', `apiKey: ${CANARY}\nnested: { password: "${CANARY}" }\nreplicas: 2\n`);
  project.write('broken.yaml', `apiKey: ${CANARY}\n  bad: [\n`);
  project.write('chart/Chart.yaml', 'apiVersion: v2\nname: chart\nversion: 0.1.0\n');
  project.write(
    'chart/values.yaml',
    '# @input.type: secret\n# @input.secretEnv: API_KEY\n# @input.secretKey: key\n# @input.secretBackend: vault\n' +
      '# @input.secretPath: a/b\napiKey: <API_KEY>\n',
  );
  project.write('chart/templates/a.yaml', 'a: {{ .Values.apiKey }}\n');
  return { project, kubernetes };
}

/** What was given to read, and what holds the program. */
const GIVEN = /\/(?:values|broken)\.yaml$|\/kubeconfig$/;

describe('a secret that is planted wherever one is read', () => {
  it('is shown by no command, and written by none', async () => {
    const program = new Command('kcdk');
    registerCommands(program, { io: processIo(), exit: () => undefined });
    expect(Object.keys(RUNS).sort()).toEqual([...commandsOf(program)].sort());

    const { project, kubernetes } = await plantedProject();
    const said: Record<string, string> = {};
    const crashed: string[] = [];
    for (const [command, runs] of Object.entries(RUNS)) {
      for (const options of runs) {
        const argv = [...command.split(' '), ...options];
        const { stdout, stderr } = await project.run(argv);
        said[argv.join(' ')] = stdout + stderr;
        if (/error\[IMPOSSIBLE\]/.test(stderr)) crashed.push(argv.join(' '));
      }
    }
    // Gates ask the cluster with the token: as it should be, and refused.
    project.edit("const dev = new Environment(retail, 'dev');\n", '');
    project.edit('[dev, staging]', '[staging]');
    kubernetes.requireToken('another');
    const waiting = await project.run(['apply', '-y', '--wait-timeout', '1s']);
    said['apply of a removal'] = waiting.stdout + waiting.stderr;
    expect(waiting.exitCode).toBe(7);
    expect(crashed).toEqual([]);
    expect(said['apply -y --diff']).toContain('Apply complete!');
    expect(leaks(said)).toEqual([]);
    const written = Object.entries(filesOf(project)).filter(([path]) => !GIVEN.test(path));
    expect(leaks(Object.fromEntries(written))).toEqual([]);
  }, 300_000);
});
