import { type Diagnostic, error, errorsOf } from '../../diagnostics/diagnostic.ts';
import { type Origin, placeOf } from '../../model/origin.ts';
import { platformValueOfToken } from '../../templates/contract/platform-values.ts';
import type { SuppliedValues } from './cluster-values.ts';

/**
 * Says of a value of the platform that a template misses where it is given: once a value, in place of what the template
 * says about it, which knows no program.
 *
 * @param template how the template is called, as the start of a sentence
 */
export function withMissingValues(
  diagnostics: readonly Diagnostic[],
  template: string,
  origin: Origin,
  supplied: SuppliedValues,
): readonly Diagnostic[] {
  if (errorsOf(diagnostics).length === 0) return diagnostics;
  const missing = new Map<string, Diagnostic>();
  const others: Diagnostic[] = [];
  for (const finding of diagnostics) {
    const names = missingIn(finding, supplied);
    for (const name of names) if (!missing.has(name)) missing.set(name, finding);
    if (names.length === 0) others.push({ address: origin.address, ...finding });
  }
  const found = [...missing].map(([name, { source }]) => {
    const { where } = supplied[name] ?? { where: 'it' };
    return error('PLATFORM_VALUE_MISSING', {
      summary: `${template} needs \`${name}\`, which nothing gives`,
      fix: `Give ${where}.`,
      ...placeOf(origin),
      ...(source && { related: [{ message: 'the template', source }] }),
    });
  });
  return [...found, ...others];
}

// --- internal ---

function missingIn({ code, summary, detail }: Diagnostic, supplied: SuppliedValues): readonly string[] {
  const isMissing = (name: string | undefined): name is string =>
    name !== undefined && Object.hasOwn(supplied, name) && supplied[name]?.value === undefined;
  if (code === 'TOKEN_UNRESOLVED') {
    const name = platformValueOfToken(/<[A-Z][A-Z0-9_-]*>/.exec(summary)?.[0] ?? '')?.name;
    return isMissing(name) ? [name] : [];
  }
  const words = `${summary} ${detail ?? ''}`.match(/[A-Za-z][A-Za-z0-9]*/g) ?? [];
  return [...new Set(words)].filter(isMissing);
}
