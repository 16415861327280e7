import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { typeCheck } from '../tools/type-check.ts';

const ROOT = resolve(import.meta.dirname, '../..');
const GUIDES = ['docs/model.md', 'docs/infrastructure.md', 'docs/apps.md', 'docs/testing.md'];

const written: string[] = [];

afterAll(() => {
  for (const file of written) rmSync(file, { force: true });
});

it.each(GUIDES)('every program of %s compiles', (guide) => {
  const programs = blocksOf(guide).map(
    (text, index) => [resolve(ROOT, 'test/docs', `guide-${index}.ts`), complete(text)] as const,
  );
  expect(programs.length).toBeGreaterThan(0);
  const errorsIn = typeCheck(new Map(programs), {
    'konstruct-cdk': [resolve(ROOT, 'constructs/index.ts')],
    'konstruct-cdk/testing': [resolve(ROOT, 'lib/testing.ts')],
  });
  for (const [path] of programs) expect(errorsIn(path)).toEqual([]);
});

it.each(GUIDES)('%s links to what exists', (guide) => {
  const links = [...readFileSync(resolve(ROOT, guide), 'utf8').matchAll(/\]\((?!https?:)([^)#]+)(?:#[^)]*)?\)/g)];
  for (const [, link = ''] of links) expect(() => readFileSync(resolve(ROOT, 'docs', link)), link).not.toThrow();
});

it('the tests of docs/testing.md pass', async () => {
  const [text = ''] = blocksOf('docs/testing.md');
  // Collected by hand: a test inside a test is none.
  const tests: { readonly name: string; readonly body: () => unknown }[] = [];
  const file = resolve(ROOT, 'test/docs', `guide-${process.pid}.ts`);
  const collecting = text
    .replace("from 'konstruct-cdk/testing'", "from '../../lib/testing.ts'")
    .replace("from 'konstruct-cdk'", "from '../../constructs/index.ts'")
    .replace(/import \{ expect, test \} from 'vitest';/, "import { expect } from 'vitest';")
    .replaceAll(/^test\(/gm, 'collect(');
  writeFileSync(
    file,
    `${collecting}\nexport const tests = collected;\n`.replace(
      'function program(',
      'const collected: { name: string; body: () => unknown }[] = [];\nconst collect = (name: string, body: () => unknown) => collected.push({ name, body });\nfunction program(',
    ),
  );
  written.push(file);
  const module: { readonly tests: typeof tests } = await import(file);
  tests.push(...module.tests);
  expect(tests.length).toBe(3);
  for (const { body } of tests) await body();
});

// --- internal ---

/** What guides take as said before: an excerpt imports nothing. */
const BEFORE = `import * as cdk8s from 'cdk8s';
import * as cdktf from 'cdktf';
import { AppRegistration, CatalogDeployment, CatalogItem, type Environment, HelmTemplate, type Organization, PipelineTemplate,
  type Platform, Templates, type WorkloadCluster } from 'konstruct-cdk';
export const imported = [AppRegistration, CatalogDeployment, CatalogItem, HelmTemplate, PipelineTemplate, Templates];
declare const acme: Platform;
declare const retail: Organization<'retail'>;
declare const dev: Environment<'retail'>;
declare const staging: Environment;
declare const lon1: WorkloadCluster<'retail'>;
export interface ApiProps { readonly replicas: number }
declare class ApiChart extends cdk8s.Chart { constructor(scope: cdk8s.App, id: string, props: ApiProps) }
export interface QueueProps { readonly name: string }
declare class QueueStack extends cdktf.TerraformStack { constructor(scope: cdktf.App, id: string, props: QueueProps) }
export const said = [acme, retail, dev, staging, lon1, ApiChart, QueueStack];
`;

function complete(text: string): string {
  return /^import /m.test(text) ? text : `${BEFORE}${text}`;
}

function blocksOf(guide: string): readonly string[] {
  const text = readFileSync(resolve(ROOT, guide), 'utf8');
  return [...text.matchAll(/```ts\n(.*?)```/gs)].map(([, block = '']) => block);
}
