import type { WantedFile } from '../model/file-set.ts';
import type { FileVerdict } from './comparison.ts';
import { FILE_KIND, type ResourcePair } from './diff/diff-file.ts';

/** One resource of one file, with what becomes of the file. */
export interface Entry {
  readonly repository: string;
  readonly verdict: FileVerdict;
  /** Undefined where the file goes. */
  readonly file: WantedFile | undefined;
  readonly pair: ResourcePair;
  /** In the file, from 0. */
  readonly position: number;
}

/** The construct that owned the resource so far. */
export function ownerBefore({ verdict }: Entry): string {
  return verdict.previousAddress ?? verdict.address;
}

/** True for a file that is no manifest. */
export function isWholeFile({ pair }: Entry): boolean {
  return pair.resource.kind === FILE_KIND && pair.resource.api_version === '';
}
