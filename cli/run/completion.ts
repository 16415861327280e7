import type { Command } from 'commander';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { COMPLETION_SHELLS, type CompletionShell, completionScript } from '../view/completion-view.ts';

export interface CompletionOptions extends GlobalOptions {
  readonly shell: string;
  /** The whole command line, from which the words are taken. */
  readonly program: Command;
}

/** Prints a completion script made from the declared commands and options. */
export async function runCompletion({ shell, program }: CompletionOptions, io: CliIo): Promise<ExitCode> {
  if (!isShell(shell)) {
    const summary = `There is no completion for the shell \`${shell}\``;
    throw kcdkError('SHELL_UNKNOWN', { summary, fix: didYouMean(shell, COMPLETION_SHELLS) });
  }
  io.stdout.write(completionScript(shell, program));
  return 0;
}

// --- internal ---

function isShell(text: string): text is CompletionShell {
  return (COMPLETION_SHELLS as readonly string[]).includes(text);
}
