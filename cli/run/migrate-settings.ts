import { error } from '../../lib/diagnostics/diagnostic.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import type { MigrateFlags } from '../commands/migrate-commands.ts';

/** How a migration is cut into waves. */
export interface WaveSettings {
  /** Number of waves. */
  readonly count: number | undefined;
  /** Clusters a wave. */
  readonly size: number | undefined;
  /** Milliseconds between two waves. */
  readonly pause: number;
}

/**
 * Reads the options of a migration that have to be numbers or go together.
 *
 * @throws {KcdkError} `MIGRATE_OPTIONS`, all of them at once
 */
export function readMigrateSettings(options: MigrateFlags & { readonly place: string | undefined }): WaveSettings {
  const problems: string[] = [];
  const count = (name: string, text: string | undefined): number | undefined => {
    if (text === undefined) return undefined;
    if (/^[1-9][0-9]{0,5}$/.test(text)) return Number(text);
    problems.push(`\`--${name}\` takes a whole number from 1, not \`${text}\`.`);
    return undefined;
  };
  const settings = {
    count: count('waves', options.waves),
    size: count('wave-size', options.waveSize),
    pause: duration(options.pause, problems),
  };
  if (options.place === undefined) {
    const only = { pause: options.pause, branch: options.branch, out: options.out, pr: options.pr };
    for (const [name, value] of Object.entries(only)) {
      if (value !== undefined)
        problems.push(`\`--${name}\` is for a repository that is named; a checkout is written by one wave a run.`);
    }
  } else if (options.pause !== undefined && options.waves === undefined && options.waveSize === undefined) {
    problems.push('`--pause` goes with `--waves` or `--wave-size`.');
  }
  if (options.pr === true && options.write !== true) problems.push('`--pr` goes with `--write`.');
  if (options.out !== undefined && options.write === true) problems.push('`--out` and `--write` exclude each other.');
  if (problems.length > 0) throw new KcdkError(problems.map((detail) => error('MIGRATE_OPTIONS', { detail })));
  return settings;
}

// --- internal ---

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

function duration(text: string | undefined, problems: string[]): number {
  if (text === undefined) return 0;
  const [, number = '', unit = ''] = /^(\d{1,9})(ms|s|m|h)$/.exec(text) ?? [];
  const factor = UNITS[unit];
  if (factor !== undefined) return Number(number) * factor;
  problems.push(`\`--pause\` takes a duration such as \`90s\`, \`10m\` or \`1h\`, not \`${text}\`.`);
  return 0;
}
