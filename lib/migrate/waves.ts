import { errorsOf } from '../diagnostics/diagnostic.ts';
import type { MigrationUnit } from './migration.ts';

/** `refused` units are left where they are, and do not hold up their wave. */
export type UnitState = 'done' | 'pending' | 'refused';

export interface Wave {
  /** From 1. */
  readonly number: number;
  readonly units: readonly MigrationUnit[];
  /** `next` is the first wave with anything to do; what comes behind it is `later`. */
  readonly state: 'done' | 'next' | 'later';
}

export function unitState({ changes, diagnostics }: MigrationUnit): UnitState {
  if (errorsOf(diagnostics).length > 0) return 'refused';
  return changes.length === 0 ? 'done' : 'pending';
}

/**
 * Cuts units into waves, in their order.
 *
 * Done and refused units keep their places, so that the same request gives the same waves however far it came: a run
 * that stopped goes on with the wave it was in.
 *
 * @param size units a wave; all in one when undefined
 */
export function wavesOf(units: readonly MigrationUnit[], size: number | undefined): readonly Wave[] {
  const waves: Wave[] = [];
  let found = false;
  for (let from = 0; from < units.length; from += size ?? units.length) {
    const members = units.slice(from, from + (size ?? units.length));
    const isPending = members.some((unit) => unitState(unit) === 'pending');
    waves.push({
      number: waves.length + 1,
      units: members,
      state: isPending ? (found ? 'later' : 'next') : 'done',
    });
    found ||= isPending;
  }
  return waves;
}

/** Units a wave, when there are to be so many waves. */
export function sizeOfWaves(units: number, waves: number): number {
  return Math.max(1, Math.ceil(units / waves));
}
