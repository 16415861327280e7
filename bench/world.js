// @ts-check
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { succeed } from './succeed.js';

/** @typedef {import('./measure.js').Command} Command */
/** @typedef {import('./platforms.js').Platform} Platform */

/** The built command, and what starts it. */
export const KCDK = [process.execPath, fileURLToPath(new URL('../dist/cli/bin.cjs', import.meta.url))];

/**
 * A platform that an apply has just written to its repositories, and the situations to measure there.
 *
 * @typedef {object} World
 * @property {string} folder
 * @property {number} files as many as are planned
 * @property {string} output folder with the files of every repository
 * @property {readonly string[]} repositories their bare folders
 * @property {() => Situation} unchanged everything in the cache, nothing changed
 * @property {() => Situation} oneChanged a line of the program is new since the last run, so it is bundled again; an earlier
 *   plan of the same folder found nothing to do
 * @property {() => Situation} moved as `unchanged`, but every branch has a new commit of somebody else
 * @property {() => Situation} cold as `oneChanged`, but the cache is empty
 *
 * @typedef {object} Situation where to run a command, made by the call
 * @property {string} cwd
 * @property {Readonly<Record<string, string | undefined>>} env
 * @property {number} changes exit status of `kcdk plan --detailed-exitcode`
 */

/**
 * @param {Platform} platform
 * @param {string} folder a new one
 * @returns {World}
 */
export function createWorld(platform, folder) {
  const env = environment(folder);
  const edited = join(folder, 'edited');
  const remotes = join(folder, 'repositories');
  for (const place of [folder, edited]) writeProject(place, platform, remotes);
  const counted = succeed({ argv: [...KCDK, 'synth'], cwd: folder, env }).stderr;
  const written = join(folder, 'out');
  const repositories = foldersIn(written).flatMap((owner) =>
    foldersIn(join(written, owner)).map((name) => join(remotes, owner, `${name}.git`)),
  );
  for (const repository of repositories) createRepository(repository, env);
  succeed({ argv: [...KCDK, 'apply', '--yes'], cwd: folder, env });
  let count = 0;
  let isSettled = false;
  const edit = () => {
    count += 1;
    for (const [name, text] of Object.entries(platform.edit(`${count}`))) writeFileSync(join(edited, name), text);
  };
  /** Plans what the repositories hold, where the branches stand now. */
  const settle = () => {
    writeProject(edited, platform, remotes);
    succeed({ argv: [...KCDK, 'plan', '--detailed-exitcode'], cwd: edited, env });
    isSettled = true;
  };
  return {
    folder,
    files: Number(/^(\d+) files/m.exec(counted)?.[1]),
    output: written,
    repositories,
    unchanged: () => ({ cwd: folder, env, changes: 0 }),
    oneChanged: () => {
      if (!isSettled) settle();
      edit();
      return { cwd: edited, env, changes: 2 };
    },
    moved: () => {
      for (const repository of repositories) moveBranch(repository, env);
      isSettled = false;
      return { cwd: folder, env, changes: 0 };
    },
    cold: () => {
      edit();
      return { cwd: edited, env: { ...env, KCDK_CACHE_DIR: join(folder, `cache-${count}`) }, changes: 2 };
    },
  };
}

/**
 * Writes a program, what it imports and a `cdk8s.yaml`.
 *
 * @param {string} folder
 * @param {Pick<Platform, 'program' | 'modules'>} platform
 * @param {string} remotes folder of the bare repositories
 */
export function writeProject(folder, { program, modules }, remotes) {
  const remote = JSON.stringify(join(remotes, '{name}.git'));
  const konstruct = `konstruct:\n  repositories:\n    "*": { remote: ${remote}, branch: main }\n`;
  const configuration = `language: typescript\napp: main.ts\noutput: out\n${konstruct}`;
  for (const [name, text] of Object.entries({ ...modules, 'main.ts': program, 'cdk8s.yaml': configuration })) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

/**
 * Makes an empty bare repository with the settings that every hosting service has.
 *
 * @param {string} folder
 * @param {Readonly<Record<string, string | undefined>>} env
 */
export function createRepository(folder, env) {
  mkdirSync(folder, { recursive: true });
  succeed({ argv: ['git', 'init', '--quiet', '--bare', '--initial-branch=main', folder], cwd: folder, env });
  succeed({ argv: ['git', 'config', 'uploadpack.allowFilter', 'true'], cwd: folder, env });
}

/**
 * An environment that no setting of the user reaches. `NODE_EXTRA_CA_CERTS` or `NODE_OPTIONS`, for one, can make every
 * start of Node several times dearer, and with `node -e 0` as the measure that would flatter whatever is measured.
 *
 * @param {string} folder
 * @returns {Readonly<Record<string, string | undefined>>}
 */
export function environment(folder) {
  return {
    PATH: process.env['PATH'],
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    KCDK_CACHE_DIR: join(folder, 'cache'),
    CDK8S_CHECK_UPGRADE: 'false',
    npm_config_update_notifier: 'false',
    npm_config_offline: 'true',
  };
}

// --- internal ---

/**
 * @param {string} folder
 * @returns {readonly string[]} names
 */
function foldersIn(folder) {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
}

/**
 * Puts a commit on `main` that changes no file: what a plan has to read again is the same as after any push.
 *
 * @param {string} repository
 * @param {Readonly<Record<string, string | undefined>>} env
 */
function moveBranch(repository, env) {
  const commit = ['-c', 'user.name=Bench', '-c', 'user.email=bench@example.com', 'commit-tree', '-p', 'main'];
  const git = (/** @type {readonly string[]} */ argv) =>
    succeed({ argv: ['git', ...argv], cwd: repository, env }).stdout;
  const made = git([...commit, '-m', 'Move', 'main^{tree}']).trim();
  git(['update-ref', 'refs/heads/main', made]);
}
