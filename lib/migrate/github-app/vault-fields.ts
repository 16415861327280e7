import { findText } from '../../edit/path.ts';
import type { VaultEntry } from '../migration.ts';
import type { Sighting } from './part.ts';

/**
 * What has to be in Vault before the commit, and what may leave it when everything is synced.
 *
 * The External Secrets Operator fails on a missing field, so the new ones come first, beside the old ones.
 *
 * @see Konstruct 0.3.6 release notes, "Update Vault secrets"
 */
export function vaultEntries(found: readonly Sighting[]): readonly VaultEntry[] {
  return entriesOf(found, APP_FIELDS);
}

/** What has to be in Vault for the way back. */
export function oldVaultEntries(found: readonly Sighting[]): readonly VaultEntry[] {
  return entriesOf(found, OLD_FIELDS);
}

/** The fields of a GitHub App. */
export const APP_FIELDS: readonly string[] = ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'];

/** The fields of a personal access token. */
export const OLD_FIELDS: readonly string[] = ['name', 'password', 'username'];

/** The key of the platform repository that belongs to a key. */
export function platformKey(key: string): string {
  return key.endsWith('-platform') ? key : `${key}-platform`;
}

// --- internal ---

/** @param fields  those that change; a repository has others beside them. Whoever reads single fields needs no others */
function entriesOf(found: readonly Sighting[], fields: readonly string[]): readonly VaultEntry[] {
  const needed = new Map<string, Set<string>>();
  const need = (key: string | undefined, wanted: readonly string[]): void => {
    if (key === undefined) return;
    const known = needed.get(key) ?? new Set();
    needed.set(key, known);
    for (const field of wanted) known.add(field);
  };
  for (const { part, root } of found) {
    const extracted = findText(root, ['spec', 'dataFrom', 0, 'extract', 'key']);
    const read = findText(root, ['spec', 'data', 0, 'remoteRef', 'key']);
    if (part === 'repository-credentials') need(extracted, [...REPOSITORY, ...fields]);
    else if (part === 'runner-credentials') need(read, fields === OLD_FIELDS ? ['password'] : fields);
    else if (part === 'crossplane-credentials')
      need(extracted ?? (read && platformKey(read)), [...REPOSITORY, ...fields]);
  }
  return [...needed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, needs]) => ({ key, needed: [...needs].sort(), released: [], readBy: [] }));
}

const REPOSITORY = ['type', 'url'];
