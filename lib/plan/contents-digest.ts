import { canonicalJson, compareText } from './canonical-json.ts';
import { digestText } from './digest.ts';
import type { FileChange } from './plan.ts';

export interface WrittenContents {
  /** The files that are written or removed. */
  readonly files: readonly FileChange[];
  /** Their new contents by path. */
  readonly blobs: ReadonlyMap<string, string>;
  readonly ledgerPath: string;
  /** Null where it is removed, undefined where it stays. */
  readonly ledger: string | null | undefined;
  /** Its texts after phases before the last, by phase. @default - none */
  readonly steps?: ReadonlyMap<string, string | null> | undefined;
}

/**
 * `sha256:<hex>` over path and content of everything that a plan writes to one repository.
 *
 * Names of blobs may be SHA-1, for which two contents of one name can be made; this binds the contents themselves.
 */
export function contentsDigest({ files, blobs, ledgerPath, ledger, steps = new Map() }: WrittenContents): string {
  const lines: [string, string | null][] = files.map(({ path }) => [path, digestOrNull(blobs.get(path))]);
  if (ledger !== undefined) lines.push([ledgerPath, digestOrNull(ledger ?? undefined)]);
  for (const [phase, text] of steps) lines.push([`${ledgerPath} ${phase}`, digestOrNull(text ?? undefined)]);
  return digestText(canonicalJson(lines.sort(([a], [b]) => compareText(a, b))));
}

// --- internal ---

function digestOrNull(content: string | undefined): string | null {
  return content === undefined ? null : digestText(content);
}
