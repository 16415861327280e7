import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment } from '../../model/platform-model.ts';

/** A helper that fails is told once, however many files include it. */
export function onceEach(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const known = new Map<string, Diagnostic>();
  for (const finding of found) {
    const { code, detail, source } = finding;
    const key = JSON.stringify([code, detail, source]);
    if (!known.has(key)) known.set(key, finding);
  }
  return [...known.values()];
}

/** A finding of a template names the deployment that it came up with. */
export function withOwner(finding: Diagnostic, { origin, name }: CatalogDeployment): Diagnostic {
  const { address, source } = placeOf(origin);
  const related = [...(finding.related ?? []), { message: `rendered for deployment \`${name}\``, address, source }];
  return finding.source === undefined ? { ...finding, ...placeOf(origin) } : { ...finding, address, related };
}
