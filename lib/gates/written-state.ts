import type { ApplicationHealthyGate } from '../model/gate.ts';
import type { JsonObject } from '../model/json.ts';

/** What git holds, for gates that must not take an older state for the one that was written: a port. */
export interface WrittenState {
  /**
   * Reads the Application of a gate, and where the branches stand that it syncs. What is found is what counts until the
   * gate is opened again, whatever is pushed meanwhile.
   *
   * @throws {KcdkError} as the repositories do
   */
  application(gate: ApplicationHealthyGate): Promise<WrittenApplication>;
}

export interface WrittenApplication {
  /** As it stands in git; undefined where it does not. */
  readonly manifest: JsonObject | undefined;
  /** The branches of the platform's repositories that it syncs. */
  readonly branches: readonly WrittenBranch[];
}

/** A branch at the moment when it was read. */
export interface WrittenBranch {
  /** As the gate names it. */
  readonly repoURL: string;
  readonly branch: string;
  /** Its head. */
  readonly commit: string;
  /** True where the branch held a commit that is the head, or that came after it and has it behind it. */
  contains(revision: string): Promise<boolean>;
}
