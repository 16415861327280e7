import { type Cache, openCache } from '../../lib/cache/cache.ts';
import { askEarly } from '../../lib/early-asking.ts';
import type { PlanProgramOptions } from '../../lib/pipeline.ts';
import type { PlanBundle } from '../../lib/plan/plan-bundle.ts';
import { collectProgram } from '../../lib/read-program.ts';
import { planUnlessSettled } from '../../lib/settled/settled-plans.ts';
import { createBareRepository } from '../tools/git-server.ts';
import { createProject, type TestProject } from '../tools/project.ts';

/** What a plan came to. */
export interface Made {
  /** True where not all of the program was compiled and compared. */
  readonly isSettled: boolean;
  readonly bundle: PlanBundle;
}

/** What stopped a plan. */
export interface Stopped {
  readonly isSettled: false;
  readonly codes: readonly string[];
}

export interface PlanSettings {
  /** @default - nothing is kept, and no remote is asked early: all is done */
  readonly cache?: Cache | undefined;
  readonly options?: Partial<PlanProgramOptions>;
  /** @default - that of the project */
  readonly env?: TestProject['env'];
  readonly parallelism?: number;
}

/** The cache that the command line of a project has, for plans in this process. */
export function openSettledCache(project: TestProject): Cache {
  return openCache({ folder: project.env['KCDK_CACHE_DIR'], version: 'settled' });
}

/** Plans a project as `kcdk plan` does. @throws {KcdkError} as that does */
export async function planOf(project: TestProject, settings: PlanSettings = {}): Promise<Made> {
  const { cache, options = {}, env = project.env, parallelism = 4 } = settings;
  const git = { env, cwd: project.folder, cache };
  const early = cache && askEarly({ git, cache, parallelism });
  try {
    const compile = { cwd: project.folder, env: project.env, cache, configured: early?.start };
    const outcome = await planUnlessSettled(await collectProgram(compile), compile, {
      kcdkVersion: '1',
      compare: { ownership: 'strict', onDrift: 'refuse' },
      early,
      cache,
      ...options,
      git: early === undefined ? git : { ...git, heads: early },
    });
    await outcome.close();
    return { isSettled: !('snapshots' in outcome), bundle: outcome.bundle };
  } finally {
    await early?.close();
  }
}

/** What stopped a plan, for `catch`. */
export function stopped(cause: { readonly diagnostics: readonly { readonly code: string }[] }): Stopped {
  return { isSettled: false, codes: cause.diagnostics.map(({ code }) => code) };
}

/** The plan with what is kept, and that of a full run without a cache, which tells apart only how they were made. */
export interface Both {
  readonly isSettled: boolean;
  readonly made: Made['bundle'] | Stopped['codes'];
  readonly whole: Made['bundle'] | Stopped['codes'];
}

export async function bothOf(project: TestProject, settings: PlanSettings): Promise<Both> {
  const [made, whole] = [
    await planOf(project, settings).catch(stopped),
    await planOf(project, { ...settings, cache: undefined }).catch(stopped),
  ].map((one) => ({ isSettled: one.isSettled, what: 'codes' in one ? one.codes : one.bundle }));
  if (made === undefined || whole === undefined || whole.isSettled) throw new Error('the full run was not full');
  return { isSettled: made.isSettled, made: made.what, whole: whole.what };
}

/** What a program says besides what is always the same. */
export interface Said {
  readonly dev: { readonly description?: string; readonly color?: string };
  readonly test: { readonly description?: string };
  readonly item: { readonly description?: string };
  /** Of each deployment of the item that renders an Application, by name: one to an organization called `red` or `blue`. */
  readonly services: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Of the deployment that renders a ConfigMap. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** Lines in front of all others. */
  readonly lines: number;
}

export const SAID: Said = {
  dev: { description: 'Every merge' },
  test: {},
  item: { description: 'What we run' },
  services: { 'red-a': { replicas: 1 }, 'red-b': { replicas: 2, note: 'one' }, 'blue-a': { replicas: 3 } },
  settings: { text: 'first' },
  lines: 0,
};

/** Declared beside the program, in two documents of one file. */
export const DECLARED = 'platform/night.yaml';

export interface SettledProjectOptions {
  /** Stands in front of `app.synth()`. @default - nothing */
  readonly also?: string;
  /** Files beside the program. @default - none */
  readonly files?: Readonly<Record<string, string>>;
  /** Of the apply that everything is written with. @default - none */
  readonly flags?: readonly string[];
}

/** A platform of two organizations, with items from folders, and a way to say something else in its program. */
export interface SettledProject extends TestProject {
  say(said: Said, also?: string): void;
}

export async function createSettledProject({
  also = '',
  files = {},
  flags = [],
}: SettledProjectOptions = {}): Promise<SettledProject> {
  const names = ['grown/platform', 'grown/red', 'red/apps', 'grown/blue', 'blue/apps'];
  const repositories = Object.fromEntries(names.map((name) => [name, createBareRepository({ 'README.md': name })]));
  const made = createProject({ program: programOf(SAID, also), repositories });
  for (const [path, text] of Object.entries({ ...ITEMS, ...files })) made.write(path, text);
  await made.ok(['apply', '--yes', ...flags]);
  return { ...made, say: (said, more = also) => made.write('main.ts', programOf(said, more)) };
}

/** The program with all that can be said in it. */
export function programOf({ lines, ...said }: Said, also = ''): string {
  return `${'// more\n'.repeat(lines)}import { readFileSync } from 'node:fs';
import * as kcdk from 'konstruct-cdk';
const said = ${JSON.stringify(said)} as any;
const url = 'https://git.example.com';
const app = new kcdk.App();
const grown = new kcdk.Platform(app, 'grown', { domain: 'grown.example', repository: { url: \`\${url}/grown/platform\` } });
const dev = new kcdk.Environment(grown, 'dev', said.dev);
const service = new kcdk.CatalogItem(grown, 'service', { source: { folder: 'service' }, ...said.item });
const settings = new kcdk.CatalogItem(grown, 'settings', { source: { folder: 'settings' } });
const [red, blue] = ['red', 'blue'].map((name) => {
  const organization = new kcdk.Organization(grown, name, {
    git: kcdk.GitConnection.pat({ organization: name, credentials: kcdk.SecretRef.vault(\`argocd/\${name}\`) }),
    platformRepository: { url: \`\${url}/grown/\${name}\` },
    applicationRepository: { url: \`\${url}/\${name}/apps\` },
  });
  const test = new kcdk.Environment(organization, 'test', said.test);
  const management = new kcdk.ManagementCluster(organization, \`\${name}-mgmt\`);
  const cluster = new kcdk.WorkloadCluster(organization, \`\${name}-0\`, { environments: [dev, test], management });
  for (const [id, values] of Object.entries(said.services)) {
    if (!id.startsWith(name)) continue;
    new kcdk.CatalogDeployment(organization, id, { item: service, cluster, environments: [dev, test], values });
  }
  return { organization, cluster, test };
});
const map = new kcdk.CatalogDeployment(red.organization, 'map', {
  item: settings, cluster: red.cluster, environments: [dev], values: said.settings,
});
${also}
app.synth();
`;
}

/** The text of `DECLARED`. */
export function nightly(description: string, replicas: number): string {
  const record = (kind: string, name: string, namespace: string, spec: unknown) =>
    `apiVersion: konstruct-cdk.dev/v1\nkind: ${kind}\nmetadata: { name: ${name}, namespace: ${namespace} }\nspec: ${JSON.stringify(spec)}\n`;
  const dev = { name: 'dev', namespace: 'default' };
  return [
    record('Environment', 'night', 'default', { description, color: '#7c3aed' }),
    record('CatalogDeployment', 'blue-night', 'blue', {
      catalog_application_name: 'service',
      catalog_application_namespace: 'default',
      cluster_name: 'blue-0',
      env: [dev],
      yamlValues: { replicas },
    }),
  ].join('---\n');
}

// --- internal ---

const ITEMS: Readonly<Record<string, string>> = {
  'service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0\n',
  'service/values.yaml': `# @input.type: number
# @input.label: Replicas
replicas: 1
# @input.type: string
# @input.label: Note
# @input.required: false
note: ""
clusterName: ""
envName: ""
`,
  'service/templates/application.yaml': `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {{ .Release.Name }}-{{ .Values.envName }}
  namespace: {{ .Release.Namespace }}
  annotations:
    argocd.argoproj.io/sync-wave: "100"
spec:
  project: {{ .Values.clusterName }}
  source:
    repoURL: https://charts.example.com
    chart: service
    targetRevision: {{ if eq .Values.note "newer" }}1.2.4{{ else }}1.2.3{{ end }}
    helm:
      releaseName: {{ .Release.Name }}
      values: |
        replicas: {{ .Values.replicas }}
        note: {{ .Values.note | quote }}
        image: { tag: "1" }
  destination:
    name: {{ .Values.clusterName }}
    namespace: {{ .Values.envName }}
  syncPolicy:
    automated: { prune: true, selfHeal: true }
    syncOptions: [CreateNamespace=true]
`,
  'service/templates/more.yaml': `{{ if eq .Values.note "more" }}apiVersion: v1
kind: ConfigMap
metadata: { name: {{ .Release.Name }}-{{ .Values.envName }}-more, namespace: {{ .Release.Namespace }} }
data: { a: b }
{{ end }}`,
  'settings/Chart.yaml': 'apiVersion: v2\nname: settings\nversion: 1.0.0\n',
  'settings/values.yaml': '# @input.type: string\n# @input.label: Text\ntext: none\n',
  'settings/templates/config.yaml':
    'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: {{ .Release.Name }} }\ndata: { text: {{ .Values.text | quote }} }\n',
  [DECLARED]: nightly('Every night', 4),
};
