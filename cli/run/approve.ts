import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { GlobalOptions } from '../commands/context.ts';
import { type CliIo, isCi } from '../io.ts';

/**
 * Asks a person for consent, where there is one.
 *
 * @throws {KcdkError} `APPLY_NOT_APPROVED` where nobody can be asked, `ABORTED` for any answer but `yes`
 */
export async function approve(
  question: string,
  options: Pick<GlobalOptions, 'input'> & { readonly autoApprove?: boolean | undefined },
  io: CliIo,
): Promise<void> {
  if (options.autoApprove === true) return;
  const canAsk = options.input && io.stdin.isTTY && io.stderr.isTTY && !isCi(io.env);
  if (!canAsk) throw kcdkError('APPLY_NOT_APPROVED');
  const answer = await io.stdin.question(`\n${question} Only "yes" is taken as a yes: `, io.signal).catch((cause) => {
    throw kcdkError('ABORTED', { fix: 'Nothing was written.' }, cause);
  });
  if (answer.trim() !== 'yes') {
    throw kcdkError('ABORTED', { summary: 'It was not approved', fix: 'Nothing was written.' });
  }
}
