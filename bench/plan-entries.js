// @ts-check
import { join } from 'node:path';
import { applyEntries } from './apply.js';
import { createCdk8sProject } from './cdk8s-peer.js';
import { floors, outsideParts } from './floors.js';
import { createWorld, KCDK } from './world.js';

/** @typedef {import('./rounds.js').Entry} Entry */
/** @typedef {import('./platforms.js').Platform} Platform */

/**
 * What is measured of one platform, in the order of a round.
 *
 * @param {Platform} platform
 * @param {string} folder a new one
 * @param {object} peers
 * @param {string | undefined} peers.cdk8s its `node_modules`; undefined when it is missing
 * @param {readonly import('./peers.js').Peer[]} peers.others
 * @returns {readonly Entry[]}
 */
export function planEntries(platform, folder, { cdk8s, others }) {
  const world = createWorld(platform, folder);
  const { env } = world.unchanged();
  const node = { argv: [process.execPath, '-e', '0'], cwd: folder, env };
  const help = { argv: [...KCDK, '--help'], cwd: folder, env };
  // the exit status proves that the plan says what the case is about
  const plan = (/** @type {import('./world.js').Situation} */ { cwd, env: own, changes: status }) => ({
    argv: [...KCDK, 'plan', '--detailed-exitcode'],
    cwd,
    env: own,
    status,
  });
  const ours = { name: 'kcdk plan', objects: world.files };
  const size = Number(platform.name);
  return [
    { name: 'node -e 0', case: 'any', objects: 0, command: () => node },
    { name: 'kcdk --help', case: 'any', objects: 0, command: () => help },
    { ...ours, case: 'unchanged', command: () => plan(world.unchanged()) },
    { ...ours, case: 'one-changed', command: () => plan(world.oneChanged()) },
    { ...ours, case: 'moved', command: () => plan(world.moved()) },
    { ...ours, case: 'cold', command: () => plan(world.cold()) },
    ...outsideParts(world),
    ...(cdk8s === undefined ? [] : createCdk8sProject(world.output, join(folder, 'cdk8s'), cdk8s)),
    ...(size > 0 ? [...peerEntries(others, folder, size), ...floors(world), ...applyEntries(platform, world)] : []),
  ];
}

// --- internal ---

/**
 * @param {readonly import('./peers.js').Peer[]} peers
 * @param {string} folder
 * @param {number} size
 * @returns {readonly Entry[]}
 */
function peerEntries(peers, folder, size) {
  return peers.map(({ name, prepare }) => {
    const command = prepare({ folder: join(folder, name.replace(' ', '-')), size });
    return { name, case: 'any', against: 'kcdk plan', objects: size, command: () => command };
  });
}
