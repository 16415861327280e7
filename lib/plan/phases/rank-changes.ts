import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { FileSet } from '../../model/file-set.ts';
import type { Gate } from '../../model/gate.ts';
import type { Hold } from '../../model/hold.ts';
import { isAtOrBelow } from '../../model/lifecycle.ts';
import { canonicalJson, compareText } from '../canonical-json.ts';
import type { Comparison, FileVerdict } from '../comparison.ts';
import type { Ledger } from '../ledger.ts';
import type { DepartedOrganization } from '../plan-repository.ts';
import { type HoldIndex, holdsOf, indexHolds } from './hold-index.ts';

/** One repository, as far as the order of its changes depends on it. */
export interface RankedRepository {
  readonly name: string;
  readonly wanted: FileSet;
  readonly ledger: Ledger | undefined;
  readonly comparison: Comparison | undefined;
  /** Organizations that had it and go, with the place of their records. */
  readonly departed?: readonly DepartedOrganization[] | undefined;
}

/** A gate, and whether everything that it waits for was set off before this plan; nothing sets off an approval. */
export interface RankedGate {
  readonly gate: Gate;
  readonly pending: boolean;
}

/** How late every change comes: rank 0 at once, every other rank after the gates of the one before. */
export interface Ranking {
  /** Ranks above 0 by repository and path. */
  readonly late: ReadonlyMap<string, ReadonlyMap<string, number>>;
  readonly highest: number;
  /** At index N: what must have passed before rank N + 1, none twice. */
  readonly gates: readonly (readonly RankedGate[])[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Orders the changes of all repositories by their holds.
 *
 * Nothing but git, the ledgers and the wanted files decides, so a run that was stopped is found again by any other: what
 * set a gate off is gone from git by then, while what waits for the gate still stands in a ledger.
 */
export function rankChanges(repositories: readonly RankedRepository[]): Ranking {
  const places = new Map(repositories.map((repository) => [repository.name, placeOf(repository)]));
  const state: State = { places, ranks: new Map(), awaited: new Map(), gates: [], cyclic: new Map() };
  const late = new Map<string, Map<string, number>>();
  let highest = 0;
  for (const place of places.values()) {
    if (place.remove.size === 0 && place.write.size === 0) continue;
    const own = new Map<string, number>();
    for (const verdict of place.verdicts.values()) {
      const rank = rankOf(place, verdict, state);
      if (rank > 0) own.set(verdict.path, rank);
      highest = Math.max(highest, rank);
    }
    if (own.size > 0) late.set(place.name, own);
  }
  keepRecords(repositories, late);
  return { late, highest, gates: gatesByRank(state, highest), diagnostics: [...state.cyclic.values()] };
}

// --- internal ---

interface Place {
  readonly name: string;
  readonly wanted: FileSet;
  readonly remove: HoldIndex;
  readonly write: HoldIndex;
  readonly verdicts: ReadonlyMap<string, FileVerdict>;
}

interface State {
  readonly places: ReadonlyMap<string, Place>;
  /** By repository and path; undefined while it is being found out. */
  readonly ranks: Map<string, number | undefined>;
  /** By the address that others come after: undefined where nothing is written of it. */
  readonly awaited: Map<string, number | undefined>;
  readonly gates: { readonly gate: Gate; readonly before: number; readonly pending: boolean }[];
  readonly cyclic: Map<string, Diagnostic>;
}

/** Only the record of an organization says which repositories it had: it goes no sooner than the last of their files. */
function keepRecords(repositories: readonly RankedRepository[], late: Map<string, Map<string, number>>): void {
  for (const { name, departed = [] } of repositories) {
    let last = 0;
    for (const rank of late.get(name)?.values() ?? []) last = Math.max(last, rank);
    if (last === 0) continue;
    for (const { record } of departed) {
      const ranks = late.get(record.repository) ?? new Map<string, number>();
      ranks.set(record.path, Math.max(last, ranks.get(record.path) ?? 0));
      late.set(record.repository, ranks);
    }
  }
}

function placeOf({ name, wanted, ledger, comparison }: RankedRepository): Place {
  const holds = wanted.holds ?? [];
  const changed = (comparison?.files ?? []).filter(isChange);
  return {
    name,
    wanted,
    remove: indexHolds([...holds, ...(ledger?.holds ?? [])], 'remove'),
    write: indexHolds(holds, 'write'),
    verdicts: new Map(changed.map((verdict) => [verdict.path, verdict])),
  };
}

/** What is only kept, or only told to the ledger, waits for nothing. */
function isChange({ decision, before, after }: FileVerdict): boolean {
  return before !== after && decision !== 'keep' && decision !== 'refresh';
}

function rankOf(place: Place, verdict: FileVerdict, state: State): number {
  const key = `${place.name}\0${verdict.path}`;
  if (state.ranks.has(key)) {
    const known = state.ranks.get(key);
    if (known === undefined) state.cyclic.set(key, cyclic(place, verdict));
    return known ?? 0;
  }
  state.ranks.set(key, undefined);
  let rank = 0;
  const needed: { gate: Gate; pending: boolean }[] = [];
  for (const hold of holdsOf(verdict.path, verdict.after === null ? place.remove : place.write)) {
    if (hold.gate === undefined || !isActive(hold, state)) continue;
    const cause = triggerOf(hold, state);
    rank = Math.max(rank, cause === undefined ? 1 : 1 + rankOf(cause.place, cause.verdict, state));
    if (hold.after !== undefined) rank = Math.max(rank, 1 + (lastWriteOf(hold.after, state) ?? 0));
    needed.push({ gate: hold.gate, pending: cause === undefined && hold.trigger !== undefined });
  }
  state.ranks.set(key, rank);
  for (const one of needed) state.gates.push({ ...one, before: rank });
  return rank;
}

/** A file whose trigger is still wanted is let go by what the trigger stands for. */
function isActive({ when, trigger }: Hold, { places }: State): boolean {
  if (when === 'write' || trigger === undefined) return true;
  const files = places.get(trigger.repository)?.wanted.files as ReadonlyMap<string, unknown> | undefined;
  return files?.has(trigger.path) !== true;
}

/** The change of this plan that sets the gate off; undefined where that was done before. */
function triggerOf({ trigger }: Hold, { places }: State): { place: Place; verdict: FileVerdict } | undefined {
  const place = trigger === undefined ? undefined : places.get(trigger.repository);
  const verdict = trigger === undefined ? undefined : place?.verdicts.get(trigger.path);
  return place === undefined || verdict === undefined ? undefined : { place, verdict };
}

/** The rank of the last file that is written of a construct, or of what stands below it. */
function lastWriteOf(address: string, state: State): number | undefined {
  if (state.awaited.has(address)) return state.awaited.get(address);
  let last: number | undefined;
  for (const place of state.places.values()) {
    for (const verdict of place.verdicts.values()) {
      if (verdict.after === null || !isAtOrBelow(verdict.address, address)) continue;
      last = Math.max(last ?? 0, rankOf(place, verdict, state));
    }
  }
  state.awaited.set(address, last);
  return last;
}

/** A gate is passed once, before the first rank that needs it; it is pending if nothing in the plan sets it off. */
function gatesByRank({ gates }: State, highest: number): readonly (readonly RankedGate[])[] {
  const byGate = new Map<string, { gate: Gate; before: number; pending: boolean }>();
  for (const one of gates) {
    const key = canonicalJson(one.gate);
    const known = byGate.get(key);
    byGate.set(key, {
      gate: one.gate,
      before: Math.min(one.before, known?.before ?? one.before),
      pending: one.pending && known?.pending !== false,
    });
  }
  const sorted = [...byGate].sort(([a], [b]) => compareText(a, b)).map(([, one]) => one);
  return Array.from({ length: highest }, (_, rank) =>
    sorted.filter(({ before }) => before === rank + 1).map(({ gate, pending }) => ({ gate, pending })),
  );
}

function cyclic({ name }: Place, { path, address }: FileVerdict): Diagnostic {
  return error('PHASES_CYCLIC', {
    summary: `\`${path}\` waits, by way of others, for itself`,
    repository: name,
    path,
    address,
  });
}
