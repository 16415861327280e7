import { type Diagnostic, formatPosition } from '../../diagnostics/diagnostic.ts';
import { shorten, visible } from '../visible.ts';

/** A diagnostic as lines of plain text, for a fenced block. */
export function diagnosticLines(diagnostic: Diagnostic): readonly string[] {
  const { severity, code, summary, detail, fix, address, source, repository, path, related = [] } = diagnostic;
  const place = [repository, path].filter((part) => part !== undefined).join(': ');
  const more = related.length - MOST_RELATED;
  const lines = [
    `${severity}[${code}]: ${summary}`,
    ...(source === undefined ? [] : [`  --> ${formatPosition(source)}`]),
    ...(address === undefined ? [] : [`  at ${address}`]),
    ...(place === '' ? [] : [`  in ${place}`]),
    ...(detail === undefined ? [] : indented(detail)),
    ...related.slice(0, MOST_RELATED).map(({ message }) => `  - ${message}`),
    ...(more > 0 ? [`  - and ${more} more`] : []),
    ...indented(`fix: ${fix}`),
  ];
  return lines.map((line) => shorten(visible(line), MOST_CHARACTERS));
}

// --- internal ---

const MOST_CHARACTERS = 600;
const MOST_RELATED = 10;
const MOST_LINES = 30;

function indented(text: string): readonly string[] {
  const lines = text.trimEnd().split('\n');
  const shown = lines.slice(0, MOST_LINES).map((line) => `  ${line}`);
  return lines.length > MOST_LINES ? [...shown, `  … ${lines.length - MOST_LINES} more lines`] : shown;
}
