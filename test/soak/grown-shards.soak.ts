import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { mapLimited } from '../../lib/map-limited.ts';
import { createBareRepository } from '../tools/git-server.ts';
import { createProject, type TestProject } from '../tools/project.ts';

const DEPLOYMENTS = 20_000;
const ORGANIZATIONS = Array.from({ length: 14 }, (_, index) => `org-${index}`);
const PARTS = 7;

const PROGRAM = `import * as kcdk from 'konstruct-cdk';
const app = new kcdk.App();
const platform = new kcdk.Platform(app, 'grown', { domain: 'grown.example', repository: { url: 'https://git.example.com/grown/platform' } });
const dev = new kcdk.Environment(platform, 'dev');
const item = new kcdk.CatalogItem(platform, 'service', { source: { folder: 'service' } });
for (const name of ${JSON.stringify(ORGANIZATIONS)}) {
  const organization = new kcdk.Organization(platform, name, {
    git: kcdk.GitConnection.pat({ organization: name, credentials: kcdk.SecretRef.vault('argocd/' + name) }),
    platformRepository: { url: 'https://git.example.com/' + name + '/platform' },
    applicationRepository: { url: 'https://git.example.com/' + name + '/apps' },
  });
  new kcdk.ManagementCluster(organization, name + '-mgmt');
  let cluster;
  for (let index = 0; index < ${Math.ceil(DEPLOYMENTS / ORGANIZATIONS.length)}; index++) {
    if (index % 100 === 0) cluster = new kcdk.WorkloadCluster(organization, name + '-' + index / 100, { environments: [dev] });
    new kcdk.CatalogDeployment(organization, name + '-service-' + index, {
      item, cluster, environments: [dev], values: { replicas: 1 + (index % 5) },
    });
  }
}
app.synth();
`;

const APPLICATION = `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
spec:
  project: {{ .Values.clusterName }}
  source:
    repoURL: https://charts.example.com
    chart: service
    targetRevision: 1.2.3
    helm: { valuesObject: { replicas: {{ .Values.replicas }} } }
  destination: { name: {{ .Values.clusterName }}, namespace: {{ .Values.envName }} }
`;

const made: TestProject[] = [];
afterAll(() => {
  for (const project of made) project.remove();
});

it(`plans ${DEPLOYMENTS} deployments in ${PARTS} processes as one does, and applies the same trees`, async () => {
  const project = grown();
  await succeed(project, ['plan', '--out', 'whole.kplan'], 'whole');
  await mapLimited(
    Array.from({ length: PARTS }, (_, index) => index + 1),
    2,
    (index) => succeed(project, ['plan', '--shard', `${index}/${PARTS}`, '--out', `shard-${index}.json`], `${index}`),
  );
  const parts = Array.from({ length: PARTS }, (_, index) => `shard-${index + 1}.json`);
  await succeed(project, ['merge', ...parts.toReversed(), '--out', 'merged.kplan'], 'merge');
  const bytes = (name: string) => readFileSync(join(project.folder, name));
  expect(bytes('merged.kplan').equals(bytes('whole.kplan'))).toBe(true);
  const heads = project.heads();
  await succeed(project, ['apply', 'merged.kplan', '--yes'], 'apply');
  const merged = project.trees();
  // as if nobody had applied anything
  for (const [name, head] of Object.entries(heads)) {
    project.repository(name).git('update-ref', 'refs/heads/main', head ?? '');
  }
  await succeed(project, ['apply', 'whole.kplan', '--yes'], 'apply');
  expect(project.trees()).toEqual(merged);
  const files = Object.values(project.repositories).reduce((sum, repository) => sum + repository.list().size, 0);
  expect(files).toBeGreaterThan(2 * DEPLOYMENTS);
  await succeed(project, ['plan', '--detailed-exitcode'], 'after');
});

// --- internal ---

function grown(): TestProject {
  const names = ['grown/platform', ...ORGANIZATIONS.flatMap((name) => [`${name}/platform`, `${name}/apps`])];
  const repositories = Object.fromEntries(names.map((name) => [name, createBareRepository({ 'README.md': name })]));
  const project = createProject({ program: PROGRAM, repositories });
  made.push(project);
  project.write('service/Chart.yaml', 'apiVersion: v2\nname: service\nversion: 1.0.0\n');
  project.write('service/values.yaml', '# @input.type: number\nreplicas: 1\nclusterName: ""\nenvName: ""\n');
  project.write('service/templates/application.yaml', APPLICATION);
  return project;
}

/** Every machine has a cache of its own. */
async function succeed(project: TestProject, argv: readonly string[], machine: string): Promise<void> {
  const cache = { KCDK_CACHE_DIR: join(project.temporary, 'node_modules', machine) };
  const { exitCode, stderr } = await project.spawn(argv, { env: { ...project.env, ...cache } }).done;
  expect({ argv, exitCode, stderr: exitCode === 0 ? '' : stderr.slice(-2_000) }).toEqual({
    argv,
    exitCode: 0,
    stderr: '',
  });
}
