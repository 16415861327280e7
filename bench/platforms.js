// @ts-check
import { readFileSync } from 'node:fs';

/**
 * @typedef {object} Platform
 * @property {string} name
 * @property {string} program the text of `main.ts`
 * @property {(program: string, value: string) => string} edit changes one line, to another text for every value
 */

/** @returns {Platform} the example that the budget is about */
export function acme() {
  const program = readFileSync(new URL('../examples/acme/main.ts', import.meta.url), 'utf8');
  return { name: 'examples/acme', program, edit };
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
  return { name: String(size), program: `${lines.join('\n')}\napp.synth();\n`, edit };
}

/**
 * The repositories of a program as `owner/name`.
 *
 * @param {string} program
 */
export function repositoriesOf(program) {
  return [...program.matchAll(/url: 'https:\/\/github\.com\/([^']+)'/g)].map(([, name = '']) => name);
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
  const edited = program.replace("'Every merge to main'", `'Every merge to main ${value}'`);
  if (edited === program) throw new Error('the program lacks the line that the benchmark edits');
  return edited;
}
