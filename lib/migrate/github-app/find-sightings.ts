import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { FileTexts } from '../../edit/file-edits.ts';
import type { MapNode } from '../../edit/node.ts';
import { findNode, findText } from '../../edit/path.ts';
import { readYaml } from '../../edit/read-yaml.ts';
import { NEW_NAME, OLD_NAME } from './crossplane-credentials.ts';
import { imageState } from './image-tags.ts';
import type { Part, Sighting } from './part.ts';

/** What was found in the files of one cluster. */
export interface Sightings {
  readonly found: readonly Sighting[];
  /** Files that hold a part, by their words, and cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Finds the parts of the migration by what documents hold, whatever their files are called.
 *
 * Files without any word of a part are not read, so what is wrong in them does not matter here.
 */
export function findSightings(files: FileTexts, paths: readonly string[]): Sightings {
  const found: Sighting[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const path of paths) {
    const text = files.get(path) ?? '';
    if (!/\.ya?ml$/.test(path) || !WORDS.test(text)) continue;
    const file = readYaml(text, path);
    diagnostics.push(...file.problems);
    for (const { root, index } of file.documents) {
      const part = root?.kind === 'map' ? partOf(root) : undefined;
      if (root?.kind === 'map' && part !== undefined) found.push({ part, file, document: index, root });
    }
  }
  return { found, diagnostics };
}

/** What is wrong in files without any word of a part: where one is missing, it may have been in them. */
export function problemsOfOthers(files: FileTexts, paths: readonly string[]): readonly Diagnostic[] {
  return paths.flatMap((path) => {
    const text = files.get(path) ?? '';
    return /\.ya?ml$/.test(path) && !WORDS.test(text) ? readYaml(text, path).problems : [];
  });
}

/** Shows that a file belongs to a management cluster, before anything is parsed. */
export function holdsCredentials(text: string): boolean {
  return /kind:\s*["']?ExternalSecret\b/.test(text) && CREDENTIALS.test(text);
}

// --- internal ---

const CREDENTIALS = /git-credentials|github-app-credentials|argocd\/repo-credentials-template/;

const WORDS =
  /repo-credentials-template|git-credentials|github-app-credentials|provider-terraform|logs-streamer|log-streamer|kube-prometheus-stack/;

function partOf(root: MapNode): Part | undefined {
  switch (findText(root, ['kind'])) {
    case 'ExternalSecret':
      return partOfSecret(root);
    case 'DeploymentRuntimeConfig':
    case 'ControllerConfig':
      return holdsImage(root) ? 'runtime-config' : undefined;
    case 'Service':
      return isMetricsService(root) ? 'metrics-service' : undefined;
    case 'ServiceMonitor':
      return findText(root, ['spec', 'selector', 'matchLabels', 'app']) === 'log-streamer'
        ? 'service-monitor'
        : undefined;
    case 'Application':
      return findText(root, ['spec', 'source', 'chart']) === 'kube-prometheus-stack'
        ? 'kube-prometheus-stack'
        : undefined;
    case 'ProviderConfig':
      return namesOldSecret(root) ? 'provider-config' : undefined;
    default:
      return undefined;
  }
}

function partOfSecret(root: MapNode): Part | undefined {
  const name = findText(root, ['metadata', 'name']);
  const target = findText(root, ['spec', 'target', 'name']);
  if ([name, target].some((each) => each === OLD_NAME || each === NEW_NAME)) return 'crossplane-credentials';
  if (!keysOf(root).some((key) => key.includes('argocd/repo-credentials-template/'))) return undefined;
  const keys = secretKeysOf(root);
  if (keys.some((key) => key === 'github_token' || key.startsWith('github_app_'))) return 'runner-credentials';
  return 'repository-credentials';
}

/** The keys in Vault that an ExternalSecret reads. */
function keysOf(root: MapNode): readonly string[] {
  const keys: string[] = [];
  for (const [list, ...path] of [
    ['data', 'remoteRef', 'key'],
    ['dataFrom', 'extract', 'key'],
  ] as const) {
    const node = findNode(root, ['spec', list]);
    for (const { value } of node?.kind === 'list' ? node.items : []) keys.push(findText(value, path) ?? '');
  }
  return keys;
}

function secretKeysOf(root: MapNode): readonly string[] {
  const data = findNode(root, ['spec', 'data']);
  return data?.kind === 'list' ? data.items.map(({ value }) => findText(value, ['secretKey']) ?? '') : [];
}

/** A ControllerConfig has its image at another place; it is found here to be refused with a reason. */
function holdsImage(root: MapNode): boolean {
  const containers = findNode(root, ['spec', 'deploymentTemplate', 'spec', 'template', 'spec', 'containers']);
  const images = containers?.kind === 'list' ? containers.items.map(({ value }) => findText(value, ['image'])) : [];
  return [...images, findText(root, ['spec', 'image'])].some(
    (image) => image !== undefined && imageState(image) !== undefined,
  );
}

function isMetricsService(root: MapNode): boolean {
  if (findText(root, ['metadata', 'name']) === 'log-streamer-service') return true;
  return findText(root, ['metadata', 'labels', 'app']) === 'log-streamer';
}

function namesOldSecret(root: MapNode): boolean {
  const credentials = findNode(root, ['spec', 'credentials']);
  const items = credentials?.kind === 'list' ? credentials.items : [];
  return items.some(({ value }) => findText(value, ['secretRef', 'name']) === OLD_NAME);
}
