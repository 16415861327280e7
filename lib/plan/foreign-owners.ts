import type { Snapshot } from '../repository/repository.ts';
import { compareText } from './canonical-json.ts';
import type { Ledger } from './ledger.ts';
import { parseLedger } from './parse-ledger.ts';

/** The ledgers of other projects in a repository, read when the first path is in question. */
export interface ForeignOwners {
  readonly project: string;
  /** Text by path of the ledger. */
  readonly texts: ReadonlyMap<string, string>;
  readonly snapshot: Snapshot;
  parsed?: ParsedForeign;
}

/** The other project that owns a path. */
export interface ForeignOwner {
  readonly project: string;
  readonly address: string;
}

/** Who else owns a path; undefined when no readable ledger of another project has it. */
export function findForeignOwner(path: string, owners: ForeignOwners): ForeignOwner | undefined {
  for (const ledger of readForeign(owners).ledgers) {
    const file = (ledger.files as ReadonlyMap<string, { readonly address: string }>).get(path);
    if (file !== undefined) return { project: ledger.project, address: file.address };
  }
  return undefined;
}

/** Paths of the ledgers that somebody asked about and that could not be read. */
export function unreadableLedgers(owners: ForeignOwners): readonly string[] {
  return owners.parsed?.unreadable ?? [];
}

// --- internal ---

interface ParsedForeign {
  readonly ledgers: readonly Ledger[];
  readonly unreadable: readonly string[];
}

function readForeign(owners: ForeignOwners): ParsedForeign {
  if (owners.parsed !== undefined) return owners.parsed;
  const ledgers: Ledger[] = [];
  const unreadable: string[] = [];
  for (const [path, text] of [...owners.texts].sort(([a], [b]) => compareText(a, b))) {
    const project = /([^/]+)\.json$/.exec(path)?.[1];
    if (project === undefined || project === owners.project) continue;
    const { repository, objectFormat } = owners.snapshot;
    const { ledger } = parseLedger(text, { repository, project, objectFormat });
    if (ledger === undefined) unreadable.push(path);
    else ledgers.push(ledger);
  }
  owners.parsed = { ledgers, unreadable };
  return owners.parsed;
}
