import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { MIGRATIONS } from '../../lib/migrate/migrations.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { table } from '../view/table.ts';

/** Lists the migrations with their steps. */
export async function runMigrateList(
  options: GlobalOptions & { readonly json?: boolean },
  io: CliIo,
): Promise<ExitCode> {
  if (options.json === true) {
    io.stdout.write(`${JSON.stringify(MIGRATIONS, undefined, 2)}\n`);
    return 0;
  }
  const blocks = MIGRATIONS.map(({ id, version, release, title, reversible, steps }) => {
    const head = `${id}  to Konstruct ${release}, version ${version}${reversible ? ', with --undo' : ''}\n  ${title}\n`;
    return head + table(steps.map(({ letter, title: step }) => [`  ${letter}`, step]));
  });
  io.stdout.write(blocks.join('\n'));
  return 0;
}
