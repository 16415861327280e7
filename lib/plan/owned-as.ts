import type { WantedFile } from '../model/file-set.ts';
import type { FieldSelector } from '../model/lifecycle.ts';
import type { ObjectId } from '../repository/repository.ts';
import type { LedgerFile } from './ledger.ts';
import { ignoredIn } from './reconcile/candidates.ts';

/**
 * What a ledger says of a wanted file once it is written.
 *
 * @param blob what is written
 * @param basis what the program wants, which is something else where others have a say in the file
 * @param kept the fields that people changed and that stay so
 */
export function ownedAs(
  blob: ObjectId,
  file: WantedFile,
  basis: ObjectId,
  kept: readonly FieldSelector[] = [],
): LedgerFile {
  const { address, lifecycle } = file.origin;
  const ignored = file.scaffold === true ? [] : ignoredIn(file);
  // sorted, as a ledger is written
  return {
    address,
    blob,
    ...(ignored.length === 0 ? {} : { ignored }),
    ...(kept.length === 0 ? {} : { kept }),
    ...(lifecycle?.protect === true ? { protect: true } : {}),
    ...(file.scaffold === true ? { scaffold: true } : {}),
    ...(basis === blob ? {} : { wanted: basis }),
  };
}
