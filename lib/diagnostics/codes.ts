import { APPLY_CODES } from './codes/apply.ts';
import { CONFIG_CODES } from './codes/config.ts';
import { DOCTOR_CODES } from './codes/doctor.ts';
import { EDIT_CODES } from './codes/edit.ts';
import { FORGE_CODES } from './codes/forge.ts';
import { GATE_CODES } from './codes/gates.ts';
import { LIFECYCLE_CODES } from './codes/lifecycle.ts';
import { MIGRATE_CODES } from './codes/migrate.ts';
import { MODEL_CODES } from './codes/model.ts';
import { PERMISSION_CODES } from './codes/permissions.ts';
import { PLAN_CODES } from './codes/plan.ts';
import { PROGRAM_CODES } from './codes/program.ts';
import { QUERY_CODES } from './codes/query.ts';
import { RECORD_CODES } from './codes/records.ts';
import { REPORT_CODES } from './codes/reports.ts';
import { REPOSITORY_CODES } from './codes/repository.ts';
import { RULE_CODES } from './codes/rules.ts';
import { SCHEMA_CODES } from './codes/schemas.ts';
import { SHARD_CODES } from './codes/shards.ts';
import { SYNTH_CODES } from './codes/synth.ts';
import { TEMPLATE_INPUT_CODES } from './codes/template-inputs.ts';
import { TEMPLATE_RENDER_CODES } from './codes/template-renders.ts';
import { TEMPLATE_SOURCE_CODES } from './codes/template-sources.ts';
import { TEMPLATE_TOKEN_CODES } from './codes/template-tokens.ts';
import { TEMPLATE_CODES } from './codes/templates.ts';
import { TESTING_CODES } from './codes/testing.ts';
import { VALUES_CODES } from './codes/values.ts';

/** Who has to act: the author of the program or the command, the world outside (a remote, a disk), or we. */
export type Fault = 'user' | 'world' | 'ours';

/** What is fixed about a code: its meaning, who has to act, and how the process ends when it stops a run. */
export interface CodeEntry {
  /** One line without a final period, the same for every occurrence. */
  readonly summary: string;
  /** What the reader can do about it, in general; an occurrence may carry a more exact fix. */
  readonly fix: string;
  readonly fault: Fault;
  /** Exit code of a command that this code stops. */
  readonly exit: ExitCode;
}

/**
 * Exit codes of every command.
 *
 * 0 success; 1 error; 2 changes or drift, only with `--detailed-exitcode`; 4 the base of a plan moved;
 * 7 a gate timed out and the run can be resumed; 70 a defect of ours; 130 interrupted.
 */
export type ExitCode = 0 | 1 | 2 | 4 | 7 | 70 | 130;

/** Every code this project can report. The docs page and the `DiagnosticCode` union derive from it. */
export const CODES = {
  ...CONFIG_CODES,
  ...PROGRAM_CODES,
  ...MODEL_CODES,
  ...RECORD_CODES,
  ...SYNTH_CODES,
  ...RULE_CODES,
  ...SCHEMA_CODES,
  ...TEMPLATE_INPUT_CODES,
  ...TEMPLATE_TOKEN_CODES,
  ...TEMPLATE_SOURCE_CODES,
  ...TEMPLATE_RENDER_CODES,
  ...LIFECYCLE_CODES,
  ...PLAN_CODES,
  ...SHARD_CODES,
  ...PERMISSION_CODES,
  ...REPOSITORY_CODES,
  ...APPLY_CODES,
  ...GATE_CODES,
  ...FORGE_CODES,
  ...QUERY_CODES,
  ...REPORT_CODES,
  ...TESTING_CODES,
  ...EDIT_CODES,
  ...MIGRATE_CODES,
  ...DOCTOR_CODES,
  ...TEMPLATE_CODES,
  ...VALUES_CODES,
} as const satisfies Readonly<Record<string, CodeEntry>>;

export type DiagnosticCode = keyof typeof CODES;
