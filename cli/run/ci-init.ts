import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { PINNED_ACTIONS, PIPELINE_PATHS, pipelineFiles } from '../../lib/ci/pipeline-files.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../lib/diagnostics/error.ts';
import type { CiInitFlags } from '../commands/ci-commands.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { packageRoot } from '../package-root.ts';
import { nearest, programFolder } from './program-folder.ts';
import { openSession } from './session.ts';

export interface CiInitOptions extends GlobalOptions, CiInitFlags {}

/** Writes the pipeline of a platform into its repository. All files or none; none of others without `--force`. */
export async function runCiInit(options: CiInitOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const { provider, mode, branch, cron, oidc, shards = 1, force = false } = options;
  if (provider === 'gitlab' && shards > 1) {
    throw kcdkError('SHARD_OPTIONS', {
      summary: 'Pipelines of GitLab are not made in parts',
      fix: 'Use `--provider github` or `--provider argo-workflows`, or write the jobs after docs/scale.md.',
    });
  }
  const root = nearest(session.cwd, '.git');
  if (root === undefined) throw kcdkError('CI_FOLDER_OUTSIDE');
  const folder = programFolder(session.cwd, session.compileOptions.configFile);
  if (!/^[A-Za-z0-9._/-]*$/.test(folder)) {
    throw kcdkError('CI_FOLDER_OUTSIDE', {
      summary: `A pipeline cannot name the folder ${JSON.stringify(folder)}`,
      fix: 'Name it with letters, digits, dots, hyphens and underscores.',
    });
  }
  const files = pipelineFiles(await templatesOf(provider), { provider, mode, folder, branch, cron, oidc, shards });
  const states = await Promise.all(
    [...files].map(async ([path, text]) => ({ path, text, now: await read(join(root, path)) })),
  );
  const taken = states.filter(({ text, now }) => now !== undefined && now !== text);
  // whoever has a pipeline on GitLab already includes ours by one line
  const included = taken.filter(({ path, now }) => path === '.gitlab-ci.yml' && now?.includes('.gitlab/kcdk.yml'));
  const refused = force ? [] : taken.filter((one) => !included.includes(one));
  if (refused.length > 0) throw new KcdkError(refused.map(({ path }) => existing(path)));
  const shown = (path: string) => relative(io.cwd, join(root, path));
  for (const state of states) {
    const { path, text, now } = state;
    const kept = now === text || included.includes(state);
    if (!kept) {
      await mkdir(dirname(join(root, path)), { recursive: true });
      await writeFile(join(root, path), text);
    }
    io.stdout.write(`${kept ? 'kept' : now === undefined ? 'wrote' : 'overwrote'} ${shown(path)}\n`);
  }
  session.say(NEXT[provider]);
  return 0;
}

// --- internal ---

const NEXT = {
  github: `
Next:
  - store KCDK_READ_TOKEN as a secret of the repository, and KCDK_WRITE_TOKEN as one of an environment \`gitops\`
  - name them in cdk8s.yaml: \`repositories: { "*": { credentials: { env: KCDK_TOKEN } } }\`
  - protect the branch, and the environment
  - the actions are pinned to commits; see that each is its release, for example:
      git ls-remote https://github.com/actions/checkout ${PINNED_ACTIONS.ACTION_CHECKOUT.split('# ')[1]}`,
  gitlab: `
Next:
  - store KCDK_READ_TOKEN, KCDK_NOTE_TOKEN and KCDK_WRITE_TOKEN as masked variables, the last one as a protected one
  - name them in cdk8s.yaml: \`repositories: { "*": { credentials: { env: KCDK_TOKEN } } }\`
  - protect the branch and the environment \`gitops\`, and make a pipeline schedule for drift`,
  'argo-workflows': `
Next:
  - make a Secret \`kcdk\` with \`git-url\` and \`read-token\` in the namespace of the workflows
  - name the token in cdk8s.yaml: \`repositories: { "*": { credentials: { env: KCDK_TOKEN } } }\`
  - the namespace needs an artifact repository; then kubectl apply -f .argo/kcdk-plan.yaml`,
} as const;

async function templatesOf(provider: CiInitFlags['provider']): Promise<ReadonlyMap<string, string>> {
  const folder = join(packageRoot(), 'templates', 'ci', provider);
  const names = Object.keys(PIPELINE_PATHS[provider]);
  return new Map(
    await Promise.all(names.map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const)),
  );
}

async function read(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return undefined;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('OUTPUT_UNWRITABLE', { summary: `Cannot read \`${file}\``, detail }, cause);
  }
}

function existing(path: string) {
  const summary = `\`${path}\` exists and differs from what would be written`;
  if (path !== '.gitlab-ci.yml') return error('CI_FILE_EXISTS', { summary, path });
  return error('CI_FILE_EXISTS', {
    summary,
    path,
    fix: 'Add `include: [{ local: .gitlab/kcdk.yml }]` to it, and run this again.',
  });
}
