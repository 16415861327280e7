import { readFileSync } from 'node:fs';
import type { ExitCode } from '../lib/diagnostics/codes.ts';
import type { CliIo } from './io.ts';

/** Width that the texts are made for, in columns: the one of streams that are no terminals. */
export const HELP_WIDTH = 80;

/** Where the build puts the texts, beside its `bin.cjs`; sources have none. */
const TEXTS = new URL('help/', import.meta.url);

/**
 * Answers a command line that asks for nothing but help or the version, as the argument parser would, without loading it.
 *
 * @param argv without `node` and the script
 * @param texts folder of the texts
 * @returns how the process ends; undefined where the argument parser has to answer: for all other command lines, and where
 *   there is no text of that width
 */
export async function printReadyHelp(
  argv: readonly string[],
  { stdout, stderr }: Pick<CliIo, 'stdout' | 'stderr'>,
  texts: URL = TEXTS,
): Promise<ExitCode | undefined> {
  const [only] = argv;
  if (argv.length === 1 && (only === '-V' || only === '--version')) {
    const { version } = await import('./version.ts');
    stdout.write(`${version()}\n`);
    return 0;
  }
  const command = commandOf(argv);
  if (command === undefined) return undefined;
  // Who asks for nothing made a mistake, and is told what there is.
  const [stream, exitCode]: [CliIo['stdout'], ExitCode] = argv.length === 0 ? [stderr, 1] : [stdout, 0];
  const text = stream.columns === HELP_WIDTH ? readText(new URL(helpFile(command), texts)) : undefined;
  if (text === undefined) return undefined;
  stream.write(text);
  return exitCode;
}

/** File of the help of a command, by its words: `template update` has `kcdk_template_update.txt`. */
export function helpFile(command: readonly string[]): string {
  return `${['kcdk', ...command].join('_')}.txt`;
}

// --- internal ---

/** The words of the command whose help is asked for. */
function commandOf(argv: readonly string[]): readonly string[] | undefined {
  const last = argv.at(-1);
  const words =
    last === undefined || last === '-h' || last === '--help'
      ? argv.slice(0, -1)
      : argv[0] === 'help' && argv.length <= 2
        ? argv.slice(1)
        : undefined;
  // Options before it go to the parser, and so does what would be the file of another command.
  return words?.every((word) => /^[a-z][a-z0-9.-]*$/.test(word)) ? words : undefined;
}

function readText(file: URL): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
