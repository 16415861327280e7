import { kcdkError } from '../diagnostics/error.ts';

/**
 * Refuses a program that is a command line of which we do not know what it runs.
 *
 * A child process would have to hand its result back as data; a construct tree is none, so the child would have to do
 * the synthesis too. The two ways of running a program would meet in `evaluate`.
 *
 * @throws {KcdkError} `APP_COMMAND_UNSUPPORTED`
 */
export function refuseCommand(command: string): never {
  throw kcdkError('APP_COMMAND_UNSUPPORTED', {
    summary: `\`app\` is the command \`${command}\`, which kcdk cannot run`,
  });
}
