import { resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { sortedDiagnostics } from '../../lib/diagnostics/order.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import { planShard } from '../../lib/shard/plan-shard.ts';
import type { ShardFlag } from '../commands/shard-commands.ts';
import type { CliIo } from '../io.ts';
import { askingEarly, type PlanOptions, planOptionsOf } from './plan.ts';
import { exitCodeOf, openSession } from './session.ts';
import { writeWhole } from './write-file.ts';

export interface ShardOptions extends PlanOptions {
  readonly shard: ShardFlag;
}

/**
 * Plans one part of a platform into a file.
 *
 * The file is written also where something could not be read, since the merged plan has to tell it; the command then
 * ends as one that plans the whole.
 */
export async function runShard(options: ShardOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const { shard, out } = options;
  for (const [flag, given] of Object.entries(UNFIT)) {
    if (options[flag as keyof typeof UNFIT] === undefined) continue;
    throw kcdkError('SHARD_OPTIONS', { summary: `${given} says something of a whole plan, and --shard makes a part` });
  }
  if (out === undefined) {
    throw kcdkError('SHARD_OPTIONS', {
      summary: '--shard needs --out: a part is of use to `kcdk merge` only',
      fix: `Add, for example, \`--out shard-${shard.index}.json\`.`,
    });
  }
  const part = await askingEarly(
    session,
    options,
    async (early) => {
      const program = await compileProgram({ ...session.compileOptions, shard, configured: early?.start });
      return planShard(program, await planOptionsOf(program, session, options, early));
    },
    `${shard.index}/${shard.count}`,
  );
  // Not loaded with all commands, since it knows where lines of templates stand, and so how to read YAML.
  const { serializeShard } = await import('../../lib/shard/shard-file.ts');
  await writeWhole(resolve(session.cwd, out), serializeShard(part), 'the shard');
  session.report(sortedDiagnostics(part.diagnostics));
  const files = part.repositories.reduce((sum, { compiled }) => sum + compiled.files.size, 0);
  const touched = part.repositories.reduce((sum, { planned }) => sum + (planned?.comparison?.files.length ?? 0), 0);
  session.say(
    `Shard ${shard.index} of ${shard.count}: ${part.repositories.length} repositories, ${files} files, ${touched} of them differ. Saved as ${out}.`,
  );
  return exitCodeOf(part.diagnostics);
}

// --- internal ---

/** Options of `plan` that only the merged plan can honour, by name. */
const UNFIT = {
  attest: '--attest',
  json: '--json',
  format: '--format',
  report: '--report',
  detailedExitcode: '--detailed-exitcode',
  comment: '--comment',
} as const;
