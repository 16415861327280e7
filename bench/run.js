// @ts-check
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createCdk8sProject, findCdk8s } from './cdk8s-peer.js';
import { measure, median, peakMemory } from './measure.js';
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

  --size <n>     also plan a generated platform of about n files; may be repeated (default: 100 and 1000; 0: none)
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
  const missing = cdk8s === undefined ? ['cdk8s synth', 'npx cdk8s synth'] : [];
  /** @type {Row[]} */
  const rows = [];
  for (const platform of [acme(), enterprise(), ...options.sizes.map(generated)]) {
    process.stderr.write(`${platform.name} …\n`);
    const folder = join(temporary, platform.name.replace('/', '-'));
    rows.push(...measurePlatform(platform, folder, cdk8s?.modules, options.rounds));
  }
  const helm = findHelm();
  if (helm === undefined) missing.push('helm template');
  else process.stderr.write('renders …\n');
  const renders = helm === undefined ? [] : measureRenders(helm, temporary, options.rounds);
  const result = { rows, renders, rounds: options.rounds, missing, peers: cdk8s?.versions ?? {} };
  const report = toJson(result);
  process.stdout.write(options.json ? `${JSON.stringify(report, undefined, 2)}\n` : toText(result, report));
  return report.budgets.every(({ ok }) => ok) ? 0 : 1;
}

function readOptions() {
  try {
    const { values } = parseArgs({
      options: {
        size: { type: 'string', multiple: true, default: ['100', '1000'] },
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
    const sizes = values.size.map(Number).filter((size) => size !== 0);
    const rounds = Number(values.rounds);
    if (!sizes.every((size) => Number.isInteger(size) && size > 0)) throw new TypeError('--size takes a whole number');
    if (!Number.isInteger(rounds) || rounds < 5) throw new TypeError('--rounds takes a whole number, at least 5');
    return { sizes, rounds, json: values.json, install: !values['no-install'] };
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
 * @param {number} rounds
 * @returns {readonly Row[]}
 */
function measurePlatform(platform, folder, cdk8s, rounds) {
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
  add('kcdk plan', 'unchanged', world.unchanged);
  add('kcdk plan', 'one-changed', world.oneChanged);
  add('kcdk plan', 'moved', world.moved);
  add('kcdk plan', 'cold', world.cold);
  if (cdk8s !== undefined) {
    const peer = createCdk8sProject(world.output, join(folder, 'cdk8s'), cdk8s);
    add('cdk8s synth', 'any', () => peer.direct, peer.objects);
    add('npx cdk8s synth', 'any', () => peer.npx, peer.objects);
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
