import { type Diagnostic, formatPosition, type RelatedPlace } from '../../lib/diagnostics/diagnostic.ts';
import { visible } from '../../lib/report/visible.ts';
import { createStyle, type Style } from './style.ts';

/**
 * Shows diagnostics to a person: errors before warnings, those of one code together.
 *
 * Of the warnings of one code the first ten are shown, the others counted; errors are all shown. Empty for none.
 */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: { readonly color: boolean }): string {
  const style = createStyle(options.color);
  const blocks = [
    ...byCode(diagnostics, 'error').flatMap((group) => group.map((diagnostic) => renderDiagnostic(diagnostic, style))),
    ...byCode(diagnostics, 'warning').flatMap((group) => renderWarnings(group, style)),
  ];
  return blocks.map((block) => `${block}\n`).join('\n');
}

// --- internal ---

const MOST_WARNINGS = 10;

function byCode(
  diagnostics: readonly Diagnostic[],
  severity: Diagnostic['severity'],
): readonly (readonly Diagnostic[])[] {
  const groups = new Map<string, Diagnostic[]>();
  for (const diagnostic of diagnostics) {
    if (diagnostic.severity !== severity) continue;
    const group = groups.get(diagnostic.code) ?? [];
    group.push(diagnostic);
    groups.set(diagnostic.code, group);
  }
  return [...groups.values()];
}

function renderWarnings(group: readonly Diagnostic[], style: Style): readonly string[] {
  const shown = group.slice(0, MOST_WARNINGS).map((diagnostic) => renderDiagnostic(diagnostic, style));
  const rest = group.length - shown.length;
  const [first] = group;
  if (rest === 0 || first === undefined) return shown;
  return [...shown, `${style.yellow(`warning[${visible(first.code)}]`)}: and ${rest} more of the same`];
}

function renderDiagnostic(diagnostic: Diagnostic, style: Style): string {
  const { severity, code, summary, detail, fix, address, source, repository, path } = diagnostic;
  const paint = severity === 'error' ? style.red : style.yellow;
  const lines = [`${paint(`${severity}[${visible(code)}]`)}: ${style.bold(visible(summary))}`];
  if (source !== undefined) lines.push(`  --> ${visible(formatPosition(source))}`);
  if (address !== undefined) lines.push(`  at ${visible(address)}`);
  const place = [repository, path].filter((part) => part !== undefined).join(': ');
  if (place !== '') lines.push(`  in ${visible(place)}`);
  if (detail !== undefined) lines.push(...textLines(detail));
  for (const related of diagnostic.related ?? []) lines.push(`  - ${formatRelated(related)}`);
  const [firstFix, ...moreFixes] = fix.split('\n');
  lines.push(
    `  ${style.cyan('fix:')} ${visible(firstFix ?? '')}`,
    ...moreFixes.map((line) => `       ${visible(line)}`),
  );
  return lines.join('\n');
}

function textLines(text: string): readonly string[] {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `  ${visible(line)}`));
}

function formatRelated({ message, address, source }: RelatedPlace): string {
  const place = [address, source === undefined ? undefined : formatPosition(source)].filter(
    (part) => part !== undefined,
  );
  return visible(message) + (place.length > 0 ? ` (${place.map(visible).join(', ')})` : '');
}
