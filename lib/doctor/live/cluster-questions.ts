import { findNode, findText } from '../../edit/path.ts';
import { mountOf } from '../../migrate/github-app/store-mount.ts';
import { isConcrete, readsOf } from '../external-secret.ts';
import type { RepositoryResources, Resource } from '../resources.ts';
import type { ClusterQuestion } from './read-cluster.ts';

/** What is to be read of the clusters of a repository, by folder; nothing of templates, which have no cluster. */
export function clusterQuestions({ clusters, files }: RepositoryResources): ReadonlyMap<string, ClusterQuestion> {
  return new Map(
    clusters.flatMap(({ name, folder, paths, resources }) => {
      const secrets = resources.filter((each) => each.kind === 'ExternalSecret' && isConcrete(each.name));
      const stores = new Set(secrets.map(({ root }) => findText(root, ['spec', 'secretStoreRef', 'name'])));
      const cluster = NAME.test(name) ? name : clusterOf(stores);
      const keys = new Set(secrets.flatMap((secret) => [...readsOf(secret).keys()]).filter((key) => KEY.test(key)));
      if (keys.size === 0 || !NAME.test(cluster)) return [];
      const runners = new Set(secrets.filter(isOfRunners).flatMap(({ namespace }) => namespace ?? []));
      const mount = mountOf(files, paths, stores);
      return [[folder, { name: cluster, runners: [...runners].sort(), mount, keys: [...keys].sort() }] as const];
    }),
  );
}

// --- internal ---

/** Names and keys as they end up in the paths of requests. */
const NAME = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const KEY = /^(?!.*(?:^|\/)\.\.?(?:\/|$))[^\s?#<>{}/][^\s?#<>{}]*$/;

/** A checkout of one cluster alone is named after it by its store only. */
function clusterOf(stores: ReadonlySet<string | undefined>): string {
  const names = [...stores].map((store) => /^(.+)-vault-kv-secret$/.exec(store ?? '')?.[1]);
  return names.find((name) => name !== undefined) ?? '';
}

function isOfRunners({ root }: Resource): boolean {
  const data = findNode(root, ['spec', 'data']);
  const keys = data?.kind === 'list' ? data.items.map(({ value }) => findText(value, ['secretKey']) ?? '') : [];
  return keys.some((key) => key === 'github_token' || key.startsWith('github_app_'));
}
