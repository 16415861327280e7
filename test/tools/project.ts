import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type CliOptions, type CliProcess, type CliResult, runCli, spawnCli } from './cli.ts';
import { type BareRepository, createBareRepository, testGitEnv } from './git-server.ts';

/** Repositories of the small platform, by their name in the program. */
export const SMALL_REPOSITORIES = ['acme/platform', 'acme/retail', 'retail/apps'] as const;

/** A platform with every kind of construct, in a program of few lines; 26 resources in three repositories. */
export const SMALL_PROGRAM = `import {
  App, Environment, GitConnection, KubePrometheusStack, ManagementCluster, Organization, Platform, SecretRef, WorkloadCluster,
} from 'konstruct-cdk';

const app = new App();
const acme = new Platform(app, 'acme', { domain: 'acme.dev', repository: { url: 'https://git.example.com/acme/platform' } });
const staging = new Environment(acme, 'staging');
const retail = new Organization(acme, 'retail', {
  git: GitConnection.githubApp({ organization: 'acme-retail', credentials: SecretRef.vault('argocd/retail') }),
  platformRepository: { url: 'https://git.example.com/acme/retail' },
  applicationRepository: { url: 'https://git.example.com/retail/apps' },
});
const dev = new Environment(retail, 'dev');
new ManagementCluster(retail, 'mgmt');
const lon1 = new WorkloadCluster(retail, 'lon1', { environments: [dev, staging] });
new KubePrometheusStack(lon1, 'monitoring');
app.synth();
`;

/** How the configuration names one repository. */
export interface RepositorySettings {
  readonly remote?: string;
  readonly branch?: string;
  readonly credentials?: Readonly<Record<string, string>>;
}

export interface ProjectOptions {
  /** Text of `main.ts`. @default SMALL_PROGRAM */
  readonly program?: string;
  /** The repositories, by their name in the program. @default those of SMALL_PROGRAM, with one commit each */
  readonly repositories?: Readonly<Record<string, BareRepository>>;
  /** What the configuration says of a repository besides its path, by name. */
  readonly settings?: Readonly<Record<string, RepositorySettings>>;
  /** Added to the environment of every command. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** A project in a folder of its own, with its repositories. */
export interface TestProject {
  /** Absolute. */
  readonly folder: string;
  /** Where its commands keep temporary files when they run in a process of their own. */
  readonly temporary: string;
  readonly repositories: Readonly<Record<string, BareRepository>>;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** One of the repositories; fails where there is none of that name. */
  repository(name: string): BareRepository;
  /** Runs a command line in this process. */
  run(argv: readonly string[], options?: Partial<CliOptions>): Promise<CliResult>;
  /** Runs a command line that has to end with 0, and says what it wrote if it does not. */
  ok(argv: readonly string[], options?: Partial<CliOptions>): Promise<CliResult>;
  /** Starts the built command line in a process of its own. */
  spawn(argv: readonly string[], options?: Partial<CliOptions>): CliProcess;
  read(path: string): string;
  write(path: string, text: string | Buffer): void;
  /** Replaces a text of the program that is there exactly once. */
  edit(from: string, to: string): void;
  /** Writes the configuration anew. */
  configure(settings: Readonly<Record<string, RepositorySettings>>): void;
  /** Head of every repository, by name. */
  heads(): Readonly<Record<string, string | undefined>>;
  /** Tree at the head of every repository, by name. */
  trees(): Readonly<Record<string, string | undefined>>;
  remove(): void;
}

/** Makes a project; whatever it makes, `remove` removes. */
export function createProject(options: ProjectOptions = {}): TestProject {
  const project = openProject(options.repositories ?? smallRepositories(), options.env);
  project.write('main.ts', options.program ?? SMALL_PROGRAM);
  project.configure(options.settings ?? {});
  return project;
}

/** Makes a folder for a project without writing anything into it. */
export function openProject(
  repositories: Readonly<Record<string, BareRepository>> = {},
  extraEnv: Readonly<Record<string, string | undefined>> = {},
): TestProject {
  const root = mkdtempSync(join(tmpdir(), 'kcdk-project-'));
  const [folder, temporary] = [join(root, 'project'), join(root, 'tmp')];
  mkdirSync(folder);
  mkdirSync(temporary);
  const env = testGitEnv({
    // The test runner compiles modules anew unless they look like those of a package, and then positions are lost.
    KCDK_CACHE_DIR: join(root, 'node_modules', 'cache'),
    TMPDIR: temporary,
    GIT_AUTHOR_NAME: 'A Person',
    GIT_AUTHOR_EMAIL: 'person@example.invalid',
    ...extraEnv,
  });
  const file = (path: string) => join(folder, path);
  const cli = (extra: Partial<CliOptions> = {}) => ({ cwd: folder, ...extra, env: { ...env, ...extra.env } });
  const each = (value: (repository: BareRepository) => string | undefined) =>
    Object.fromEntries(Object.entries(repositories).map(([name, repository]) => [name, value(repository)]));
  const project: TestProject = {
    folder,
    temporary,
    repositories,
    env,
    repository: (name) => {
      const found = repositories[name];
      if (found === undefined) throw new Error(`no repository ${name}`);
      return found;
    },
    run: (argv, extra) => runCli(argv, cli(extra)),
    ok: async (argv, extra) => {
      const result = await runCli(argv, cli(extra));
      if (result.exitCode !== 0) {
        throw new Error(`kcdk ${argv.join(' ')} ended with ${result.exitCode}:\n${result.stderr}\n${result.stdout}`);
      }
      return result;
    },
    spawn: (argv, extra) => spawnCli(argv, cli(extra)),
    read: (path) => readFileSync(file(path), 'utf8'),
    write: (path, text) => {
      mkdirSync(dirname(file(path)), { recursive: true });
      writeFileSync(file(path), text);
    },
    edit: (from, to) => {
      const text = project.read('main.ts');
      if (text.split(from).length !== 2) throw new Error(`the program does not hold ${JSON.stringify(from)} once`);
      project.write(
        'main.ts',
        text.replace(from, () => to),
      );
    },
    configure: (settings) => project.write('cdk8s.yaml', configuration(repositories, settings)),
    heads: () => each((repository) => repository.head()),
    trees: () => each((repository) => repository.head() && repository.git('rev-parse', `${repository.head()}^{tree}`)),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
      for (const repository of Object.values(repositories)) repository.remove();
    },
  };
  return project;
}

/** Repositories for SMALL_PROGRAM, each with a file of somebody else. */
export function smallRepositories(): Readonly<Record<string, BareRepository>> {
  return Object.fromEntries(
    SMALL_REPOSITORIES.map((name) => [name, createBareRepository({ 'README.md': `# ${name}\n` })]),
  );
}

/** Every ref of every repository with what it points at, so that a stray one is seen too. */
export function refsOf(project: TestProject): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(project.repositories).map(([name, repository]) => [name, repository.git('for-each-ref')]),
  );
}

/** Runs git in a folder and returns its standard output without the last line break. */
export function gitIn(folder: string, ...args: string[]): string {
  return execFileSync('git', args, { cwd: folder, env: testGitEnv(), stdio: ['ignore', 'pipe', 'pipe'] })
    .toString()
    .replace(/\n$/, '');
}

// --- internal ---

/** JSON is YAML. */
function configuration(
  repositories: Readonly<Record<string, BareRepository>>,
  settings: Readonly<Record<string, RepositorySettings>>,
): string {
  const entries = Object.entries(repositories).map(([name, { path }]) => [name, { remote: path, ...settings[name] }]);
  const konstruct = { repositories: Object.fromEntries(entries) };
  return `${JSON.stringify({ language: 'typescript', app: 'main.ts', output: 'dist', konstruct }, undefined, 2)}\n`;
}
