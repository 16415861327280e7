import { findText } from '../../edit/path.ts';
import type { Sighting } from './part.ts';

/** An entry of Vault that the migrated files read. */
export interface VaultEntry {
  /** Path below the mount, as the files have it: with tokens or Helm expressions where they have those. */
  readonly key: string;
  /** Fields that must be there before the files change, sorted. */
  readonly needed: readonly string[];
  /** Fields that no file of the cluster reads afterwards, sorted. */
  readonly released: readonly string[];
}

/**
 * What has to be in Vault before the commit, and what may leave it when everything is synced.
 *
 * The External Secrets Operator fails on a missing field, so the new ones come first, beside the old ones.
 *
 * @see Konstruct 0.3.6 release notes, "Update Vault secrets"
 */
export function vaultEntries(found: readonly Sighting[]): readonly VaultEntry[] {
  const needed = new Map<string, Set<string>>();
  const need = (key: string | undefined, fields: readonly string[]): void => {
    if (key === undefined) return;
    const known = needed.get(key) ?? new Set();
    needed.set(key, known);
    for (const field of fields) known.add(field);
  };
  for (const { part, root } of found) {
    const extracted = findText(root, ['spec', 'dataFrom', 0, 'extract', 'key']);
    const read = findText(root, ['spec', 'data', 0, 'remoteRef', 'key']);
    if (part === 'repository-credentials') need(extracted, [...REPOSITORY, ...APP]);
    else if (part === 'runner-credentials') need(read, APP);
    else if (part === 'crossplane-credentials') need(extracted ?? (read && platformKey(read)), [...REPOSITORY, ...APP]);
  }
  return [...needed]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, fields]) => ({ key, needed: [...fields].sort(), released: RELEASED }));
}

/** The key of the platform repository that belongs to a key. */
export function platformKey(key: string): string {
  return key.endsWith('-platform') ? key : `${key}-platform`;
}

// --- internal ---

const REPOSITORY = ['type', 'url'];
const APP = ['githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'];
const RELEASED = ['name', 'password', 'username'];
