import { type Command, InvalidArgumentError, Option } from 'commander';

/** How a plan can be shown. `github` is for a job of GitHub Actions. */
export const REPORT_FORMATS = ['human', 'json', 'markdown', 'html', 'sarif', 'github'] as const;

export type ReportFormat = (typeof REPORT_FORMATS)[number];

export interface ReportFlags {
  readonly format?: ReportFormat;
  readonly json?: boolean;
  readonly diff?: boolean;
  readonly report?: readonly string[];
  /** Characters of Markdown. */
  readonly limit?: number;
  readonly reportUrl?: string;
}

/** The options of every command that shows a plan. */
export function reportOptions(command: Command): Command {
  return command
    .addOption(
      new Option('--format <format>', 'how to print the plan').choices(REPORT_FORMATS).default(undefined, 'human'),
    )
    .addOption(new Option('--json', 'the same as --format json').conflicts('format'))
    .option('--diff', 'show every changed field')
    .option(
      '--report <file...>',
      'write the plan to files as well, in the formats of their endings: .html .md .json .sarif .txt',
    )
    .addOption(
      new Option('--limit <characters>', 'how long Markdown may be')
        .argParser(characters)
        .default(undefined, 'what the forge takes; 65536 without one'),
    )
    .option('--report-url <url>', 'where the whole report will be; Markdown that was cut links to it');
}

// --- internal ---

function characters(text: string): number {
  const number = /^[1-9][0-9]{3,7}$/.test(text) ? Number(text) : 0;
  if (number < LEAST_CHARACTERS)
    throw new InvalidArgumentError(`It must be a whole number of at least ${LEAST_CHARACTERS}.`);
  return number;
}

/** Below that not even the head of a plan fits. */
const LEAST_CHARACTERS = 8_000;
