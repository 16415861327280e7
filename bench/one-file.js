// @ts-check
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { succeed } from './succeed.js';
import { createRepository, environment } from './world.js';

/** @typedef {import('./rounds.js').Entry} Entry */

const FILES = 100_000;
const FILES_OF_A_FOLDER = 100;

/** What the rows say of their size. */
export const ONE_FILE_SIZE = `${FILES} files`;

/**
 * One file that is written into a repository of 100,000: by our git adapter, which has what it read of the branch in its
 * cache and needs no work tree, and by simple-git in a work tree that is up to date. Both push to bare folders that begin
 * equal, and both have pushed before, so nothing is done for the first time.
 *
 * @param {string} folder a new one
 * @returns {readonly Entry[]}
 */
export function oneFileEntries(folder) {
  mkdirSync(folder);
  const env = environment(folder);
  const [ours, theirs, workTree] = ['ours.git', 'theirs.git', 'work'].map((name) => join(folder, name));
  const git = (/** @type {readonly string[]} */ argv, /** @type {Buffer | undefined} */ input = undefined) =>
    succeed({ argv: ['git', ...argv], cwd: folder, env }, input).stdout.trim();
  createRepository(ours, env);
  git(['-C', ours, 'fast-import', '--quiet'], importStream());
  succeed({ argv: ['cp', '-r', ours, theirs], cwd: folder, env });
  git(['clone', '--quiet', theirs, workTree]);
  git(['-C', workTree, 'config', 'user.name', 'Bench']);
  git(['-C', workTree, 'config', 'user.email', 'bench@example.com']);
  let writes = 0;
  const write = (/** @type {string} */ script, /** @type {string} */ where) => {
    writes += 1;
    const file = fileURLToPath(new URL(script, import.meta.url));
    return { argv: [process.execPath, file, where, pathOf(FILES / 2), contentOf(FILES + writes)], cwd: folder, env };
  };
  const adapter = () => write('write-with-adapter.js', ours);
  const simpleGit = () => write('write-with-simple-git.js', workTree);
  for (const [repository, command] of /** @type {const} */ ([
    [ours, adapter],
    [theirs, simpleGit],
  ])) {
    succeed(command());
    const changed = git(['-C', repository, 'diff-tree', '-r', '--name-only', 'main~1', 'main']);
    if (changed !== pathOf(FILES / 2)) throw new Error(`not the one file was written to ${repository}: ${changed}`);
  }
  const node = { argv: [process.execPath, '-e', '0'], cwd: folder, env };
  return [
    { name: 'node -e 0', case: 'any', objects: 0, command: () => node },
    { name: 'git adapter', case: 'one-file', objects: 1, command: adapter },
    { name: 'simple-git', case: 'any', against: 'git adapter', objects: 1, command: simpleGit },
  ];
}

// --- internal ---

/** One commit of all files, for `git fast-import`. */
function importStream() {
  const files = Array.from({ length: FILES }, (_, index) => {
    const content = contentOf(index);
    return `M 100644 inline ${pathOf(index)}\ndata ${content.length}\n${content}\n`;
  });
  const person = 'Bench <bench@example.com> 1700000000 +0000';
  return Buffer.from(`commit refs/heads/main\ncommitter ${person}\ndata 5\nBegin\n${files.join('')}\n`);
}

/** @param {number} index */
function pathOf(index) {
  return `apps/${Math.floor(index / FILES_OF_A_FOLDER)}/app-${index}.yaml`;
}

/**
 * About as much as a manifest of an Application, in ASCII.
 *
 * @param {number} index
 */
function contentOf(index) {
  return `name: app-${index}\n${Array.from({ length: 60 }, (_, line) => `setting${line}: { value: ${index} }\n`).join('')}`;
}
