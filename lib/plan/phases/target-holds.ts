import type { FileSet } from '../../model/file-set.ts';
import type { Hold } from '../../model/hold.ts';
import type { Ledger } from '../ledger.ts';
import { foldersOf } from '../path-conflicts.ts';
import type { IsTarget } from '../targets.ts';

/**
 * What a plan of a part takes as wanted to be held: for paths with a file that it looks at what the program says, for all
 * others what the ledger says, so that it changes nothing there.
 */
export function targetHolds(wanted: FileSet, ledger: Ledger | undefined, isTarget: IsTarget): readonly Hold[] {
  const lookedAt = new Set<string>();
  for (const [path, { origin }] of wanted.files) if (isTarget(origin.address)) addPlaces(path, lookedAt);
  for (const [path, { address }] of ledger?.files ?? []) if (isTarget(address)) addPlaces(path, lookedAt);
  return [
    ...(wanted.holds ?? []).filter(({ path }) => lookedAt.has(path)),
    ...(ledger?.holds ?? []).filter(({ path }) => !lookedAt.has(path)),
  ];
}

// --- internal ---

/** A file and every folder that it is in, as holds name them. */
function addPlaces(path: string, places: Set<string>): void {
  places.add(path);
  for (const folder of foldersOf(path)) {
    if (places.has(`${folder}/`)) return;
    places.add(`${folder}/`);
  }
}
