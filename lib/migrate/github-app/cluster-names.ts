import { findNode, findText } from '../../edit/path.ts';
import type { ClusterNames } from './new-files.ts';
import type { Sighting } from './part.ts';

/**
 * How the files of a cluster name it and its domain, read from what they hold: the store of its secrets, and the host of
 * the Ingress beside the Service of the log streamer.
 *
 * Works the same for tokens, concrete names and Helm expressions.
 *
 * @param domain  the domain where no file tells it
 * @returns undefined members for what no file tells
 */
export function findClusterNames(found: readonly Sighting[], domain: string | undefined): Partial<ClusterNames> {
  const stores = found
    .filter(({ part }) => part === 'crossplane-credentials' || part === 'repository-credentials')
    .map(({ root }) => findText(root, ['spec', 'secretStoreRef', 'name']));
  const cluster = stores.map((store) => STORE.exec(store ?? '')?.[1]).find((each) => each !== undefined);
  const hosts = found.filter(({ part }) => part === 'metrics-service').flatMap(({ file }) => hostsOf(file));
  const ofHost = hosts.map((host) => HOST.exec(host)?.[1]).find((each) => each !== undefined);
  const names: { cluster?: string; domain?: string } = {};
  if (cluster !== undefined) names.cluster = cluster;
  const known = domain ?? ofHost;
  if (known !== undefined) names.domain = known;
  return names;
}

// --- internal ---

const STORE = /^(.+)-vault-kv-secret$/;
/** A cluster name holds no dot, but a Helm expression does. */
const HOST = /^logs-(?:\{\{[^}]*\}\}|[^.{])+\.(.+)$/;

function hostsOf({ documents }: Sighting['file']): readonly string[] {
  return documents.flatMap(({ root }) => {
    const rules = findNode(root, ['spec', 'rules']);
    if (findText(root, ['kind']) !== 'Ingress' || rules?.kind !== 'list') return [];
    return rules.items.map(({ value }) => findText(value, ['host']) ?? '');
  });
}
