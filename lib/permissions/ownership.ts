import { GLOBAL_NAMESPACE, type RecordId, recordKey } from '../model/identity.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import type { Ledger, LedgerRecord } from '../plan/ledger.ts';
import { LAYOUT } from '../synth/layout.ts';

/** One repository with what says whose its files are. */
export interface OwnedRepository {
  readonly name: string;
  readonly url: string;
  readonly branch: string;
  /** What the program wants there, by path. */
  readonly wanted: ReadonlyMap<string, { readonly origin: { readonly address: string } }>;
  readonly records: readonly LedgerRecord[];
  /** What was applied there; undefined when nothing was. */
  readonly ledger: Pick<Ledger, 'files' | 'records'> | undefined;
}

/** What a repository is for: an organization's, or with `default` the platform's own. */
export interface RepositoryScope {
  readonly namespace: string;
  readonly part: 'platform' | 'application';
}

/** A record that a file belongs to. */
export interface OwningRecord {
  /** As in a ledger, so possibly of a kind that we do not know. */
  readonly record: Omit<LedgerRecord, 'address'>;
  /** True when the file is the record itself; false when it follows from it. */
  readonly isRecord: boolean;
}

/** Whose the files of all repositories are. */
export interface Ownership {
  /** The repository, if the program has one of this name at this place. */
  repository(name: string, url: string, branch: string): OwnedRepository | undefined;
  /** Empty for a repository that the program does not know. */
  scopesOf(repository: string): readonly RepositoryScope[];
  /**
   * The records that a file belongs to, by what the program wants or by what was applied. Empty for a file of no
   * record, undefined where that side does not know the path.
   */
  recordsOf(repository: string, path: string, side: 'wanted' | 'applied'): readonly OwningRecord[] | undefined;
  /** True when the program wants the record, in whatever repository. */
  isWanted(record: Omit<LedgerRecord, 'address'>): boolean;
}

/**
 * Makes the index of who owns what.
 *
 * A file belongs to the records of the construct that writes it. A record of that construct is the file at its own
 * path; every other file of the construct follows from all of its records.
 */
export function indexOwnership(model: PlatformModel, repositories: readonly OwnedRepository[]): Ownership {
  const byName = new Map(repositories.map((repository) => [repository.name, repository]));
  const scopes = scopesByRepository(model);
  const wanted = byAddress(repositories.flatMap(({ records }) => records));
  const applied = byAddress(repositories.flatMap(({ ledger }) => ledger?.records ?? []));
  const wantedKeys = new Set(repositories.flatMap(({ records }) => records.map(keyOf)));
  return {
    repository(name, url, branch) {
      const found = byName.get(name);
      return found?.url === url && found.branch === branch ? found : undefined;
    },
    scopesOf: (repository) => scopes.get(repository) ?? [],
    recordsOf(repository, path, side) {
      const owned = byName.get(repository);
      const address = side === 'wanted' ? addressIn(owned?.wanted, path) : addressOf(owned?.ledger?.files, path);
      if (address === undefined) return undefined;
      const records = (side === 'wanted' ? wanted : applied).get(address) ?? [];
      const itself = records.filter(({ kind, namespace, name }) => LAYOUT.record(namespace, kind, name) === path);
      if (itself.length > 0) return itself.map((record) => ({ record, isRecord: true }));
      return records.map((record) => ({ record, isRecord: false }));
    },
    isWanted: (record) => wantedKeys.has(keyOf(record)),
  };
}

/** What each repository is for; one repository may be for several things. */
export function scopesByRepository(model: PlatformModel): ReadonlyMap<string, readonly RepositoryScope[]> {
  const scopes = new Map<string, RepositoryScope[]>();
  const add = (repository: string, scope: RepositoryScope) => {
    const known = scopes.get(repository);
    if (known === undefined) scopes.set(repository, [scope]);
    else known.push(scope);
  };
  add(model.platform.repository.name, { namespace: GLOBAL_NAMESPACE, part: 'platform' });
  for (const { name, platform, application } of model.organizations) {
    add(platform.name, { namespace: name, part: 'platform' });
    add(application.name, { namespace: name, part: 'application' });
  }
  for (const { scaffold, repository, namespace } of model.applications) {
    if (scaffold) add(repository.name, { namespace, part: 'application' });
  }
  return scopes;
}

// --- internal ---

function byAddress(records: readonly LedgerRecord[]): ReadonlyMap<string, readonly LedgerRecord[]> {
  const index = new Map<string, LedgerRecord[]>();
  for (const record of records) {
    const known = index.get(record.address);
    if (known === undefined) index.set(record.address, [record]);
    else known.push(record);
  }
  return index;
}

function keyOf({ kind, namespace, name }: Omit<LedgerRecord, 'address'>): string {
  return recordKey({ kind: kind as RecordId['kind'], namespace, name });
}

function addressIn(files: OwnedRepository['wanted'] | undefined, path: string): string | undefined {
  return files?.get(path)?.origin.address;
}

function addressOf(files: Ledger['files'] | undefined, path: string): string | undefined {
  return (files as ReadonlyMap<string, { readonly address: string }> | undefined)?.get(path)?.address;
}
