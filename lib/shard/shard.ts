import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { FileSet } from '../model/file-set.ts';
import type { CompareOptions } from '../plan/comparison.ts';
import type { LedgerRecord } from '../plan/ledger.ts';
import type { TemplatePin } from '../plan/plan.ts';
import type { PlannedRepository } from '../plan/plan-repository.ts';
import type { TargetSelection } from '../plan/targets.ts';
import type { RuleModel } from '../validate/rule-model.ts';
import type { ShardNumber } from './partition.ts';

/** One part of a plan: its repositories as they were compared, and what all parts have to agree on. */
export interface Shard extends ShardNumber, ShardTerms {
  /** False when something of this part could not be read. */
  readonly complete: boolean;
  /** What was found so far. What only all parts together can tell is found when they are merged. */
  readonly diagnostics: readonly Diagnostic[];
  /** Kinds without a schema. */
  readonly unknownKinds: readonly string[];
  readonly templates: readonly TemplatePin[];
  /** In the order in which they are written. */
  readonly repositories: readonly ShardRepository[];
}

/** What is the same in all parts of one plan. */
export interface ShardTerms {
  readonly kcdkVersion: string;
  readonly project: string;
  /** Tells programs apart. */
  readonly program: string;
  /** What the command line asked for. */
  readonly settings: ShardSettings;
  /** What rules about manifests know of the platform; its repositories are in the order in which they are written. */
  readonly rules: RuleModel;
}

export interface ShardSettings {
  readonly compare: CompareOptions;
  readonly targets: TargetSelection | null;
  readonly allowDelete: readonly string[];
  readonly allowReplace: readonly string[];
  /** Whose permissions the plan is judged by; null for nobody's. */
  readonly actor: string | null;
}

export interface ShardRepository {
  readonly name: string;
  /** What the program says is in it; a comparison may have put into it what others decide. */
  readonly compiled: FileSet;
  readonly records: readonly LedgerRecord[];
  /** Undefined where it could not be read. */
  readonly planned: PlannedRepository | undefined;
}
