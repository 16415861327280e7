import type { CliIo, OutputStream } from './io.ts';

/** The values of `--color`. */
export const COLOR_CHOICES = ['auto', 'always', 'never'] as const;

export type ColorChoice = (typeof COLOR_CHOICES)[number];

/**
 * Whether to colour a stream. First of these that speaks: `--color`, `NO_COLOR`, `FORCE_COLOR`, `CLICOLOR_FORCE`,
 * `TERM=dumb`, and last whether the stream is a terminal.
 *
 * @see https://no-color.org
 * @see https://bixense.com/clicolors/
 */
export function decideColor(choice: ColorChoice, env: CliIo['env'], stream: OutputStream): boolean {
  if (choice !== 'auto') return choice === 'always';
  if (isSet(env['NO_COLOR'])) return false;
  if (isSet(env['FORCE_COLOR'])) return env['FORCE_COLOR'] !== '0' && env['FORCE_COLOR'] !== 'false';
  if (isSet(env['CLICOLOR_FORCE']) && env['CLICOLOR_FORCE'] !== '0') return true;
  if (env['TERM'] === 'dumb') return false;
  return stream.isTTY;
}

// --- internal ---

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '';
}
