import type { Edit, EditValue } from '../../edit/edit.ts';
import { findNode, findText } from '../../edit/path.ts';
import { valueOfNode } from '../../edit/value-of-node.ts';
import { type Assessment, DONE, type Sighting, unknownShape } from './part.ts';

const DATA = ['spec', 'data'] as const;

/** The keys of the Secret that the runner controller reads, by field of Vault. */
export const RUNNER_KEYS: Readonly<Record<string, string>> = {
  githubAppID: 'github_app_id',
  githubAppInstallationID: 'github_app_installation_id',
  githubAppPrivateKey: 'github_app_private_key',
};

/**
 * The ExternalSecret of the runner controller, which the documented steps leave out: without it, the runners lose their
 * Secret when the password leaves Vault.
 *
 * @see https://github.com/actions/actions-runner-controller/blob/master/docs/authenticating-to-the-github-api.md
 */
export function assessRunnerCredentials(sighting: Sighting): Assessment {
  const { document, root } = sighting;
  const data = findNode(root, DATA);
  if (data?.kind !== 'list') return unknownShape(sighting, 'it has no list `spec.data`', data);
  const has = (key: string) => data.items.findIndex(({ value }) => findText(value, ['secretKey']) === key);
  const old = has('github_token');
  const missing = Object.entries(RUNNER_KEYS).filter(([, key]) => has(key) === -1);
  if (old === -1 && missing.length === 0) return DONE;
  const model = valueOfNode(data.items[old === -1 ? 0 : old]?.value);
  const remote = asMapping(asMapping(model)?.['remoteRef']);
  if (remote === undefined || missing.length === 0)
    return unknownShape(sighting, 'its entries are not those of a token or of an App', data);
  const [first, ...others] = missing;
  const added = old === -1 ? missing : others;
  const edits: Edit[] = [];
  if (old !== -1 && first !== undefined) {
    edits.push({ op: 'set', document, path: [...DATA, old, 'remoteRef', 'property'], value: first[0] });
    edits.push({ op: 'set', document, path: [...DATA, old, 'secretKey'], value: first[1] });
  }
  for (const [property, secretKey] of added) {
    edits.push({
      op: 'insert',
      document,
      path: DATA,
      value: { ...asMapping(model), remoteRef: { ...remote, property }, secretKey },
    });
  }
  return { era: old === -1 || missing.length < 3 ? 'mixed' : 'pat', edits, diagnostics: [] };
}

// --- internal ---

function asMapping(value: EditValue | undefined): Readonly<Record<string, EditValue>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Record<string, EditValue>)
    : undefined;
}
