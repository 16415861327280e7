import type { Diagnostic, RelatedPlace } from '../diagnostics/diagnostic.ts';
import { RENDERED_FOR } from './written-at.ts';

/**
 * What one place of a template does wrong is told once, however often it is rendered: the first finding names the others,
 * ten of them, and how many there are more. The first is the one whose file comes first, whoever found it first.
 */
export function tellOnce(found: readonly Diagnostic[]): readonly Diagnostic[] {
  const groups = new Map<string | Diagnostic, Diagnostic[]>();
  for (const diagnostic of found) {
    const { code, severity, source, related } = diagnostic;
    const isRendered = related?.some(({ message }) => message === RENDERED_FOR) === true;
    const key = isRendered ? JSON.stringify([code, severity, source]) : diagnostic;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [diagnostic]);
    else group.push(diagnostic);
  }
  const inOrder = [...groups.values()].map((group) => (group.length === 1 ? group : group.toSorted(byFile)));
  return inOrder.flatMap(([first, ...others]): readonly Diagnostic[] => {
    if (first === undefined || others.length === 0) return first === undefined ? [] : [first];
    const more = new Map<string, RelatedPlace>();
    for (const { summary, address, related = [] } of others) {
      if (summary === first.summary && address === first.address) continue;
      const source = related.find(({ message }) => message === RENDERED_FOR)?.source;
      more.set(JSON.stringify([summary, address]), { message: summary, address, source });
    }
    const rest = more.size - MOST_OTHERS;
    const shown = [...more.values()].slice(0, MOST_OTHERS);
    const end = rest > 0 ? [{ message: `and ${rest} more of the same` }] : [];
    return [{ ...first, related: [...(first.related ?? []), ...shown, ...end] }];
  });
}

// --- internal ---

const MOST_OTHERS = 10;

function byFile(a: Diagnostic, b: Diagnostic): number {
  return compare(a.repository ?? '', b.repository ?? '') || compare(a.path ?? '', b.path ?? '');
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
