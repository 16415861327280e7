import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { AGENT } from '../synth/deployments/agent-item.ts';
import { codesIn, runCli } from '../tools/cli.ts';

// below a folder of that name, or the test runner takes the bundle for a module of its own
const folder = mkdtempSync(join(tmpdir(), 'kcdk-values-'));
const env = { PATH: process.env['PATH'], HOME: folder, KCDK_CACHE_DIR: join(folder, 'node_modules', 'cache') };
const run = (argv: readonly string[], cwd = folder) => runCli(argv, { cwd, env });
const write = (path: string, text: string) => {
  mkdirSync(join(folder, path, '..'), { recursive: true });
  writeFileSync(join(folder, path), text);
};

write(
  'old.yaml',
  'clusterName: lon1\nproject: default\n# Since the audit\nsite: eu\nreplicas: "3"\napiKey: hunter2hunter2\n',
);
for (const [path, text] of Object.entries(AGENT)) write(`catalog/agent/${path}`, text);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('kcdk init --from-values', () => {
  it('makes a platform with the deployment, which compiles', async () => {
    const argv = ['init', 'shop', '--from-values', 'old.yaml', '--item', 'catalog/agent', '--release', 'dd'];
    const { exitCode, stdout, stderr } = await run(argv);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 0, codes: ['VALUES_SECRET_NOT_COPIED'] });
    expect(stdout).toContain('deployments/dd.ts');
    const module = readFileSync(join(folder, 'shop/deployments/dd.ts'), 'utf8');
    expect(module).toContain("folder: '../catalog/agent'");
    expect(module).toContain("      // Since the audit\n      site: 'eu',\n      replicas: 3,\n");
    const synth = await run(['synth', '--stdout'], join(folder, 'shop'));
    expect({ exitCode: synth.exitCode, codes: codesIn(synth.stderr) }).toEqual({ exitCode: 0, codes: [] });
    expect(synth.stdout).toContain('registry/environments/dev/lon1/dd.yaml');
    expect(module + stdout + stderr + synth.stdout).not.toContain('hunter2');
  });

  it('writes the part of the deployment alone where there is a program, and never over another', async () => {
    const argv = ['init', 'shop', '--from-values', 'old.yaml', '--item', 'catalog/agent'];
    const { exitCode, stdout, stderr } = await run(argv);
    expect({ exitCode, stdout }).toEqual({
      exitCode: 0,
      stdout: 'Wrote shop/deployments/agent.ts with 3 values (its place decides `clusterName`, `project`).\n',
    });
    expect(stderr).toContain("import { deployAgent } from './deployments/agent.ts';");
    const again = await run(argv);
    expect({ exitCode: again.exitCode, codes: codesIn(again.stderr) }).toEqual({
      exitCode: 1,
      codes: ['VALUES_SECRET_NOT_COPIED', 'INIT_FOLDER_NOT_EMPTY'],
    });
  });

  it('prints the part and writes nothing with --stdout', async () => {
    const before = readdirSync(folder);
    const argv = ['init', 'other', '--from-values', 'old.yaml', '--item', 'catalog/agent', '--stdout'];
    const { exitCode, stdout } = await run(argv);
    expect({ exitCode, after: readdirSync(folder) }).toEqual({ exitCode: 0, after: before });
    expect(stdout).toContain('export function deployAgent(');
  });

  it('finds the item and the names of a deployment in its record', async () => {
    const record = {
      instance_name: 'monitoring',
      catalog_application_name: 'datadog-agent',
      cluster_name: 'ber1',
      env: [{ name: 'live', namespace: 'team' }],
      yamlValues: { site: 'datadoghq.eu' },
    };
    write('record.json', JSON.stringify(record));
    const { exitCode, stderr } = await run(['init', 'ber', '--from-values', 'record.json']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 0, codes: [] });
    const { stdout } = await run(['synth', '--stdout'], join(folder, 'ber'));
    expect(stdout).toContain('registry/environments/live/ber1/monitoring.yaml');
  });

  it('takes the variables of Terraform over, and makes a platform that has a place for its state', async () => {
    const record = {
      instance_name: 'invoices',
      catalog_application_name: 's3',
      cluster_name: 'ber1',
      env: [{ name: 'acceptance', namespace: 'default' }],
      iacValues: { S3_NAME: 'shop-invoices', versioning: 'false', expiration_days: 'never', tags: { team: 'shop' } },
    };
    write('bucket.json', JSON.stringify(record, undefined, 2));
    const { exitCode, stderr } = await run(['init', 'bucket', '--from-values', 'bucket.json']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 0, codes: ['VALUES_INPUT_REFUSED'] });
    // Where the item says so, and not a file of the user's that may have the same name.
    expect(stderr).toMatch(/bucket\.json:14:5\n.*\n.*builtin:catalog\/s3\/variables\.tf:18:1/);
    expect(stderr).toContain('has 3 values.');
    const synth = await run(['synth', '--stdout'], join(folder, 'bucket'));
    expect({ exitCode: synth.exitCode, codes: codesIn(synth.stderr) }).toEqual({ exitCode: 0, codes: [] });
    expect(synth.stdout).toMatch(/key: versioning\n +value: "false"/);
    // The environment is Global, as it was.
    expect(synth.stdout).toContain('registry/konstruct/default/environment/acceptance.yaml');
    expect(synth.stdout).not.toContain('registry/konstruct/team/environment/acceptance.yaml');
  });

  it.each<[string, readonly string[], readonly string[]]>([
    ['a file that is not there', ['nope.yaml', '--item', 'catalog/agent'], ['VALUES_FILE_UNREADABLE']],
    ['values of nothing', ['old.yaml'], ['VALUES_ITEM_MISSING']],
    ['an item that is not there', ['old.yaml', '--item', 'builtin:catalog/nope'], ['TEMPLATE_NOT_FOUND']],
    ['a name that is none', ['old.yaml', '--item', 'catalog/agent', '--release', 'A b'], ['NAME_NOT_DNS_LABEL']],
    ['a file that is no mapping', ['list.yaml', '--item', 'catalog/agent'], ['VALUES_NOT_A_MAPPING']],
  ])('refuses %s and writes nothing', async (_, argv, codes) => {
    write('list.yaml', '- a\n');
    const before = readdirSync(folder);
    const { exitCode, stderr } = await run(['init', 'bad', '--from-values', ...argv]);
    expect({ exitCode, codes: codesIn(stderr), after: readdirSync(folder) }).toEqual({
      exitCode: 1,
      codes,
      after: before,
    });
  });

  it('refuses options that only mean something with it', async () => {
    const { exitCode, stderr } = await run(['init', 'bad', '--item', 'catalog/agent']);
    expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: ['VALUES_ITEM_WITHOUT_VALUES'] });
  });
});
