// @ts-check
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { succeed } from './succeed.js';
import { environment, KCDK, writeProject } from './world.js';

/** @typedef {import('./rounds.js').Entry} Entry */
/** @typedef {import('./measure.js').Command} Command */

/**
 * An apply that changes one file of every deployment, since the chart of their item has a new release, and git's own
 * `fast-import` of the very same commits into the same repositories.
 *
 * The plan is no part of the apply: it was saved before, as it is for a review. An apply that plans first is a row of its
 * own. Each run finds copies of the repositories and of the cache as the plan has left them, hence nothing that an earlier
 * run has written.
 *
 * @param {import('./platforms.js').Platform} platform
 * @param {import('./world.js').World} world
 * @returns {readonly Entry[]} none for a platform without a release
 */
export function applyEntries(platform, world) {
  if (platform.release === undefined) return [];
  const folder = join(world.folder, 'release');
  const cache = join(folder, 'cache');
  const remotes = join(folder, 'repositories');
  // others move the branches of the world meanwhile
  const left = { cache: join(folder, 'cache-after-plan'), remotes: join(folder, 'repositories-after-plan') };
  const where = { cwd: folder, env: { ...environment(world.folder), KCDK_CACHE_DIR: cache } };
  writeProject(folder, { program: platform.program, modules: platform.release }, remotes);
  const origin = join(world.folder, 'repositories');
  copyAnew(origin, left.remotes);
  copyAnew(origin, remotes);
  copyAnew(join(world.folder, 'cache'), cache);
  succeed({ argv: [...KCDK, 'plan', '--out', PLAN], ...where });
  copyAnew(cache, left.cache);
  const afterPlan = (/** @type {readonly string[]} */ argv) => {
    copyAnew(left.cache, cache);
    copyAnew(left.remotes, remotes);
    return { argv, ...where };
  };
  const saved = [...KCDK, 'apply', PLAN];
  succeed(afterPlan(saved));
  const names = world.repositories.map((repository) => relative(origin, repository));
  const pairs = names.map((name) => ({ before: join(left.remotes, name), after: join(remotes, name) }));
  const changes = exportChanges(pairs, join(folder, 'streams'), where);
  const floor = [
    'bash',
    '-c',
    FAST_IMPORT,
    'bash',
    ...changes.flatMap(({ repository, stream }) => [repository, stream]),
  ];
  succeed(afterPlan(floor));
  for (const { repository, commit } of changes) {
    if (headOf(repository, where) !== commit) throw new Error(`fast-import makes another commit in ${repository}`);
  }
  const objects = changes.reduce((sum, { files }) => sum + files, 0);
  return [
    { name: 'kcdk apply', case: 'saved-plan', objects, command: () => afterPlan(saved) },
    { name: 'kcdk apply', case: 'plan-first', objects, command: () => afterPlan([...KCDK, 'apply', '--auto-approve']) },
    { name: 'git fast-import', case: 'any', against: 'kcdk apply', objects, command: () => afterPlan(floor) },
  ];
}

// --- internal ---

const PLAN = 'release.kplan';

/** Of every two arguments the first is a repository, the second what it is to import. */
const FAST_IMPORT = 'while (($#)); do git -C "$1" fast-import --quiet <"$2" || exit; shift 2; done';

/**
 * What an apply has committed, as streams for `git fast-import`.
 *
 * @param {readonly { readonly before: string, readonly after: string }[]} pairs the repositories without and with it
 * @param {string} folder a new one
 * @param {Omit<Command, 'argv'>} where
 */
function exportChanges(pairs, folder, where) {
  mkdirSync(folder);
  return pairs.flatMap(({ before, after: repository }, index) => {
    const old = headOf(before, where);
    const commit = headOf(repository, where);
    if (commit === old) return [];
    const stream = join(folder, String(index));
    const fastExport = 'git -C "$0" fast-export --reference-excluded-parents main "^$1" >"$2"';
    succeed({ argv: ['bash', '-c', fastExport, repository, old, stream], ...where });
    const listed = succeed({
      argv: ['git', '-C', repository, 'diff-tree', '-r', '--name-only', old, commit],
      ...where,
    });
    return { repository, commit, stream, files: listed.stdout.trim().split('\n').length };
  });
}

/**
 * @param {string} repository
 * @param {Omit<Command, 'argv'>} where
 */
function headOf(repository, where) {
  return succeed({ argv: ['git', '-C', repository, 'rev-parse', 'main'], ...where }).stdout.trim();
}

/**
 * @param {string} from
 * @param {string} to is replaced
 */
function copyAnew(from, to) {
  rmSync(to, { recursive: true, force: true });
  cpSync(from, to, { recursive: true });
}
