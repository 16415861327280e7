// @ts-check
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCdk8sProject, findCdk8s } from './cdk8s-peer.js';
import { measure, median, peakMemory } from './measure.js';
import { findPeers, floors } from './peers.js';
import { acme, enterprise, generated } from './platforms.js';
import { findHelm, measureRenders } from './renders.js';
import { toJson, toText } from './report.js';
import { createWorld, environment } from './world.js';

/** @typedef {import('./measure.js').Command} Command */
/** @typedef {import('./platforms.js').Platform} Platform */
/** @typedef {import('./report.js').Row} Row */

const USAGE = `Usage: npm run bench -- [options]

Measures \`kcdk plan\` and its peers in one run and prints ratios. Exits 1 when a budget is missed.

  unchanged      nothing has changed since the last run
  one-changed    a line of the program is new
  moved          every repository has a new commit of somebody else
  cold           the cache is empty

  --size <n>     only a generated platform of n catalog deployments; may be repeated. With 0 the examples are measured, too
                 (default: the examples, 100 and 1000)
  --rounds <n>   rounds after the first, which warms up (default: 5, at least 5)
  --json         print JSON
  --no-install   do not fetch a peer that is missing
`;

process.exitCode = main();

// --- internal ---

function main() {
  const options = readOptions();
  if (options === undefined) return 1;
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'kcdk-bench-')));
  const remove = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  const cdk8s = findCdk8s(options.install);
  const { found: others, missing: notFound } = findPeers(options.install);
  const missing = [...(cdk8s === undefined ? ['cdk8s synth', 'npx cdk8s synth'] : []), ...notFound];
  /** @type {Row[]} */
  const rows = [];
  for (const platform of [...(options.only ? [] : [acme(), enterprise()]), ...options.sizes.map(generated)]) {
    process.stderr.write(`${platform.name} …\n`);
    const folder = join(temporary, platform.name.replace('/', '-'));
    rows.push(...measurePlatform(platform, folder, cdk8s?.modules, others, options.rounds));
  }
  const helm = options.only ? undefined : findHelm();
  if (helm === undefined && !options.only) missing.push('helm template');
  if (helm !== undefined) process.stderr.write('renders …\n');
  const renders = helm === undefined ? [] : measureRenders(helm, temporary, options.rounds);
  const peers = { ...cdk8s?.versions, ...Object.fromEntries(others.map(({ name, version }) => [name, version])) };
  const result = { rows, renders, rounds: options.rounds, missing, peers };
  const report = toJson(result);
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : toText(result, report));
  return report.budgets.every(({ ok }) => ok) ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        size: { type: 'string', multiple: true },
        rounds: { type: 'string', default: '5' },
        json: { type: 'boolean', default: false },
        'no-install': { type: 'boolean', default: false },
        help: { type: 'boolean', default: false },
      },
    });
    if (values.help) {
      process.stdout.write(USAGE);
      process.exit(0);
    }
    const only = values.size !== undefined && !values.size.includes('0');
    const sizes = (values.size ?? ['100', '1000']).map(Number).filter((size) => size !== 0);
    const rounds = Number(values.rounds);
    if (!sizes.every((size) => Number.isInteger(size) && size > 0)) throw new TypeError('--size takes a whole number');
    if (!Number.isInteger(rounds) || rounds < 5) throw new TypeError('--rounds takes a whole number, at least 5');
    return { sizes, only, rounds, json: values.json, install: !values['no-install'] };
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n\n${USAGE}`);
    return undefined;
  }
}

/**
 * Measures one platform: all commands in turn, round by round, so that a busy minute of the machine hits them alike.
 *
 * @param {Platform} platform
 * @param {string} folder
 * @param {string | undefined} cdk8s its `node_modules`; undefined when it is missing
 * @param {readonly import('./peers.js').Peer[]} others
 * @param {number} rounds
 * @returns {readonly Row[]}
 */
function measurePlatform(platform, folder, cdk8s, others, rounds) {
  const world = createWorld(platform, folder);
  const node = { argv: [process.execPath, '-e', '0'], cwd: folder, env: environment(folder) };
  /** @type {Omit<Row, 'cpu' | 'wall' | 'memory'>[]} */
  const rows = [];
  /** @type {(() => Command)[]} */
  const commands = [];
  const add = (
    /** @type {string} */ name,
    /** @type {string} */ kind,
    /** @type {() => Command} */ command,
    objects = world.files,
  ) => {
    rows.push({ name, case: kind, size: platform.name, objects });
    commands.push(command);
  };
  add('node -e 0', 'any', () => node, 0);
  add('kcdk --help', 'any', () => world.help, 0);
  add('kcdk plan', 'unchanged', world.unchanged);
  add('kcdk plan', 'one-changed', world.oneChanged);
  add('kcdk plan', 'moved', world.moved);
  add('kcdk plan', 'cold', world.cold);
  if (cdk8s !== undefined) {
    const peer = createCdk8sProject(world.output, join(folder, 'cdk8s'), cdk8s);
    add('cdk8s synth', 'any', () => peer.direct, peer.objects);
    add('npx cdk8s synth', 'any', () => peer.npx, peer.objects);
  }
  const size = Number(platform.name);
  if (size > 0) {
    for (const { name, most, prepare } of others) {
      if (size > most) continue;
      const command = prepare({ folder: join(folder, name.replace(' ', '-')), size, output: world.output });
      add(name, 'any', () => command, size);
    }
    for (const [name, command] of Object.entries(floors(world.output, folder))) add(name, 'any', () => command);
  }
  // the first round warms up, and is the one that tells the memory
  const memory = commands.map((command) => peakMemory(command(), folder));
  const costs = Array.from({ length: rounds }, () => commands.map((command) => measure(command())));
  return rows.map((row, index) => ({
    ...row,
    cpu: median(costs.map((round) => round[index]?.cpu ?? Number.NaN)),
    wall: median(costs.map((round) => round[index]?.wall ?? Number.NaN)),
    memory: memory[index] ?? Number.NaN,
  }));
}
