import type { Diagnostic } from '../diagnostics/diagnostic.ts';

/**
 * Makes one finding of all that have a code: one thing is wrong, a file, and its detail says where, a line each.
 *
 * The first few lines are enough to see what it is; the last says how many are left out. A repository stays the place of
 * the finding where it is that of all, else each line names its own.
 */
export function oneFindingACode(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  const byCode = new Map<string, Diagnostic[]>();
  for (const one of diagnostics) {
    const known = byCode.get(one.code);
    if (known === undefined) byCode.set(one.code, [one]);
    else known.push(one);
  }
  return [...byCode.values()].flatMap((all): readonly Diagnostic[] => {
    const [first] = all;
    if (first === undefined || all.length === 1) return all;
    const { repository: _, ...rest } = first;
    const shared = all.every(({ repository }) => repository === first.repository) ? first.repository : undefined;
    const lines = [...new Set(all.map((one) => lineOf(one, shared)))];
    const left = lines.length - MOST;
    const detail = [...lines.slice(0, MOST), ...(left > 0 ? [`And ${left} more.`] : [])].join('\n');
    return [{ ...rest, detail, ...(shared !== undefined && { repository: shared }) }];
  });
}

// --- internal ---

const MOST = 10;

function lineOf({ summary, detail = summary, repository }: Diagnostic, shared: string | undefined): string {
  return repository === undefined || repository === shared ? detail : `${repository}: ${detail}`;
}
