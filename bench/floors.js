// @ts-check
import { rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { succeed } from './succeed.js';
import { environment } from './world.js';

/** @typedef {import('./rounds.js').Entry} Entry */
/** @typedef {import('./world.js').World} World */

/**
 * What a plan has in it that is not kcdk: the user's program, and git's talk with the remotes.
 *
 * The program comes bundled from the cache, is bundled again, or is bundled with an empty cache; the start of Node is in it,
 * as in every row. Every plan asks each remote where its branch stands; with an empty cache it fetches the names of all
 * files as well. Several remotes are asked at the same time, as a plan does.
 *
 * @param {World} world
 * @returns {readonly Entry[]}
 */
export function outsideParts(world) {
  const program = (/** @type {import('./world.js').Situation} */ { cwd, env }) => ({
    argv: [process.execPath, RUN_PROGRAM],
    cwd,
    env,
  });
  const cloned = join(world.folder, 'cloned');
  const urls = world.repositories.map((repository) => `file://${repository}`);
  const ask = forEach(
    world,
    'asked',
    urls.map((url) => [url, 'HEAD', 'refs/heads/main']),
    LS_REMOTE,
  );
  const clone = forEach(
    world,
    'cloned',
    urls.map((url, index) => [url, join(cloned, `${index}-${basename(url)}`)]),
    CLONE,
  );
  const part = { partOf: 'kcdk plan', objects: 0 };
  return [
    { name: 'the program', case: 'unchanged', ...part, command: () => program(world.unchanged()) },
    { name: 'the program', case: 'one-changed', ...part, command: () => program(world.oneChanged()) },
    { name: 'the program', case: 'cold', ...part, command: () => program(world.cold()) },
    { name: 'git ls-remote', case: 'any', ...part, command: () => ask },
    {
      name: 'git clone',
      case: 'cold',
      ...part,
      command: () => {
        rmSync(cloned, { recursive: true, force: true });
        return clone;
      },
    },
  ];
}

/**
 * What nobody can do without: writing and hashing the same bytes, and the listing of the same tree.
 *
 * @param {World} world
 * @returns {readonly Entry[]}
 */
export function floors({ folder, output, files }) {
  const where = { cwd: folder, env: environment(folder) };
  const repository = join(folder, 'listed.git');
  const tree = { cwd: output, env: { ...where.env, GIT_DIR: repository, GIT_WORK_TREE: output } };
  succeed({ argv: ['git', 'init', '--quiet', '--bare', repository], ...where });
  succeed({ argv: ['git', 'add', '--all', '--force', '.'], ...tree });
  const id = succeed({ argv: ['git', 'write-tree'], ...tree }).stdout.trim();
  const write = { argv: [process.execPath, WRITE_AND_HASH, output, join(folder, 'copied')], ...where };
  const list = { argv: ['git', '-C', repository, 'ls-tree', '-r', '-z', id], ...where };
  const floor = { case: 'any', against: 'kcdk plan', objects: files };
  return [
    { name: 'write and hash', ...floor, command: () => write },
    { name: 'git ls-tree', ...floor, command: () => list },
  ];
}

// --- internal ---

const RUN_PROGRAM = fileURLToPath(new URL('run-program.js', import.meta.url));
const WRITE_AND_HASH = fileURLToPath(new URL('write-and-hash.js', import.meta.url));

/** The same that the git adapter asks for. */
const LS_REMOTE = ['git', 'ls-remote', '--symref'];
const CLONE = ['git', 'clone', '--quiet', '--bare', '--no-tags', '--depth=1', '--filter=blob:none', '--branch=main'];

/**
 * Runs a program once with each list of further arguments, eight at a time; one that fails lets all fail.
 *
 * @param {World} world
 * @param {string} name of the file that holds the arguments
 * @param {readonly (readonly string[])[]} lists each as long as the others
 * @param {readonly string[]} argv
 * @returns {import('./measure.js').Command}
 */
function forEach({ folder }, name, lists, argv) {
  const file = join(folder, `${name}.arguments`);
  writeFileSync(
    file,
    lists
      .flat()
      .map((argument) => `${argument}\0`)
      .join(''),
  );
  const batch = ['-0', '-P', '8', '-n', `${lists[0]?.length}`, '-a', file];
  return { argv: ['xargs', ...batch, ...argv], cwd: folder, env: environment(folder) };
}
