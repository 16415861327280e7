// @ts-check
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * @typedef {object} Platform
 * @property {string} name
 * @property {string} program the text of `main.ts`
 * @property {Readonly<Record<string, string>>} modules what `main.ts` imports, by file name
 * @property {(program: string, value: string) => string} edit changes one line, to another text for every value
 */

/** @returns {Platform} the example that the budget is about */
export function acme() {
  const program = readFileSync(new URL('../examples/acme/main.ts', import.meta.url), 'utf8');
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
    edit: (program, value) => replaceOnce(program, "'platform-engineers'", `'platform-engineers-${value}'`),
  };
}

/**
 * A platform of about that many files. The number of repositories is always that of acme, so that what grows is the
 * work for each file and not the number of remotes.
 *
 * @param {number} size
 * @returns {Platform}
 */
export function generated(size) {
  const clusters = Math.max(1, Math.round((size - FILES_WITHOUT_CLUSTERS) / FILES_OF_A_CLUSTER));
  const lines = [
    "import * as kcdk from 'konstruct-cdk';",
    'const app = new kcdk.App();',
    `const platform = new kcdk.Platform(app, 'grown', { domain: 'grown.example', repository: { url: '${url('platform')}' } });`,
    "const dev = new kcdk.Environment(platform, 'dev', { description: 'Every merge to main' });",
    "const staging = new kcdk.Environment(platform, 'staging');",
  ];
  for (const organization of ['red', 'blue']) {
    const credentials = `kcdk.SecretRef.vault('argocd/repo-credentials-template/${organization}')`;
    lines.push(
      `const ${organization} = new kcdk.Organization(platform, '${organization}', {`,
      `  git: kcdk.GitConnection.pat({ organization: 'grown-${organization}', credentials: ${credentials} }),`,
      `  platformRepository: { url: '${url(`${organization}-platform`)}' },`,
      `  applicationRepository: { url: '${url(`${organization}-apps`)}' },`,
      '});',
      `new kcdk.ManagementCluster(${organization}, '${organization}-mgmt');`,
    );
  }
  for (let index = 0; index < clusters; index++) {
    const organization = index % 2 === 0 ? 'red' : 'blue';
    const name = `${organization}-${index}`;
    lines.push(
      `const c${index} = new kcdk.WorkloadCluster(${organization}, '${name}', { environments: [dev, staging] });`,
      `new kcdk.KubePrometheusStack(c${index}, 'monitoring');`,
    );
  }
  const program = `${lines.join('\n')}\napp.synth();\n`;
  return { name: String(size), program, modules: {}, edit };
}

// --- internal ---

const FILES_OF_A_CLUSTER = 10;
const FILES_WITHOUT_CLUSTERS = 32;

/** @param {string} name */
function url(name) {
  return `https://github.com/grown/${name}`;
}

/**
 * @param {string} program
 * @param {string} value
 */
function edit(program, value) {
  return replaceOnce(program, "'Every merge to main'", `'Every merge to main ${value}'`);
}

/**
 * @param {string} program
 * @param {string} from
 * @param {string} to
 */
function replaceOnce(program, from, to) {
  const edited = program.replace(from, to);
  if (edited === program) throw new Error('the program lacks the line that the benchmark edits');
  return edited;
}
