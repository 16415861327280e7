import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { createLocalRepository } from '../../lib/repository/git/create-local-repository.ts';
import { writeLock } from '../../lib/repository/template/lock-file.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { packageRoot } from '../package-root.ts';
import { type DeploymentModule, type FromValuesOptions, readDeployment, summaryOf } from './init-from-values.ts';
import { exitCodeOf, openSession, type Session } from './session.ts';

export interface InitOptions extends GlobalOptions, FromValuesOptions {
  readonly folder: string;
  readonly name?: string;
}

/**
 * Makes a platform that runs at once: a program, its configuration, and local repositories to apply it to.
 *
 * With the values of a deployment that exists the program makes that deployment too; in a folder that has a program
 * already, only the deployment's part is written.
 */
export async function runInit(options: InitOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const folder = resolve(session.cwd, options.folder);
  const { fromValues } = options;
  if (fromValues === undefined) {
    refuseWithoutValues(options);
    return initPlatform(options, session, folder, undefined);
  }
  const read = await readDeployment({ ...options, fromValues }, session, folder);
  if (!('release' in read)) {
    session.report(read);
    return exitCodeOf(read);
  }
  session.report(read.diagnostics);
  if (options.stdout === true) {
    io.stdout.write(read.text);
    return 0;
  }
  return (await present(folder)).includes('cdk8s.yaml')
    ? addDeployment(read, session, folder)
    : initPlatform(options, session, folder, read);
}

// --- internal ---

function refuseWithoutValues({ item, path, ref, release, stdout }: InitOptions): void {
  const given = Object.entries({ item, path, ref, release, stdout }).filter(([, value]) => value !== undefined);
  if (given.length === 0) return;
  const summary = `${given.map(([name]) => `\`--${name}\``).join(', ')} without \`--from-values\``;
  throw kcdkError('VALUES_ITEM_WITHOUT_VALUES', { summary });
}

async function initPlatform(
  options: InitOptions,
  session: Session,
  folder: string,
  deployment: DeploymentModule | undefined,
): Promise<ExitCode> {
  const { io } = session;
  const name = nameOf(options.name ?? basename(folder), options.name !== undefined);
  const files = await scaffold(name, session.version, deployment);
  await refuseExisting(folder, [...files.keys(), 'repositories']);
  await mkdir(folder, { recursive: true });
  for (const [file, text] of files) await writeNew(join(folder, file), text);
  if (deployment?.lock !== undefined) await writeLock(folder, deployment.lock);
  const repositories = [`${name}-platform/platform-gitops`, `${name}-platform/team-gitops`, `${name}-team/team-gitops`];
  for (const repository of repositories) {
    await createLocalRepository(join(folder, 'repositories', `${repository}.git`), io.env);
  }
  const place = relative(io.cwd, folder) || '.';
  io.stdout.write(`Made platform \`${name}\` in ${place}: ${[...files.keys()].join(', ')} and 3 local repositories.\n`);
  if (deployment !== undefined) session.say(`Deployment \`${deployment.release}\` has ${summaryOf(deployment)}.`);
  session.say(`\nNext:\n${place === '.' ? '' : `  cd ${place}\n`}  kcdk plan\n  kcdk apply`);
  return 0;
}

/** The part of one deployment, for a program that exists and is not ours to edit. */
async function addDeployment(deployment: DeploymentModule, session: Session, folder: string): Promise<ExitCode> {
  const { file, functionName, lock } = deployment;
  await refuseExisting(folder, [file]);
  await writeNew(join(folder, file), deployment.text);
  if (lock !== undefined) await writeLock(folder, lock);
  const shown = relative(session.io.cwd, join(folder, file));
  session.io.stdout.write(`Wrote ${shown} with ${summaryOf(deployment)}.\n`);
  session.say(
    `\nCall it in the program:\n  import { ${functionName} } from './${file}';\n  ${functionName}({ organization, cluster, environments });`,
  );
  return 0;
}

async function writeNew(file: string, text: string): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, text, { flag: 'wx' });
}

/** The name is part of names that are DNS labels of at most 63 characters. */
function nameOf(text: string, given: boolean): string {
  const name = given
    ? text
    : text
        .toLowerCase()
        .replace(/[^a-z0-9]+/g, '-')
        .replace(/^-+|-+$/g, '')
        .slice(0, 40);
  if (/^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$/.test(name)) return name;
  throw kcdkError('NAME_NOT_DNS_LABEL', {
    summary: `A platform cannot be named ${JSON.stringify(text)}`,
    fix: 'Pass `--name` with lower-case letters, digits and hyphens, at most 40 characters.',
  });
}

async function scaffold(
  name: string,
  version: string,
  deployment: DeploymentModule | undefined,
): Promise<ReadonlyMap<string, string>> {
  const folder = join(packageRoot(), 'templates', 'init');
  const files = new Map<string, string>();
  for (const file of (await readdir(folder)).sort()) {
    const text = await readFile(join(folder, file), 'utf8');
    // npm does not pack a file named .gitignore.
    const target = file === 'gitignore' ? '.gitignore' : file;
    const filled = text.replaceAll('<PLATFORM_NAME>', name).replaceAll('<KCDK_VERSION>', version);
    files.set(target, target === 'main.ts' && deployment !== undefined ? withDeployment(filled, deployment) : filled);
  }
  if (deployment !== undefined) files.set(deployment.file, deployment.text);
  return files;
}

/** The program of a new platform, with a call of the deployment, the names that its values tell, and a place for its Terraform. */
function withDeployment(program: string, deployment: DeploymentModule): string {
  const { functionName, file, cluster, environment, isGlobal, hasTerraform } = deployment;
  const [scope, variable] = isGlobal ? ['platform, ', 'staging'] : ['team, ', 'dev'];
  const called = program
    .replace("from 'konstruct-cdk';\n", `from 'konstruct-cdk';\nimport { ${functionName} } from './${file}';\n`)
    .replace("'team-dev'", `'${cluster ?? 'team-dev'}'`)
    .replace(`Environment(${scope}'${variable}')`, `Environment(${scope}'${environment ?? variable}')`)
    .replace(
      'app.synth();',
      `${functionName}({ organization: team, cluster, environments: [${variable}] });\n\napp.synth();`,
    );
  return hasTerraform
    ? called
        .replace('  App,\n', '  App,\n  CloudAccount,\n')
        .replace("new ManagementCluster(team, 'team-mgmt');\n", TERRAFORM_PLACE)
    : called;
}

/** The example account of AWS's documentation, for somebody to replace. */
const TERRAFORM_PLACE = `// Where Terraform runs and keeps its state: put your account, region and bucket here.
const aws = new CloudAccount(team, 'aws', {
  provider: 'aws',
  accountId: '123456789012',
  roleArn: 'arn:aws:iam::123456789012:role/terraform',
});
new ManagementCluster(team, 'team-mgmt', {
  cloudAccount: aws,
  region: 'eu-west-1',
  stateStoreBucket: 'team-terraform-state',
});
`;

async function refuseExisting(folder: string, files: readonly string[]): Promise<void> {
  const found = await present(folder);
  const clashing: string[] = [];
  for (const file of files) {
    const [first = '', second] = file.split('/');
    const inside = second === undefined || !found.includes(first) ? found : await present(join(folder, first));
    if (inside.includes(second ?? first)) clashing.push(file);
  }
  if (clashing.length === 0) return;
  throw kcdkError('INIT_FOLDER_NOT_EMPTY', {
    summary: `\`${folder}\` already holds ${clashing.map((file) => `\`${file}\``).join(', ')}`,
  });
}

/** Names in a folder; none where it does not exist. */
async function present(folder: string): Promise<readonly string[]> {
  try {
    return await readdir(folder);
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return [];
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('OUTPUT_UNWRITABLE', { summary: `\`${folder}\` cannot be used`, detail }, cause);
  }
}
