import type { Hold } from '../model/hold.ts';
import { type FieldSelector, isAtOrBelow } from '../model/lifecycle.ts';
import { isRepoPath, type RepoPath, repoPathProblem } from '../model/repo-path.ts';
import type { ObjectId, Snapshot } from '../repository/repository.ts';
import { readFormatVersion } from './format-version.ts';
import { isLedgerTerritory, type Ledger, type LedgerFile, type LedgerRecord } from './ledger.ts';
import { LEDGER_FORMAT_VERSION } from './ledger-text.ts';
import { fieldsShape } from './parse-ledger.ts';
import { sortedHolds } from './phases/hold-index.ts';
import { holdShape, toHold } from './phases/hold-shape.ts';
import { shapeProblems } from './shape.ts';

/** A ledger after an edit, and what the edit did to it. */
export interface LedgerEdit {
  readonly ledger: Ledger;
  /** Files and records that were touched. */
  readonly touched: number;
  /** What a person should know of it, a line each. */
  readonly notes: readonly string[];
}

/** Gives what stands at or below an address another one, as if the construct had always been there. */
export function moveInLedger(ledger: Ledger, from: string, to: string): LedgerEdit {
  let touched = 0;
  const notes: string[] = [];
  const moved = <T extends { readonly address: string }>(entry: T): T => {
    if (!isAtOrBelow(entry.address, from)) return entry;
    touched += 1;
    return { ...entry, address: movedAddress(entry.address, from, to) };
  };
  const files = new Map(
    [...ledger.files].map(([path, file]) => {
      const after = moved(file);
      if (after !== file) notes.push(`${path}: ${file.address} → ${after.address}`);
      return [path, after];
    }),
  );
  return { ledger: { ...ledger, files, records: ledger.records.map(moved) }, touched, notes };
}

/** Addresses that a move would give to more than what has them now, sorted. */
export function addressesTaken(ledgers: readonly Ledger[], from: string, to: string): readonly string[] {
  const all = ledgers.flatMap(({ files, records }) => [...files.values(), ...records].map(({ address }) => address));
  const stays = new Set(all.filter((address) => !isAtOrBelow(address, from)));
  const moved = all.filter((address) => isAtOrBelow(address, from)).map((address) => movedAddress(address, from, to));
  return [...new Set(moved)].filter((address) => stays.has(address)).sort();
}

/** Gives up what stands at or below an address: it stays in git, and is nobody's. */
export function forgetInLedger(ledger: Ledger, address: string): LedgerEdit {
  const stays = (entry: { readonly address: string }) => !isAtOrBelow(entry.address, address);
  const files = new Map([...ledger.files].filter(([, file]) => stays(file)));
  const records = ledger.records.filter(stays);
  const touched = ledger.files.size - files.size + (ledger.records.length - records.length);
  const notes = [...ledger.files.keys()].filter((path) => !files.has(path)).map((path) => `${path} is given up`);
  return { ledger: { ...ledger, files, records }, touched, notes };
}

/**
 * Makes a ledger again from a text that is no longer one: after a merge that left its marks, or an edit by hand.
 *
 * Reads line by line, which is how ledgers are written, and keeps every entry that could have been written. Where both
 * sides of a merge have an entry for a path, the one counts that git's file agrees with.
 *
 * @param text as git has it, of any content
 */
export function repairLedger(text: string, project: string, snapshot: Snapshot): LedgerEdit {
  const files = new Map<RepoPath, LedgerFile>();
  const records = new Map<string, LedgerRecord>();
  const holds: Hold[] = [];
  const notes: string[] = [];
  let touched = 0;
  for (const line of text.split(/\r?\n/)) {
    const file = fileOf(line);
    const record = file === undefined ? recordOf(line) : undefined;
    const hold = file === undefined && record === undefined ? holdOf(line) : undefined;
    if (hold !== undefined) holds.push(hold);
    if (record !== undefined) records.set(JSON.stringify([record.kind, record.namespace, record.name]), record);
    if (file === undefined) continue;
    const { path, entry } = file;
    if (!isRepoPath(path) || isLedgerTerritory(path)) {
      notes.push(`left out ${JSON.stringify(path)}: kcdk would never write it`);
      continue;
    }
    const known = files.get(path);
    const now = snapshot.files.get(path)?.blob;
    if (known !== undefined && (known.blob === now || entry.blob !== now)) continue;
    if (known !== undefined) touched += 1;
    files.set(path, entry);
  }
  const pending = sortedHolds(holds);
  const ledger = { project, files, records: [...records.values()], ...(pending.length > 0 && { holds: pending }) };
  return { ledger, touched, notes };
}

/** Why a ledger is not ours to make again, whatever else is wrong with it; empty where it is. */
export function repairRefusals(text: string, project: string): readonly { code: RefusalCode; detail: string }[] {
  const refusals: { code: RefusalCode; detail: string }[] = [];
  for (const [, value = ''] of text.matchAll(/^\s*"format_version": "([^"]*)",?\r?$/gm)) {
    if (readFormatVersion(value, LEDGER_FORMAT_VERSION) !== 'newer') continue;
    const detail = `It has format version ${value}; this kcdk writes ${LEDGER_FORMAT_VERSION}.`;
    refusals.push({ code: 'LEDGER_VERSION_NEWER', detail });
  }
  for (const [, value = ''] of text.matchAll(/^\s*"project": ("(?:[^"\\]|\\.)*"),?\r?$/gm)) {
    if (parse(value) === project) continue;
    refusals.push({ code: 'LEDGER_OTHER_PROJECT', detail: `It names the project ${value}.` });
  }
  return refusals;
}

// --- internal ---

type RefusalCode = 'LEDGER_VERSION_NEWER' | 'LEDGER_OTHER_PROJECT';

function movedAddress(address: string, from: string, to: string): string {
  return `${to}${address.slice(from.length)}`;
}

const FILE_LINE = /^\s*("(?:[^"\\]|\\.)*"): (\{.*\}),?\s*$/;
const RECORD_LINE = /^\s*(\{.*\}),?\s*$/;
const BLOB = /^(?:[0-9a-f]{40}|[0-9a-f]{64})$/;

function fileOf(line: string): { readonly path: string; readonly entry: LedgerFile } | undefined {
  const [, name, body] = FILE_LINE.exec(line) ?? [];
  const path = name === undefined ? undefined : parse(name);
  const entry = body === undefined ? undefined : parse(body);
  if (typeof path !== 'string' || !isObject(entry)) return undefined;
  const { blob, address, protect, scaffold, wanted, kept, ignored } = entry;
  if (typeof blob !== 'string' || !BLOB.test(blob) || typeof address !== 'string') return undefined;
  return {
    path,
    entry: {
      blob: blob satisfies ObjectId,
      address,
      ...(protect === true ? { protect } : {}),
      ...(scaffold === true ? { scaffold } : {}),
      ...(typeof wanted === 'string' && BLOB.test(wanted) ? { wanted } : {}),
      ...(shapeProblems(kept, fieldsShape).length === 0 ? { kept: kept as readonly FieldSelector[] } : {}),
      ...(shapeProblems(ignored, fieldsShape).length === 0 ? { ignored: ignored as readonly FieldSelector[] } : {}),
    },
  };
}

function recordOf(line: string): LedgerRecord | undefined {
  const [, body] = RECORD_LINE.exec(line) ?? [];
  const entry = body === undefined ? undefined : parse(body);
  if (!isObject(entry)) return undefined;
  const { kind, namespace, name, address } = entry;
  if (typeof kind !== 'string' || typeof namespace !== 'string') return undefined;
  if (typeof name !== 'string' || typeof address !== 'string') return undefined;
  return { kind, namespace, name, address };
}

/** What waits for a gate is removed at once where its hold is lost: holds count as much as files. */
function holdOf(line: string): Hold | undefined {
  const [, body] = RECORD_LINE.exec(line) ?? [];
  const entry = body === undefined ? undefined : parse(body);
  if (!isObject(entry) || shapeProblems(entry, holdShape).length > 0) return undefined;
  const hold = toHold(entry as unknown as Hold);
  return repoPathProblem(hold.path.replace(/\/$/, '')) === undefined ? hold : undefined;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
