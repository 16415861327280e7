import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../lib/cache/cache.ts';
import type { PlanProgramOptions } from '../../lib/pipeline.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { gitInFront } from '../tools/git-in-front.ts';
import { createProject, SMALL_PROGRAM, type TestProject } from '../tools/project.ts';
import { openSettledCache, type PlanSettings, planOf, stopped } from './settled-project.ts';

const CHART = {
  'service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0\n',
  'service/values.yaml': '# @input.type: string\n# @input.label: Text\ntext: none\n',
  'service/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }} }\ndata: { text: {{ .Values.text | quote }} }\n',
};

const MORE = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }}-more }\n';

/** Reads its environment and a file, and has a deployment from a template and a chart of cdk8s. */
const PROGRAM = `import { readFileSync } from 'node:fs';
import { ApiObject, Chart } from 'cdk8s';
import { CatalogDeployment, CatalogItem } from 'konstruct-cdk';
${SMALL_PROGRAM.replace(
  'app.synth();',
  `const item = new CatalogItem(acme, 'service', { source: { folder: 'service' } });
new CatalogDeployment(retail, 'web', { item, cluster: lon1, environments: [dev], values: { text: process.env['KCDK_TEXT'] ?? 'none' } });
const chart = new Chart(lon1, 'more');
new ApiObject(chart, 'map', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'more' }, data: { text: readFileSync('text', 'utf8') } });
app.synth();`,
)}`;

let project: TestProject;
let cache: Cache;

beforeEach(async () => {
  project = createProject({ program: PROGRAM });
  for (const [path, text] of Object.entries(CHART)) project.write(path, text);
  project.write('text', 'first');
  await project.ok(['apply', '--yes']);
  cache = openSettledCache(project);
  // what is kept, and which repositories there are to be asked
  expect((await plan()).isSettled).toBe(false);
});

afterEach(() => {
  delete process.env['KCDK_TEXT'];
  project.remove();
});

describe('a plan that found nothing to do', () => {
  it('is the plan, as long as all is as it was', async () => {
    const whole = await plan({}, { cache: undefined });
    expect(whole.plan.resource_changes).toEqual([]);
    for (let time = 0; time < 2; time++) expect(await plan()).toEqual({ isSettled: true, plan: whole.plan });
  });

  it('is the plan, however late the network answers, and however few are asked at once', async () => {
    const script = `case " $* " in *' ls-remote '*) sleep 0.5 ;; esac\nexec "$git" "$@"\n`;
    const env = { ...project.env, PATH: gitInFront(project.folder, script) };
    expect((await plan({}, { env, parallelism: 1 })).isSettled).toBe(true);
  });

  it('is the plan again once a change was taken back', async () => {
    project.write('text', 'second');
    expect(await plan()).toMatchObject({ isSettled: false, plan: { applyable: true } });
    project.write('text', 'first');
    expect(await plan()).toMatchObject({ isSettled: true, plan: { applyable: false } });
  });

  it.each<Case>([
    { what: 'a branch has moved', change: () => project.repository('acme/retail').commit({ 'README.md': 'hello' }) },
    { what: 'a file was changed by somebody', change: () => edited('acme/platform') },
    { what: 'the environment says something else', change: () => (process.env['KCDK_TEXT'] = 'other') },
    { what: 'a file that the program reads is another', change: () => project.write('text', 'second') },
    { what: 'the program is another', change: () => project.edit("'lon1', {", "'lon2', {") },
    { what: 'a template has one file more', change: () => project.write('service/templates/b.yaml', MORE) },
    { what: 'the configuration is another', change: () => project.configure({ 'acme/retail': { branch: 'next' } }) },
    { what: 'declarations were added', change: () => project.write('platform/broken.yaml', 'kind: [') },
    { what: 'drift is to be kept', options: { compare: { ownership: 'strict', onDrift: 'keep' } } },
    { what: 'less is looked at', options: { targets: { target: ['acme/retail'], exclude: [] } } },
    { what: 'it is of another version', options: { kcdkVersion: '2' } },
    { what: 'the actor is judged', options: { actor: 'somebody' } },
    { what: 'a repository is gone', change: () => project.repository('retail/apps').remove() },
  ])('is made anew when $what', async ({ change = () => {}, options = {} }) => {
    change();
    const made = await plan(options).catch(stopped);
    expect(made).toMatchObject({ isSettled: false });
    expect(made).toEqual(await plan(options, { cache: undefined }).catch(stopped));
  });

  it('is the plan of another program that says the same, and is not kept where something is no data', async () => {
    const text = project.read('main.ts');
    project.edit(
      "{ source: { folder: 'service' } }",
      "{ source: { folder: 'service' } });\nacme.node.addValidation({ validate: () => [] }",
    );
    await project.ok(['apply', '--yes']);
    expect([(await plan()).isSettled, (await plan()).isSettled]).toEqual([true, true]);
    project.write('main.ts', text.replace("process.env['KCDK_TEXT'] ?? 'none'", '{ toJSON: () => 1 } as never'));
    await plan().catch(stopped);
    expect(await plan().catch(stopped)).toMatchObject({ isSettled: false });
  });

  it('is not kept without heads that were asked in the same run', async () => {
    expect((await plan({ early: undefined })).isSettled).toBe(false);
  });

  it('is shown as the plan of any other run', async () => {
    for (const argv of [['plan'], ['plan', '--json'], ['plan', '--detailed-exitcode']]) {
      const runs = [await project.run(argv), await project.run(argv), await project.run([...argv, '--no-cache'])];
      expect(new Set(runs.map((run) => JSON.stringify(run))).size).toBe(1);
    }
    await project.ok(['plan', '--out', 'saved.kplan']);
    await project.ok(['plan', '--out', 'whole.kplan', '--no-cache']);
    expect(project.read('saved.kplan')).toBe(project.read('whole.kplan'));
  });
});

// --- internal ---

interface Case {
  readonly what: string;
  readonly change?: () => unknown;
  readonly options?: Partial<PlanProgramOptions>;
}

interface Made {
  readonly isSettled: boolean;
  readonly plan: PlanDocument;
}

async function plan(options: Partial<PlanProgramOptions> = {}, settings: PlanSettings = {}): Promise<Made> {
  const { isSettled, bundle } = await planOf(project, { cache, options, ...settings });
  return { isSettled, plan: bundle.plan };
}

function edited(name: string): void {
  const repository = project.repository(name);
  const [path = ''] = [...repository.list().keys()].filter((one) => one.endsWith('.yaml'));
  repository.commit({ [path]: 'edited: true\n' });
}
