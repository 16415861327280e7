import type { Diagnostic, SourcePosition } from '../../diagnostics/diagnostic.ts';
import type { ImpactFinding, ImpactSeverity } from '../../plan/impact/finding.ts';
import type { PlanDocument } from '../../plan/plan.ts';
import { shorten, visible } from '../visible.ts';

export interface AnnotationOptions {
  /** Folder of the program below the root of the checkout, with slashes; empty where it is the root. */
  readonly folder: string;
}

/**
 * Workflow commands that mark the lines of the program which cause diagnostics and impact, the worst first.
 *
 * GitHub shows ten of each kind a step; what is beyond is counted in the last of its kind.
 *
 * @see https://docs.github.com/actions/reference/workflow-commands-for-github-actions
 */
export function annotations(
  plan: Pick<PlanDocument, 'diagnostics' | 'impact'>,
  options: AnnotationOptions,
): readonly string[] {
  const all = [...(plan.impact ?? []).map(fromImpact), ...plan.diagnostics.map(fromDiagnostic)];
  return KINDS.flatMap((kind) => {
    const found = all.filter((one) => one.kind === kind);
    const shown = found.length <= MOST ? found : found.slice(0, MOST - 1);
    const lines = shown.map((one) => command(one, options));
    const more = found.length - shown.length;
    const rest = `${more} more: see the summary of this run`;
    return more > 0 ? [...lines, `::${kind} title=kcdk::${escapeData(rest)}`] : lines;
  });
}

/**
 * Makes the runner take a text for what it is: nothing inside is read as a workflow command.
 *
 * The word that ends it comes from the digest of the plan, which nothing inside the plan can know.
 */
export function withoutCommands(text: string, plan: Pick<PlanDocument, 'digest'>): string {
  const token = `kcdk-${plan.digest.slice('sha256:'.length)}`;
  return `::stop-commands::${token}\n${text.endsWith('\n') ? text : `${text}\n`}::${token}::\n`;
}

// --- internal ---

/** Of each kind, a step. */
const MOST = 10;

const KINDS = ['error', 'warning', 'notice'] as const;

interface Annotation {
  readonly kind: (typeof KINDS)[number];
  readonly title: string;
  readonly text: string;
  readonly source: SourcePosition | undefined;
}

const SEVERITIES = {
  destructive: 'warning',
  disruptive: 'warning',
  unknown: 'notice',
  notice: 'notice',
} as const satisfies Record<ImpactSeverity, Annotation['kind']>;

function fromDiagnostic({ severity, code, summary, fix, source }: Diagnostic): Annotation {
  return { kind: severity, title: code, text: `${summary}\n${fix}`, source };
}

function fromImpact({ severity, code, summary, prevention, cause }: ImpactFinding): Annotation {
  const text = `${summary}\nIf it is not meant: ${prevention}`;
  return { kind: SEVERITIES[severity], title: code, text, source: cause.source };
}

function command({ kind, title, text, source }: Annotation, { folder }: AnnotationOptions): string {
  const place =
    source === undefined
      ? []
      : [
          `file=${escapeProperty(visible(folder === '' ? source.file : `${folder}/${source.file}`))}`,
          `line=${source.line}`,
          `col=${source.column}`,
        ];
  const properties = [`title=${escapeProperty(visible(title))}`, ...place].join(',');
  const lines = text.split('\n').map((line) => shorten(visible(line), MOST_CHARACTERS));
  return `::${kind} ${properties}::${escapeData(lines.join('\n'))}`;
}

const MOST_CHARACTERS = 1_000;

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
