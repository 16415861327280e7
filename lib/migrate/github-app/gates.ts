import type { FileTexts } from '../../edit/file-edits.ts';
import type { MapNode } from '../../edit/node.ts';
import { findNode, findText } from '../../edit/path.ts';
import { readYaml } from '../../edit/read-yaml.ts';
import type { Gate } from '../../model/gate.ts';
import type { GatesAround } from '../../plan/phases/around-commits.ts';
import type { ClusterTree } from '../cluster-trees.ts';
import type { Direction, VaultEntry } from '../migration.ts';
import { findClusterNames } from './cluster-names.ts';
import { NEW_NAME, OLD_NAME } from './crossplane-credentials.ts';
import type { Part, Sighting } from './part.ts';
import { mountOf } from './store-mount.ts';
import { APP_FIELDS } from './vault-fields.ts';

export interface GatesInput {
  readonly found: readonly Sighting[];
  readonly vault: readonly VaultEntry[];
  readonly direction: Direction;
}

/**
 * What a management cluster has to show before its commit and after it.
 *
 * Before: every entry of Vault has the fields of the other side, beside its own. After: the ExternalSecrets are Ready
 * as they are written then, and Argo CD reads the repositories of the folder's Applications with the new credentials.
 *
 * @returns undefined for templates, where names are tokens or expressions and no cluster is behind them
 */
export function gatesOf(files: FileTexts, tree: ClusterTree, input: GatesInput): GatesAround | undefined {
  const { found, vault, direction } = input;
  // A checkout of one cluster alone is named after it by its store only.
  const cluster = NAME.test(tree.name) ? tree.name : (findClusterNames(found, undefined).cluster ?? '');
  const secrets = found.flatMap((sighting) => secretOf(sighting, direction) ?? []);
  const names = [cluster, ...secrets.flatMap(({ name, namespace }) => [name, namespace])];
  if (!names.every((name) => NAME.test(name)) || !vault.every(({ key }) => KEY.test(key))) return undefined;
  const stores = new Set(found.map(({ root }) => findText(root, ['spec', 'secretStoreRef', 'name'])));
  const mount = mountOf(files, tree.paths, stores);
  const urls = repositoriesOf(files, tree);
  const before = vault.map(
    ({ key, needed }): Gate => ({ kind: 'vault-fields', cluster, mount, path: key, fields: needed }),
  );
  const after: Gate[] = readyGates(cluster, secrets);
  const repositories = secrets.filter(({ part }) => part === 'repository-credentials');
  const [first] = repositories;
  if (first !== undefined && urls.length > 0)
    after.push({
      kind: 'repositories-connected',
      cluster,
      namespace: first.namespace,
      urls,
      secrets: [...new Set(repositories.map(({ name }) => name))],
    });
  return { before, after };
}

// --- internal ---

/** Names of objects and keys of Vault as they end up in the paths of requests. */
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const KEY = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[^\s?#<>{}]+$/;

/** An ExternalSecret as it is after the commit. */
interface Secret {
  readonly part: Part;
  readonly namespace: string;
  readonly name: string;
  readonly properties: readonly string[];
}

/** Where an object comes to that does not say it. */
const NAMESPACES: Readonly<Partial<Record<Part, string>>> = {
  'repository-credentials': 'argocd',
  'crossplane-credentials': 'crossplane-system',
  'runner-credentials': 'github-runner',
};

function secretOf({ part, root }: Sighting, direction: Direction): Secret | undefined {
  const usual = NAMESPACES[part];
  if (usual === undefined) return undefined;
  const isBack = direction === 'back';
  const ofProvider = isBack ? OLD_NAME : NEW_NAME;
  return {
    part,
    namespace: findText(root, ['metadata', 'namespace']) ?? usual,
    name: part === 'crossplane-credentials' ? ofProvider : (findText(root, ['metadata', 'name']) ?? ''),
    properties: isBack ? ['password'] : APP_FIELDS,
  };
}

/** One gate for all that lie in one namespace and read the same. */
function readyGates(cluster: string, secrets: readonly Secret[]): Gate[] {
  const groups = new Map<string, { readonly secret: Secret; readonly names: Set<string> }>();
  for (const secret of secrets) {
    const key = `${secret.namespace} ${secret.properties.join(' ')}`;
    const group = groups.get(key) ?? { secret, names: new Set() };
    groups.set(key, group);
    group.names.add(secret.name);
  }
  return [...groups.values()].map(({ secret: { namespace, properties }, names }) => ({
    kind: 'external-secrets-ready',
    cluster,
    namespace,
    names: [...names].sort(),
    properties,
  }));
}

/** Git repositories that Applications of the folder sync, sorted. */
function repositoriesOf(files: FileTexts, { paths }: ClusterTree): readonly string[] {
  const urls = new Set<string>();
  for (const path of paths) {
    const text = files.get(path) ?? '';
    if (!/\.ya?ml$/.test(path) || !/kind["']?:\s*["']?Application\b/.test(text)) continue;
    for (const { root } of readYaml(text, path).documents) {
      if (root?.kind !== 'map' || findText(root, ['kind']) !== 'Application') continue;
      for (const url of gitSources(root)) urls.add(url);
    }
  }
  return [...urls].sort();
}

function gitSources(application: MapNode): readonly string[] {
  const several = findNode(application, ['spec', 'sources']);
  const sources = [
    findNode(application, ['spec', 'source']),
    ...(several?.kind === 'list' ? several.items.map(({ value }) => value) : []),
  ];
  return sources.flatMap((source) => {
    const url = findText(source, ['repoURL']);
    const isGit = findText(source, ['chart']) === undefined && url !== undefined && /^[^<>{}\s]+$/.test(url);
    return isGit && !url.startsWith('oci://') ? [url] : [];
  });
}
