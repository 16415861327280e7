// @ts-check
// The main job from end to end, on bare repositories in a temporary folder: plan, apply, plan again, a one-line edit
// planned and applied, and what the repositories hold then. `npm run demo` runs it.

import { execFileSync, spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const here = dirname(fileURLToPath(import.meta.url));
const kcdk = join(here, '..', 'dist', 'cli', 'bin.cjs');
const folder = mkdtempSync(join(tmpdir(), 'kcdk-demo-'));
const repositories = [
  'acme-platform/platform-gitops',
  'acme-platform/retail-gitops',
  'acme-platform/logistics-gitops',
  'acme-retail/retail-gitops',
  'acme-logistics/logistics-gitops',
];
const identity = ['-c', 'user.name=Demo', '-c', 'user.email=demo@example.com'];

try {
  say('Five bare repositories, each with one commit of somebody else');
  for (const name of repositories) createRepository(join(folder, 'repositories', `${name}.git`));
  cpSync(join(here, 'acme', 'main.ts'), join(folder, 'main.ts'));
  writeFileSync(
    join(folder, 'cdk8s.yaml'),
    `${readFileSync(join(here, 'acme', 'cdk8s.yaml'), 'utf8')}konstruct:
  repositories:
    "*":
      remote: ./repositories/{name}.git
`,
  );

  run('plan');
  run('apply', '--auto-approve');
  expectText(run('plan'), 'No changes.');

  say('One line of the program edited: production is scraped every 30 seconds');
  const program = readFileSync(join(folder, 'main.ts'), 'utf8');
  writeFileSync(
    join(folder, 'main.ts'),
    program.replace(
      "'monitoring', { scrapeInterval: '15s', retention",
      "'monitoring', { scrapeInterval: '30s', retention",
    ),
  );
  expectText(run('plan', '--diff'), 'Plan: 0 to add, 1 to change, 0 to destroy.');
  run('apply', '--auto-approve');
  expectText(run('plan'), 'No changes.');

  say('What the repositories hold now');
  for (const name of repositories) {
    const git = (/** @type {string[]} */ ...args) =>
      execFileSync('git', ['-C', join(folder, 'repositories', `${name}.git`), ...args], { encoding: 'utf8' });
    process.stdout.write(`${name}\n`);
    for (const line of git('log', '--format=%h %s', 'main').trim().split('\n')) process.stdout.write(`  ${line}\n`);
    for (const path of git('ls-tree', '-r', '--name-only', 'main').trim().split('\n')) {
      process.stdout.write(`    ${path}\n`);
    }
  }
  say('Done');
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** @param {string} text */
function say(text) {
  process.stdout.write(`\n== ${text}\n`);
}

/** @param {string[]} args */
function run(...args) {
  say(`kcdk ${args.join(' ')}`);
  const { status, stdout, stderr } = spawnSync(process.execPath, [kcdk, ...args], { cwd: folder, encoding: 'utf8' });
  process.stdout.write(stdout + stderr);
  if (status !== 0) throw new Error(`kcdk ${args.join(' ')} ended with ${status}`);
  return stdout;
}

/**
 * @param {string} output
 * @param {string} text
 */
function expectText(output, text) {
  if (!output.includes(text)) throw new Error(`expected to read: ${text}`);
}

/** @param {string} path */
function createRepository(path) {
  mkdirSync(path, { recursive: true });
  const git = (/** @type {string[]} */ ...args) =>
    execFileSync('git', [...identity, '-C', path, ...args], { encoding: 'utf8' }).trim();
  git('init', '--quiet', '--bare', '--initial-branch=main');
  const blob = execFileSync('git', ['-C', path, 'hash-object', '-w', '--stdin'], {
    encoding: 'utf8',
    input: 'Written by people.\n',
  }).trim();
  const tree = execFileSync('git', ['-C', path, 'mktree'], {
    encoding: 'utf8',
    input: `100644 blob ${blob}\tREADME.md\n`,
  }).trim();
  git('update-ref', 'refs/heads/main', git('commit-tree', '-m', 'First commit', tree));
}
