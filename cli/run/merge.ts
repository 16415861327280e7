import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { error } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../lib/diagnostics/error.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import type { PlanBundle } from '../../lib/plan/plan-bundle.ts';
import { withPermissions } from '../../lib/plan/with-permissions.ts';
import type { MergedPlan } from '../../lib/shard/merge.ts';
import { NO_SHARD } from '../../lib/shard/partition.ts';
import type { Shard } from '../../lib/shard/shard.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { MergeFlags } from '../commands/shard-commands.ts';
import type { CliIo } from '../io.ts';
import { presentPlan } from './plan.ts';
import { openSession, type Session } from './session.ts';

export interface MergeOptions extends GlobalOptions, MergeFlags {
  readonly files: readonly string[];
}

/** Joins the parts of a plan, shows it, and saves it when asked to. Neither program nor repositories are touched. */
export async function runMerge(options: MergeOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  // Commands are joined in one file: what reads YAML must not be loaded with all of them.
  const [{ parseShard }, { mergeShards }] = await Promise.all([
    import('../../lib/shard/shard-file.ts'),
    import('../../lib/shard/merge.ts'),
  ]);
  const shards: Shard[] = [];
  const problems = [];
  for (const file of options.files) {
    const { shard, diagnostics } = parseShard(await read(session, file), file);
    problems.push(...diagnostics);
    if (shard !== undefined) shards.push(shard);
  }
  if (problems.length > 0) throw new KcdkError(problems);
  const merged = await mergeShards(shards);
  return presentPlan(await judged(merged, session), options, session);
}

// --- internal ---

async function read(session: Session, path: string): Promise<string> {
  try {
    return await readFile(resolve(session.cwd, path), 'utf8');
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('PLAN_FILE_MISSING', { summary: `Cannot read the shard \`${path}\``, detail }, cause);
  }
}

/** Roles are those of the program, so it is run for a plan that has an actor, and only then. */
async function judged({ bundle, shard, repositories, planned }: MergedPlan, session: Session): Promise<PlanBundle> {
  const { actor } = shard.settings;
  if (actor === null) return bundle;
  const program = await compileProgram({ ...session.compileOptions, templates: false, shard: NO_SHARD });
  if (program.shard?.program !== shard.program) {
    const detail = 'The program here is not the one that was planned, and its roles decide what the actor may do.';
    throw new KcdkError([error('SHARDS_DIFFER', { detail })]);
  }
  const { judgeProgramPlan } = await import('../../lib/permissions/judge-program-plan.ts');
  const permissions = await judgeProgramPlan(bundle.plan, {
    actor,
    settings: program.config.permissions,
    compilation: {
      model: program.compilation.model,
      records: new Map(repositories.map(({ name, records }) => [name, records])),
    },
    repositories: planned,
  });
  return withPermissions(bundle, permissions);
}
