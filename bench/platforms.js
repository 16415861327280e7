// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Platform
 * @property {string} name
 * @property {string} program the text of `main.ts`
 * @property {Readonly<Record<string, string>>} modules what `main.ts` imports, by file name
 * @property {(value: string) => Readonly<Record<string, string>>} edit the file with one line changed, to another text for
 *   every value
 * @property {Readonly<Record<string, string>>} [release] `modules` with a new release of what every deployment is rendered from
 */

/** @returns {Platform} the example that the budget is about */
export function acme() {
  const program = readFileSync(new URL('../examples/acme/main.ts', import.meta.url), 'utf8');
  const edit = (/** @type {string} */ value) => ({
    'main.ts': replaceOnce(program, "'Every merge to main'", `'Every merge to main ${value}'`),
  });
  return { name: 'examples/acme', program, modules: {}, edit };
}

/** @returns {Platform} the example with many organizations, hence many repositories */
export function enterprise() {
  const folder = new URL('../examples/enterprise/', import.meta.url);
  const read = (/** @type {string} */ name) => readFileSync(new URL(name, folder), 'utf8');
  // also the files of its own templates, which lie in folders beside the program
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const names = files
    .map((entry) => relative(fileURLToPath(folder), join(entry.parentPath, entry.name)))
    .filter((name) => !name.startsWith('expected') && name !== 'main.ts' && name !== 'cdk8s.yaml');
  const modules = Object.fromEntries(names.map((name) => [name, read(name)]));
  return {
    name: 'examples/enterprise',
    program: read('main.ts'),
    modules,
    // the values of one of 300 deployments
    edit: (value) => ({
      'organization.ts': replaceOnce(
        modules['organization.ts'] ?? '',
        '? { domain: ',
        `? { domain: (cluster.name === 'stores-dev' ? '${value}.' : '') + `,
      ),
    }),
  };
}

/**
 * A platform of that many catalog deployments, each one file beside its record. The number of repositories is always that of
 * acme, so that what grows is the work for each deployment and not the number of remotes.
 *
 * @param {number} size
 * @returns {Platform}
 */
export function generated(size) {
  const program = `import * as kcdk from 'konstruct-cdk';
const app = new kcdk.App();
const platform = new kcdk.Platform(app, 'grown', { domain: 'grown.example', repository: { url: '${url('platform')}' } });
const dev = new kcdk.Environment(platform, 'dev', { description: 'Every merge to main' });
const item = new kcdk.CatalogItem(platform, 'service', { source: { folder: 'service' } });
for (const name of ['red', 'blue']) {
  const organization = new kcdk.Organization(platform, name, {
    git: kcdk.GitConnection.pat({
      organization: \`grown-\${name}\`,
      credentials: kcdk.SecretRef.vault(\`argocd/repo-credentials-template/\${name}\`),
    }),
    platformRepository: { url: \`${url('')}\${name}-platform\` },
    applicationRepository: { url: \`${url('')}\${name}-apps\` },
  });
  new kcdk.ManagementCluster(organization, \`\${name}-mgmt\`);
  const own = name === 'red' ? ${Math.ceil(size / 2)} : ${Math.floor(size / 2)};
  let cluster;
  for (let index = 0; index < own; index++) {
    if (index % ${DEPLOYMENTS_OF_A_CLUSTER} === 0) {
      const id = \`\${name}-\${index / ${DEPLOYMENTS_OF_A_CLUSTER}}\`;
      cluster = new kcdk.WorkloadCluster(organization, id, { environments: [dev] });
    }
    new kcdk.CatalogDeployment(organization, \`\${name}-service-\${index}\`, {
      item,
      cluster,
      environments: [dev],
      values: { replicas: ${REPLICAS} },
    });
  }
}
app.synth();
`;
  const release = { ...SERVICE, [APPLICATION]: replaceOnce(SERVICE[APPLICATION], '1.2.3', '1.2.4') };
  // the values of one deployment
  const edit = (/** @type {string} */ value) => ({
    'main.ts': replaceOnce(program, REPLICAS, `index === own - 1 ? 1${value}0 : ${REPLICAS}`),
  });
  return { name: String(size), program, modules: SERVICE, edit, release };
}

// --- internal ---

const DEPLOYMENTS_OF_A_CLUSTER = 100;

const REPLICAS = '1 + (index % 5)';

const APPLICATION = 'service/templates/application.yaml';

/** A catalog item of one Application: 72 lines. */
const SERVICE = {
  'service/Chart.yaml': 'apiVersion: v2\nname: service\nversion: 1.0.0\n',
  'service/values.yaml': '# @input.type: number\n# @input.label: Replicas\nreplicas: 1\nclusterName: ""\nenvName: ""\n',
  [APPLICATION]: `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: {{ .Release.Name }}
  namespace: {{ .Release.Namespace }}
  annotations:
    argocd.argoproj.io/sync-wave: "100"
spec:
  project: {{ .Values.clusterName }}
  source:
    repoURL: https://charts.example.com
    chart: service
    targetRevision: 1.2.3
    helm:
      releaseName: {{ .Release.Name }}
      values: |
        replicas: {{ .Values.replicas }}
${Array.from({ length: 45 }, (_, index) => `        setting${index}: { value: "${index}", enabled: true }\n`).join('')}  destination:
    name: {{ .Values.clusterName }}
    namespace: {{ .Values.envName }}
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
    syncOptions:
      - CreateNamespace=true
`,
};

/** @param {string} name */
function url(name) {
  return `https://github.com/grown/${name}`;
}

/**
 * @param {string} text
 * @param {string} from
 * @param {string} to
 */
function replaceOnce(text, from, to) {
  const edited = text.replace(from, () => to);
  if (edited === text) throw new Error('the text lacks what the benchmark edits');
  return edited;
}
