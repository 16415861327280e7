// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseAllDocuments } from 'yaml';
import { environment } from './world.js';

/** @typedef {import('./rounds.js').Entry} Entry */

/** The version is fixed, so that two runs compare with the same peer. */
const PACKAGE = 'cdk8s-cli@2.207.60';
const CACHE = fileURLToPath(new URL(`../node_modules/.cache/kcdk-bench/${PACKAGE}`, import.meta.url));

/**
 * Finds cdk8s-cli, or installs it into a cache folder of the project; package.json stays as it is.
 *
 * @param {boolean} install whether it may be fetched
 * @returns {{ readonly modules: string, readonly versions: Readonly<Record<string, string>> } | undefined}
 */
export function findCdk8s(install) {
  const modules = join(CACHE, 'node_modules');
  if (!existsSync(join(modules, 'cdk8s-cli')) && install) {
    mkdirSync(CACHE, { recursive: true });
    const args = ['install', '--no-save', '--no-audit', '--no-fund', '--silent', '--prefix', CACHE, PACKAGE];
    spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  if (!existsSync(join(modules, 'cdk8s-cli'))) return undefined;
  return { modules, versions: { cdk8s: versionOf(modules, 'cdk8s'), 'cdk8s-cli': versionOf(modules, 'cdk8s-cli') } };
}

/** The rows of cdk8s. */
export const CDK8S = { best: 'cdk8s synth', npx: 'npx cdk8s synth', standard: 'cdk8s synth, default output' };

/**
 * Makes a cdk8s project of the manifests that we have written: each an `ApiObject`, each of our files a chart.
 *
 * Everything is in favour of cdk8s: plain JavaScript and no compiler, data that needs no computing, and the kind of
 * output that is its fastest. What a project gets that does not choose, a file for each chart, is a row of its own.
 *
 * @param {string} output folder with our files
 * @param {string} folder a new one
 * @param {string} modules its `node_modules`
 * @returns {readonly Entry[]}
 */
export function createCdk8sProject(output, folder, modules) {
  mkdirSync(folder);
  const charts = [];
  for (const path of yamlFiles(output)) {
    // templates of charts are files of ours, too, and no YAML
    const documents = parseAllDocuments(readFileSync(path, 'utf8'), { logLevel: 'error' });
    if (documents.some(({ errors }) => errors.length > 0)) continue;
    const manifests = documents
      .map((document) => document.toJS())
      .filter((data) => data?.apiVersion !== undefined && data.kind !== undefined);
    if (manifests.length > 0) charts.push(manifests);
  }
  writeFileSync(join(folder, 'manifests.json'), JSON.stringify(charts));
  writeFileSync(join(folder, 'main.js'), PROGRAM);
  writeFileSync(join(folder, 'cdk8s.yaml'), 'language: typescript\napp: node main.js\noutput: dist\n');
  symlinkSync(modules, join(folder, 'node_modules'));
  const where = { cwd: folder, env: environment(folder) };
  const best = { ...where, env: { ...where.env, YAML_OUTPUT_TYPE: 'FOLDER_PER_CHART_FILE_PER_RESOURCE' } };
  const direct = [process.execPath, join(modules, 'cdk8s-cli', 'bin', 'cdk8s'), 'synth'];
  const row = {
    case: 'any',
    against: 'kcdk plan',
    objects: charts.reduce((sum, manifests) => sum + manifests.length, 0),
  };
  return [
    { name: CDK8S.best, ...row, command: () => ({ argv: direct, ...best }) },
    { name: CDK8S.npx, ...row, command: () => ({ argv: ['npx', '--no-install', 'cdk8s', 'synth'], ...best }) },
    { name: CDK8S.standard, ...row, command: () => ({ argv: [...direct, '--output', 'standard'], ...where }) },
  ];
}

// --- internal ---

const PROGRAM = `const { ApiObject, App, Chart, YamlOutputType } = require('cdk8s');
const charts = require('./manifests.json');

const app = new App({ yamlOutputType: YamlOutputType[process.env.YAML_OUTPUT_TYPE] });
charts.forEach((manifests, index) => {
  const chart = new Chart(app, 'chart-' + index);
  manifests.forEach((manifest, position) => new ApiObject(chart, 'object-' + position, manifest));
});
app.synth();
`;

/**
 * @param {string} folder
 * @returns {readonly string[]}
 */
function yamlFiles(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort();
  return names.filter((name) => extname(name) === '.yaml').map((name) => join(folder, name));
}

/**
 * @param {string} modules
 * @param {string} name
 * @returns {string}
 */
function versionOf(modules, name) {
  return JSON.parse(readFileSync(join(modules, name, 'package.json'), 'utf8')).version;
}
