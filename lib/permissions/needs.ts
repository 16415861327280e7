import { GLOBAL_NAMESPACE } from '../model/identity.ts';
import type { Need } from './evaluate.ts';
import { matrixResourceOf } from './matrix-resource.ts';
import type { Ownership, OwningRecord, RepositoryScope } from './ownership.ts';

/** A need with the record that it is about. */
export interface FileNeed extends Need {
  readonly verb: 'write' | 'delete';
  /** Name of the record; null for a file of no record. */
  readonly name: string | null;
}

/** A file as a plan touches it. */
export interface TouchedFile {
  readonly repository: string;
  readonly path: string;
  /** True when the file is not there afterwards. */
  readonly goes: boolean;
}

/**
 * Says what somebody has to be allowed to do who touches a file. All of the needs count.
 *
 * Both sides count, what the program wants and what was applied, so that a file cannot be taken from its record. A file
 * that follows from a record is part of it: writing it updates the record, and it is deleted with the record.
 */
export function needsOfFile(file: TouchedFile, ownership: Ownership): readonly FileNeed[] {
  const { repository, path } = file;
  const wanted = file.goes ? undefined : ownership.recordsOf(repository, path, 'wanted');
  const applied = ownership.recordsOf(repository, path, 'applied');
  const sides = [wanted, applied].filter((records) => records !== undefined);
  const needs = sides.flatMap((records) =>
    records.length === 0
      ? needsOfRecordless(ownership.scopesOf(repository))
      : records.map((owning) => needOfRecord(owning, file, ownership)),
  );
  if (sides.length === 0) needs.push(...needsOfRecordless(ownership.scopesOf(repository)));
  return [...new Map(needs.map((need) => [needKey(need), need])).values()];
}

/**
 * What writing a file of no record takes, such as a chart: in a platform repository the Platform Admin, in an
 * application repository what writing an application takes, in a repository that nobody knows the platform's own
 * Platform Admin.
 */
export function needsOfRecordless(scopes: readonly RepositoryScope[]): FileNeed[] {
  const recordless = { name: null, verb: 'write' } as const;
  if (scopes.length === 0) return [{ ...recordless, resource: null, namespace: GLOBAL_NAMESPACE }];
  return scopes.map(({ namespace, part }) => ({
    ...recordless,
    resource: part === 'platform' ? null : 'application',
    namespace,
  }));
}

/** The same text for the same need. */
export function needKey({ resource, namespace, name, verb }: FileNeed): string {
  return JSON.stringify([namespace, resource, name, verb]);
}

// --- internal ---

function needOfRecord({ record, isRecord }: OwningRecord, file: TouchedFile, ownership: Ownership): FileNeed {
  const { kind, namespace, name } = record;
  const stays = ownership.isWanted(record);
  const elsewhere = isRecord && stays && file.goes && !isWantedHere(file, ownership);
  const deletes = isRecord ? file.goes && !elsewhere : !stays;
  return { resource: matrixResourceOf(kind), namespace, name, verb: deletes ? 'delete' : 'write' };
}

/** A record that only moves to another repository is not deleted; one that stays wanted at this path would be. */
function isWantedHere({ repository, path }: TouchedFile, ownership: Ownership): boolean {
  return ownership.recordsOf(repository, path, 'wanted') !== undefined;
}
