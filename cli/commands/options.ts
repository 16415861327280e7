import { type Command, Option } from 'commander';
import type { GlobalOptions } from './context.ts';

/** The options that every command takes, from wherever on the line they stand. */
export function globals(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

export function cacheOption(): Option {
  return new Option('--no-cache', 'bundle the program and list the repositories anew');
}

/** The option of every command that answers with data. */
export function jsonOption(what: string): Option {
  return new Option('--json', `print ${what}`);
}
