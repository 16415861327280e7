import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, error, warning } from '../diagnostics/diagnostic.ts';
import type { EditableFile } from '../edit/editable-file.ts';
import type { FileTexts } from '../edit/file-edits.ts';
import type { EditableNode, MapNode } from '../edit/node.ts';
import { findText } from '../edit/path.ts';
import { readYaml } from '../edit/read-yaml.ts';
import { selectTrees } from '../migrate/cluster-trees.ts';
import { holdsCredentials } from '../migrate/github-app/find-sightings.ts';

/** A Kubernetes object in a file of a repository. */
export interface Resource {
  readonly kind: string;
  readonly apiVersion: string;
  readonly name: string;
  /** Undefined where the file does not say it. */
  readonly namespace: string | undefined;
  readonly root: MapNode;
  readonly file: EditableFile;
}

/** A management cluster and the objects of its folder. */
export interface ClusterResources {
  readonly name: string;
  readonly folder: string;
  /** Of its files, sorted. */
  readonly paths: readonly string[];
  readonly resources: readonly Resource[];
}

/** What the checks look at. */
export interface RepositoryResources {
  readonly files: FileTexts;
  readonly clusters: readonly ClusterResources[];
  /** All of them, of clusters and elsewhere. */
  readonly resources: readonly Resource[];
  /** Files that matter and cannot be read. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads the objects that may have to do with credentials, metrics or runners; other files are not parsed. */
export function readResources(files: FileTexts): RepositoryResources {
  const byPath = new Map<string, readonly Resource[]>();
  const diagnostics: Diagnostic[] = [];
  for (const [path, text] of files) {
    if (!/\.ya?ml$/.test(path) || WORKFLOW.test(path) || !WORDS.test(text)) continue;
    const file = readYaml(text, path);
    diagnostics.push(...file.problems);
    byPath.set(
      path,
      file.documents.flatMap(({ root }) => (root?.kind === 'map' ? [resourceOf(root, file)] : [])),
    );
  }
  const { trees } = selectTrees(files, { all: true, clusters: [], direction: 'forward' }, holdsCredentials);
  const clusters = trees.map(({ name, folder, paths }) => {
    return { name, folder, paths, resources: paths.flatMap((path) => byPath.get(path) ?? []) };
  });
  return { files, clusters, resources: [...byPath.values()].flat(), diagnostics };
}

/** An error about a place of an object. @param node  the place; the object when left out */
export function troubleAt(
  code: DiagnosticCode,
  { root, file }: Resource,
  details: { readonly detail: string; readonly fix?: string },
  node: EditableNode | undefined = root,
): Diagnostic {
  return error(code, { ...details, source: file.lines.positionOf((node ?? root).start, file.path) });
}

/** The same as a warning. */
export function doubtAt(...args: Parameters<typeof troubleAt>): Diagnostic {
  return warning(args[0], troubleAt(...args));
}

// --- internal ---

const WORKFLOW = /(?:^|\/)(?:\.github\/)?workflows\/[^/]+$/;
const WORDS = new RegExp(
  [
    'git-credentials',
    'github-app-credentials',
    'repo-credentials-template',
    'provider-terraform',
    'logs?-streamer',
    'kube-prometheus-stack',
    'crossplane-components',
    'pkg\\.crossplane\\.io/revision',
    'external-secrets\\.io/v1beta1',
    'actions-runner-controller',
    'githubAPICredentialsFrom',
    'kind: *["\']?AppProject',
    'kind: *["\']?GitAccount',
  ].join('|'),
);

function resourceOf(root: MapNode, file: EditableFile): Resource {
  return {
    kind: findText(root, ['kind']) ?? '',
    apiVersion: findText(root, ['apiVersion']) ?? '',
    name: findText(root, ['metadata', 'name']) ?? '',
    namespace: findText(root, ['metadata', 'namespace']),
    root,
    file,
  };
}
