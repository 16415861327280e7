// @ts-check
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./measure.js').Command} Command */
/** @typedef {import('./platforms.js').Platform} Platform */

const BIN = fileURLToPath(new URL('../dist/cli/bin.js', import.meta.url));

/**
 * A platform that an apply has just written to its repositories, and the commands to measure there.
 *
 * @typedef {object} World
 * @property {string} folder
 * @property {number} files as many as are planned
 * @property {string} output folder with the files of every repository
 * @property {Command} help starts and says what there is
 * @property {() => Command} unchanged everything in the cache, nothing changed
 * @property {() => Command} oneChanged a line of the program is new since the last run, so it is bundled again
 * @property {() => Command} moved as `unchanged`, but every branch has a new commit of somebody else
 * @property {() => Command} cold the cache is empty
 */

/**
 * @param {Platform} platform
 * @param {string} folder a new one
 * @returns {World}
 */
export function createWorld(platform, folder) {
  mkdirSync(folder, { recursive: true });
  const base = environment(folder);
  const edited = join(folder, 'edited');
  mkdirSync(edited);
  for (const place of [folder, edited]) {
    const remote = join(folder, 'repositories', '{name}.git');
    const konstruct = `konstruct:\n  repositories:\n    "*": { remote: ${JSON.stringify(remote)}, branch: main }\n`;
    writeFileSync(join(place, 'cdk8s.yaml'), `language: typescript\napp: main.ts\noutput: out\n${konstruct}`);
    writeFileSync(join(place, 'main.ts'), platform.program);
    for (const [name, text] of Object.entries(platform.modules)) {
      mkdirSync(dirname(join(place, name)), { recursive: true });
      writeFileSync(join(place, name), text);
    }
  }
  const counted = succeed([process.execPath, BIN, 'synth'], folder, base);
  const written = join(folder, 'out');
  const repositories = foldersIn(written).flatMap((owner) =>
    foldersIn(join(written, owner)).map((name) => join(folder, 'repositories', owner, `${name}.git`)),
  );
  for (const repository of repositories) {
    mkdirSync(dirname(repository), { recursive: true });
    succeed(['git', 'init', '--quiet', '--bare', '--initial-branch=main', repository], folder, base);
    // as every hosting service has it
    succeed(['git', '-C', repository, 'config', 'uploadpack.allowFilter', 'true'], folder, base);
  }
  succeed([process.execPath, BIN, 'apply', '--yes'], folder, base);
  let count = 0;
  // the exit status proves that the plan says what the case is about
  const plan = (/** @type {string} */ cwd, /** @type {number} */ status, env = base) => ({
    argv: [process.execPath, BIN, 'plan', '--detailed-exitcode'],
    cwd,
    env,
    status,
  });
  return {
    folder,
    files: Number(/^(\d+) files/m.exec(counted)?.[1]),
    output: written,
    help: { argv: [process.execPath, BIN, '--help'], cwd: folder, env: base },
    unchanged: () => plan(folder, 0),
    oneChanged: () => {
      count += 1;
      writeFileSync(join(edited, 'main.ts'), platform.edit(platform.program, `${count}`));
      return plan(edited, 2);
    },
    moved: () => {
      for (const repository of repositories) moveBranch(repository, base);
      return plan(folder, 0);
    },
    cold: () => {
      count += 1;
      return plan(folder, 0, { ...base, KCDK_CACHE_DIR: join(folder, `cache-${count}`) });
    },
  };
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
  const made = run('git', ['-C', repository, ...commit, '-m', 'Move', 'main^{tree}'], repository, env).stdout.trim();
  run('git', ['-C', repository, 'update-ref', 'refs/heads/main', made], repository, env);
}

/**
 * @param {readonly string[]} argv
 * @param {string} cwd
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string} what the command said on standard error
 */
function succeed([program = '', ...args], cwd, env) {
  return run(program, args, cwd, env).stderr;
}

/**
 * @param {string} program
 * @param {readonly string[]} args
 * @param {string} cwd
 * @param {Readonly<Record<string, string | undefined>>} env
 */
function run(program, args, cwd, env) {
  const ended = spawnSync(program, args, { cwd, env, encoding: 'utf8', maxBuffer: 2 ** 30 });
  if (ended.error) throw ended.error;
  if (ended.status !== 0) throw new Error(`\`${[program, ...args].join(' ')}\` failed:\n${ended.stderr}`);
  return ended;
}
