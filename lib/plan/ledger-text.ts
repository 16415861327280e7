import { digestText } from './digest.ts';

/** Version of the ledger. Minor: additions that an older reader may drop; major: anything that would mislead it. */
export const LEDGER_FORMAT_VERSION = '1.3';

/** A ledger in the pieces that it is written in: canonical JSON each, in order. */
export interface LedgerText {
  readonly project: string;
  /** What is said of each file, by path; both are JSON. */
  readonly files: ReadonlyMap<string, string>;
  readonly records: readonly string[];
  readonly holds: readonly string[];
}

/** One line a file, a record and a hold. The digest is the one that `digestOf` computes of the parsed text. */
export function writeLedgerText({ project, files, records, holds }: LedgerText): string {
  const version = JSON.stringify(LEDGER_FORMAT_VERSION);
  const written = [...files];
  // the canonical JSON of the whole, put together from what is written below
  const canonical = [
    `"files":{${written.map(([path, file]) => `${path}:${file}`).join(',')}}`,
    `"format_version":${version}`,
    ...(holds.length > 0 ? [`"holds":[${holds.join(',')}]`] : []),
    `"project":${project}`,
    `"records":[${records.join(',')}]`,
  ];
  return [
    '{',
    `  "format_version": ${version},`,
    `  "project": ${project},`,
    `  "digest": ${JSON.stringify(digestText(`{${canonical.join(',')}}`))},`,
    `  "files": ${block(
      '{}',
      written.map(([path, file]) => `${path}: ${file}`),
    )},`,
    `  "records": ${block('[]', records)}${holds.length > 0 ? ',' : ''}`,
    ...(holds.length > 0 ? [`  "holds": ${block('[]', holds)}`] : []),
    '}',
    '',
  ].join('\n');
}

/**
 * Takes a ledger apart without parsing it, which is the dearer the more it holds. Of a text that `parseLedger` accepts,
 * what comes out is what it says, in the order in which a ledger has it: its digest is that of the sorted data.
 *
 * @returns undefined for a text that `writeLedgerText` would write in another way: one that was written by hand or by another
 *   version, or whose digest is not right
 */
export function readLedgerText(text: string): LedgerText | undefined {
  const lines = text.split('\n');
  const project = /^ {2}"project": (.*),$/.exec(lines[2] ?? '')?.[1];
  if (project === undefined) return undefined;
  const files = blockOf(lines, 'files').map((line): [string, string] => {
    // the quotes of a path are escaped, so the first that are not end it
    const end = /^"(?:[^"\\]|\\.)*"/.exec(line)?.[0].length ?? 0;
    return [line.slice(0, end), line.slice(end + ': '.length)];
  });
  const read = { project, files: new Map(files), records: blockOf(lines, 'records'), holds: blockOf(lines, 'holds') };
  return writeLedgerText(read) === text ? read : undefined;
}

// --- internal ---

function block(braces: '{}' | '[]', lines: readonly string[]): string {
  if (lines.length === 0) return braces;
  return `${braces[0]}\n    ${lines.join(',\n    ')}\n  ${braces[1]}`;
}

/** The lines of a block, without what is around each; none where it is empty or is not there. */
function blockOf(lines: readonly string[], name: string): readonly string[] {
  const start = lines.findIndex((line) => line === `  "${name}": {` || line === `  "${name}": [`) + 1;
  const end = start === 0 ? 0 : lines.findIndex((line, index) => index >= start && !line.startsWith('    '));
  return lines.slice(start, Math.max(start, end)).map((line) => line.slice(4).replace(/,$/, ''));
}
