import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { GlobalOptions } from '../commands/context.ts';
import { type CliIo, isCi } from '../io.ts';

/** What decides whether a person is asked. */
export interface ApproveOptions extends Pick<GlobalOptions, 'input'> {
  readonly autoApprove?: boolean | undefined;
  readonly yes?: boolean | undefined;
}

/**
 * Asks a person for consent, where there is one.
 *
 * @param otherwise what to do where nobody can be asked
 * @throws {KcdkError} `APPLY_NOT_APPROVED` where nobody can be asked, `ABORTED` for any answer but `yes`
 */
export async function approve(
  question: string,
  options: ApproveOptions,
  io: CliIo,
  otherwise = 'Pass `--auto-approve`, or apply a plan that was saved and reviewed.',
): Promise<void> {
  if (options.autoApprove === true || options.yes === true) return;
  const canAsk = options.input && io.stdin.isTTY && io.stderr.isTTY && !isCi(io.env);
  if (!canAsk) {
    throw kcdkError('APPLY_NOT_APPROVED', { fix: otherwise });
  }
  const answer = await io.stdin.question(`\n${question} Only "yes" is taken as a yes: `, io.signal).catch((cause) => {
    throw kcdkError('ABORTED', { fix: 'Nothing was written.' }, cause);
  });
  if (answer.trim() !== 'yes') {
    throw kcdkError('ABORTED', { summary: 'It was not approved', fix: 'Nothing was written.' });
  }
}
