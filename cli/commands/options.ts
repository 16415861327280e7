import { type Command, InvalidArgumentError, Option } from 'commander';
import type { GlobalOptions } from './context.ts';
import { parseDuration } from './duration.ts';

/** The options that every command takes, from wherever on the line they stand. */
export function globals(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

export function cacheOption(): Option {
  return new Option('--no-cache', 'bundle the program and list the repositories anew');
}

/** How long gates may take, in milliseconds. */
export function waitTimeoutOption(): Option {
  return new Option('--wait-timeout <duration>', 'how long to wait for the gates of a phase, for example 90s or 1h30m')
    .default(DEFAULT_WAIT, '30m')
    .argParser((text) => {
      const duration = parseDuration(text);
      if (duration === undefined) throw new InvalidArgumentError('Write it as 90s, 30m or 1h30m.');
      return duration;
    });
}

/** The option of every command that answers with data. */
export function jsonOption(what: string): Option {
  return new Option('--json', `print ${what}`);
}

// --- internal ---

const DEFAULT_WAIT = 30 * 60_000;
