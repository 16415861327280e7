import { findNode, findText } from '../../edit/path.ts';
import { readYaml } from '../../edit/read-yaml.ts';
import { type Outcome, refusedAt, type Surroundings, type YamlObject } from './outcome.ts';

const OLD = 'external-secrets.io/v1beta1';
const CURRENT = 'external-secrets.io/v1';
const KINDS = new Set(['ExternalSecret', 'SecretStore', 'ClusterSecretStore', 'ClusterExternalSecret']);

/**
 * Objects of the External Secrets Operator come to `v1`, which it serves since 0.16 and alone since 0.17.
 *
 * @see https://external-secrets.io/latest/introduction/stability-support/
 */
export function upgradeApi(object: YamlObject, { files, tree }: Surroundings): Outcome | undefined {
  const { root, document } = object;
  const version = findText(root, ['apiVersion']);
  if (!KINDS.has(findText(root, ['kind']) ?? '') || (version !== OLD && version !== CURRENT)) return undefined;
  const about = { step: 'D', part: findText(root, ['kind']) ?? '', document };
  if (version === CURRENT) return { ...about, era: 'current', edits: [], diagnostics: [] };
  const old = oldOperator(files, tree.paths);
  const detail = `Release ${old} in the same folder does not serve \`v1\` yet.`;
  const place = findNode(root, ['apiVersion']) ?? root;
  return {
    ...about,
    era: 'legacy',
    edits: [{ op: 'set', document, path: ['apiVersion'], value: CURRENT }],
    diagnostics: old === undefined ? [] : [refusedAt(object, 'MIGRATE_OPERATOR_OLD', detail, place)],
  };
}

// --- internal ---

/** The release of the operator that the folder installs, if it is too old. */
function oldOperator(files: Surroundings['files'], paths: readonly string[]): string | undefined {
  for (const path of paths) {
    const text = files.get(path) ?? '';
    if (!/chart: *["']?external-secrets["']?\s*$/m.test(text)) continue;
    for (const { root } of readYaml(text, path).documents) {
      if (findText(root, ['spec', 'source', 'chart']) !== 'external-secrets') continue;
      const release = findText(root, ['spec', 'source', 'targetRevision']) ?? '';
      const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(release) ?? [];
      if (major === '0' && Number(minor) < 16) return release;
    }
  }
  return undefined;
}
