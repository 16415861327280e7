import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { runCli } from '../tools/cli.ts';
import { expectGolden } from '../tools/golden.ts';

const EXAMPLE = resolve(import.meta.dirname, '../../examples/enterprise');
const folder = mkdtempSync(join(tmpdir(), 'kcdk-enterprise-'));
// below a folder of that name, or the test runner takes the bundle for a module of its own
const cache = join(folder, 'node_modules', 'cache');

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Questions that are asked of the example; the answers are kept beside it, by the name of the file. */
const QUESTIONS: Readonly<Record<string, readonly string[]>> = {
  'organizations.txt': ['list', 'organizations'],
  'environments.txt': ['list', 'environments'],
  'clusters.json': ['list', 'clusters', '--org', 'payments', '--json'],
  'retail.txt': ['list', '--org', 'retail'],
  'who-sees-staging.txt': ['who-sees', 'environment/staging'],
  'who-sees-audit.json': ['who-sees', 'environment/audit', '--json'],
  'who-sees-own-item.txt': ['who-sees', 'item/stores/house-rules'],
  'what-if-legal.txt': ['what-if', 'org', 'legal'],
};

describe('examples/enterprise', () => {
  it('has the size of an enterprise', async () => {
    const rows: { kind: string; namespace: string; name: string }[] = JSON.parse(await ask(['list', '--json']));
    const counts: Record<string, number> = {};
    for (const { kind } of rows) counts[kind] = (counts[kind] ?? 0) + 1;
    expect(counts).toMatchObject({
      organization: 12,
      environment: 40,
      cluster: 60,
      'catalog-deployment': 300,
      application: 80,
    });
    const stagings = rows.filter(({ kind, name }) => kind === 'environment' && name === 'staging');
    expect(stagings.length).toBe(13);
  });

  it('answers as before', async () => {
    const answers: Record<string, string> = {};
    for (const [file, argv] of Object.entries(QUESTIONS)) answers[file] = await ask(argv);
    expectGolden(join(EXAMPLE, 'expected'), answers);
  });
});

// --- internal ---

async function ask(argv: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await runCli(argv, { cwd: EXAMPLE, env: { KCDK_CACHE_DIR: cache } });
  expect({ argv, exitCode, stderr }).toEqual({ argv, exitCode: 0, stderr: '' });
  return stdout;
}
