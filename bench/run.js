// @ts-check
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { CDK8S, findCdk8s } from './cdk8s-peer.js';
import { ONE_FILE_SIZE, oneFileEntries } from './one-file.js';
import { findPeers } from './peers.js';
import { planEntries } from './plan-entries.js';
import { acme, enterprise, generated } from './platforms.js';
import { findHelm, measureRenders } from './renders.js';
import { toJson, toText } from './report.js';
import { measureInTurn } from './rounds.js';
import { measureSaves } from './saves.js';

/** @typedef {import('./report.js').Missing} Missing */
/** @typedef {import('./report.js').Row} Row */

const USAGE = `Usage: npm run bench -- [options]

Measures \`kcdk\` and its peers in one run and prints ratios. Exits 1 when a budget is missed.

  unchanged      nothing has changed since the last run
  one-changed    one deployment has another value since the last run
  moved          every repository has a new commit of somebody else
  cold           as one-changed, and the cache is empty

  --size <n>     only a generated platform of n catalog deployments; may be repeated. With 0 the examples are measured, too
                 (default: the examples, 100 and 1000)
  --rounds <n>   rounds after the first, which warms up (default: 5, at least 5). What takes minutes has fewer
  --limit <s>    seconds after which a command is ended and named as not measured (default: 1800)
  --json         print JSON
  --no-install   do not fetch a peer that is missing
`;

process.exitCode = await main();

// --- internal ---

async function main() {
  const options = readOptions();
  if (options === undefined) return 1;
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'kcdk-bench-')));
  const remove = () => rmSync(temporary, { recursive: true, force: true, maxRetries: 3 });
  process.once('exit', remove);
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
  const cdk8s = findCdk8s(options.install);
  const { found: others, missing: notFound } = findPeers(options.install);
  /** @type {Row[]} */
  const rows = [];
  /** @type {Missing[]} */
  const missing = [
    ...(cdk8s === undefined ? Object.values(CDK8S).map((name) => ({ name, why: 'it is not installed' })) : []),
    ...notFound,
  ];
  /** @type {(size: string, prepare: (folder: string) => readonly import('./rounds.js').Entry[]) => void} */
  const add = (size, prepare) => {
    process.stderr.write(`${size} …\n`);
    const folder = join(temporary, size.replace(/\W/g, '-'));
    const measured = measureInTurn(prepare(folder), { ...options, size, temporary: folder });
    rows.push(...measured.rows);
    missing.push(...measured.missing);
    // a large platform leaves gigabytes
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
  };
  for (const platform of [...(options.only ? [] : [acme(), enterprise()]), ...options.sizes.map(generated)]) {
    add(platform.name, (folder) => planEntries(platform, folder, { cdk8s: cdk8s?.modules, others }));
  }
  if (!options.only) {
    add(ONE_FILE_SIZE, oneFileEntries);
    process.stderr.write('saves …\n');
    rows.push(...(await measureSaves(enterprise(), join(temporary, 'saves'), options.rounds)));
  }
  const helm = options.only ? undefined : findHelm();
  if (helm === undefined && !options.only) {
    missing.push({ name: 'helm template', why: '`bash .ci/fetch-helm` has not fetched it' });
  }
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
        limit: { type: 'string', default: '1800' },
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
    const limit = Number(values.limit);
    if (!(limit > 0)) throw new TypeError('--limit takes a number of seconds');
    return { sizes, only, rounds, limit, json: values.json, install: !values['no-install'] };
  } catch (cause) {
    process.stderr.write(`${cause instanceof Error ? cause.message : cause}\n\n${USAGE}`);
    return undefined;
  }
}
