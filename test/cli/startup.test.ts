import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageRoot } from '../../cli/package-root.ts';
import { spawnCli } from '../tools/cli.ts';
import { createProject, type TestProject } from '../tools/project.ts';

/** What declares the commands and nothing more; none of them may grow an import of `lib/` or of a package. */
const DECLARATIONS = [
  'cli/bin.ts',
  'cli/color.ts',
  'cli/commands/ci-commands.ts',
  'cli/commands/commands.ts',
  'cli/commands/doctor-command.ts',
  'cli/commands/init-command.ts',
  'cli/commands/ledger-commands.ts',
  'cli/commands/migrate-commands.ts',
  'cli/commands/options.ts',
  'cli/commands/pull-request-options.ts',
  'cli/commands/queries.ts',
  'cli/commands/render-command.ts',
  'cli/commands/report-options.ts',
  'cli/commands/shard-commands.ts',
  'cli/commands/status-command.ts',
  'cli/commands/template-commands.ts',
  'cli/commands/why-command.ts',
  'cli/main.ts',
  'cli/package-root.ts',
  'cli/process-io.ts',
  'cli/program.ts',
  'cli/ready-help.ts',
  'cli/tune-engine.ts',
  'cli/version.ts',
];

/** Packages that cost more to load than everything a plan without changes does. */
const HEAVY = ['ajv', 'cdk8s', 'cdk8s-plus-28', 'esbuild', 'octokit', 'simple-git', 'typescript', 'yaml'];

let project: TestProject;
let reports: string;

beforeAll(() => {
  // below no folder of the name node_modules, or a bundle in the cache would look like a package
  reports = mkdtempSync(join(tmpdir(), 'kcdk-startup-'));
  project = createProject({ env: { KCDK_CACHE_DIR: join(reports, 'cache') } });
});

afterAll(() => {
  project.remove();
  rmSync(reports, { recursive: true, force: true });
});

describe('what tells about the commands', () => {
  it.each([
    { line: '--help', expected: 0 },
    { line: 'help plan', expected: 0 },
    { line: 'plan --help', expected: 0 },
    { line: 'template update -h', expected: 0 },
    { line: '', expected: 1 },
  ])('is a text that waits: `$line`', async ({ line, expected }) => {
    const { packages, own } = await modulesOf(line.split(' ').filter(Boolean), { expected });
    expect(packages).toEqual([]);
    expect(own).toEqual(['cli/bin.ts', 'cli/process-io.ts', 'cli/ready-help.ts']);
  });

  it('reads the version where it is written', async () => {
    const { packages, own } = await modulesOf(['--version'], { expected: 0 });
    expect(packages).toEqual([]);
    expect(own).toEqual([
      'cli/bin.ts',
      'cli/package-root.ts',
      'cli/process-io.ts',
      'cli/ready-help.ts',
      'cli/version.ts',
    ]);
  });

  it.each([
    { line: 'plan --json --help', expected: 0 },
    { line: 'nonsense', expected: 1 },
  ])('else is the argument parser and the declarations: `$line`', async ({ line, expected }) => {
    const { packages, own } = await modulesOf(line.split(' '), { expected });
    expect(packages).toEqual(['commander']);
    expect(own).toEqual(DECLARATIONS);
  });
});

describe('a plan', () => {
  it('loads the bundler and the parser for what is new', async () => {
    await project.ok(['apply', '--yes', '--no-cache']);
    const env = { KCDK_CACHE_DIR: join(reports, 'empty') };
    const { packages } = await modulesOf(['plan', '--detailed-exitcode'], { expected: 0, env });
    expect(packages).toEqual(expect.arrayContaining(['commander', 'constructs', 'esbuild', 'yaml']));
    expect(packages).not.toContain('ajv');
  });

  it('without changes loads neither once the cache is warm', async () => {
    await project.ok(['apply', '--yes', '--no-cache']);
    await modulesOf(['plan'], { expected: 0 });
    const { packages, own } = await modulesOf(['plan', '--detailed-exitcode'], { expected: 0 });
    expect(packages).toEqual(expect.arrayContaining(['commander', 'constructs']));
    expect(packages.filter((name) => HEAVY.includes(name))).toEqual([]);
    expect(own).toEqual(expect.arrayContaining(['cli/run/plan.ts', 'lib/read-program.ts']));
    expect(own).not.toContain('lib/pipeline.ts');
    expect(own).not.toContain('lib/config/check-config.ts');
    expect(own).not.toContain('lib/plan/diff/parse-yaml.ts');
  });

  it('does not read declarations in files again that have not changed', async () => {
    const record = 'apiVersion: konstruct-cdk.dev/v1\nkind: Environment\nmetadata: { name: qa, namespace: default }\n';
    project.write('platform/qa.yaml', `${record}spec: { org_id: default }\n`);
    await project.ok(['apply', '--yes', '--no-cache']);
    const cold = await modulesOf(['plan', '--detailed-exitcode'], { expected: 0 });
    expect(cold.packages).toContain('yaml');
    expect(cold.packages).not.toContain('ajv');
    expect(cold.own).toContain('lib/records/record-reader.ts');
    const { packages, own } = await modulesOf(['plan', '--detailed-exitcode'], { expected: 0 });
    expect(packages.filter((name) => HEAVY.includes(name))).toEqual([]);
    expect(own).toContain('lib/config/load-declarations.ts');
    expect(own).not.toContain('lib/records/record-reader.ts');
  });

  it('with a change of what we wrote loads neither', async () => {
    await project.ok(['apply', '--yes', '--no-cache']);
    project.edit("new Environment(retail, 'dev')", "new Environment(retail, 'dev', { description: 'Every merge' })");
    await modulesOf(['plan'], { expected: 0 });
    const { packages, own } = await modulesOf(['plan', '--detailed-exitcode'], { expected: 2 });
    expect(own).toContain('lib/plan/diff/parse-yaml.ts');
    expect(packages.filter((name) => HEAVY.includes(name))).toEqual([]);
  });
});

// --- internal ---

interface Modules {
  /** Names of the packages of which a module was run, sorted; what checks of the build need of ajv is apart from ajv. */
  readonly packages: readonly string[];
  /** Paths of our own modules, as sources, from the root of the package, sorted. */
  readonly own: readonly string[];
}

/** Runs the built command line with the engine's own list of what it ran, which no loader and no cache escapes. */
async function modulesOf(
  argv: readonly string[],
  { expected, env }: { readonly expected: number; readonly env?: Readonly<Record<string, string>> },
): Promise<Modules> {
  const coverage = mkdtempSync(join(reports, 'coverage-'));
  const options = { cwd: project.folder, env: { ...project.env, ...env, NODE_V8_COVERAGE: coverage } };
  const result = await spawnCli(argv, options).done;
  expect({ argv, exitCode: result.exitCode, stderr: result.exitCode === expected ? '' : result.stderr }).toEqual({
    argv,
    exitCode: expected,
    stderr: '',
  });
  const packages = new Set<string>();
  const own = new Set<string>();
  for (const file of readdirSync(coverage)) {
    const report: { readonly result: readonly { readonly url: string }[] } = JSON.parse(
      readFileSync(join(coverage, file), 'utf8'),
    );
    for (const { url } of report.result) {
      if (!url.startsWith('file:')) continue;
      const path = fileURLToPath(url).replaceAll(sep, '/');
      const name = /.*\/node_modules\/(ajv\/dist\/runtime|(?:@[^/]+\/)?[^/]+)\//.exec(path)?.[1];
      const inside = relative(packageRoot(), path).replaceAll(sep, '/');
      if (name !== undefined) packages.add(name);
      else if (!inside.startsWith('..')) for (const source of sourcesOf(path)) own.add(source);
    }
  }
  return { packages: [...packages].sort(), own: [...own].sort() };
}

/** The sources that were joined into a file of the build, as its source map has them. */
function sourcesOf(file: string): readonly string[] {
  const { sources }: { readonly sources: readonly string[] } = JSON.parse(readFileSync(`${file}.map`, 'utf8'));
  return sources
    .filter((source) => source.endsWith('.ts'))
    .map((source) => relative(packageRoot(), join(file, '..', source)).replaceAll(sep, '/'));
}
