import { type Command, InvalidArgumentError, Option } from 'commander';
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

/** Reads a whole number of at least 1. */
export function wholeNumber(text: string): number {
  if (!/^[1-9][0-9]{0,5}$/.test(text)) throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return Number(text);
}
