import { formatPosition } from '../../lib/diagnostics/diagnostic.ts';
import type { ImpactFinding, ImpactObject } from '../../lib/plan/impact/finding.ts';
import { visible } from '../../lib/report/visible.ts';
import type { Style } from './style.ts';

export interface ImpactViewOptions {
  readonly style: Style;
  /** Lists everything that is reached, with the way there. */
  readonly full: boolean;
}

/** What deletes something that runs; with `again`, a line each. Empty when nothing does. */
export function renderDestructive(
  impact: readonly ImpactFinding[],
  options: ImpactViewOptions & { readonly again?: boolean },
): readonly string[] {
  const { style, again = false } = options;
  const found = impact.filter(({ severity }) => severity === 'destructive');
  if (found.length === 0) return [];
  const title = again ? 'Again, what this plan deletes on clusters:' : 'Deletes on clusters:';
  const lines = found.flatMap((finding) => (again ? [headline(finding, style)] : findingLines(finding, options)));
  return [style.bold(style.red(title)), ...lines];
}

/** What else is done to what runs. */
export function renderOtherImpact(impact: readonly ImpactFinding[], options: ImpactViewOptions): readonly string[] {
  const found = impact.filter(({ severity }) => severity !== 'destructive');
  if (found.length === 0) return [];
  return [options.style.bold('Also on clusters:'), ...found.flatMap((finding) => findingLines(finding, options))];
}

// --- internal ---

/** How many objects are named where not everything is asked for. */
const MOST_NAMED = 5;

const SYMBOLS = { destructive: '!!', disruptive: ' !', unknown: ' ?', notice: ' i' } as const;

function headline({ code, severity, summary }: ImpactFinding, style: Style): string {
  const symbol = SYMBOLS[severity];
  const painted =
    severity === 'destructive' ? style.red(symbol) : severity === 'disruptive' ? style.yellow(symbol) : symbol;
  return `  ${painted} ${visible(summary)}  ${style.dim(code)}`;
}

function findingLines(finding: ImpactFinding, { style, full }: ImpactViewOptions): readonly string[] {
  const { cause, beyond, held_by: heldBy } = finding;
  const source = cause.source === undefined ? '' : `  ${visible(formatPosition(cause.source))}`;
  const others = cause.others === undefined ? '' : ` and ${cause.others} more`;
  const lines = [
    headline(finding, style),
    `       ${style.dim(`${visible(`${cause.repository}: ${cause.path}`)}${others}  ${visible(cause.address)}${source}`)}`,
    ...reachLines(finding, full).map((line) => `       ${line}`),
  ];
  for (const what of full ? beyond : beyond.slice(0, MOST_NAMED)) lines.push(`       also ${visible(what)}`);
  if (!full && beyond.length > MOST_NAMED) lines.push(`       also ${beyond.length - MOST_NAMED} more`);
  for (const what of full ? heldBy : heldBy.slice(0, MOST_NAMED)) lines.push(`       held back: ${visible(what)}`);
  if (!full && heldBy.length > MOST_NAMED) lines.push(`       held back: ${heldBy.length - MOST_NAMED} more`);
  if (full) lines.push(`       ${style.dim(`if not meant: ${visible(finding.prevention)}`)}`);
  return lines;
}

function reachLines({ reach, reach_omitted: omitted = 0 }: ImpactFinding, full: boolean): readonly string[] {
  if (reach.length === 0) return [];
  if (!full) {
    const named = reach.slice(0, MOST_NAMED).map(formatObject).join(', ');
    const more = reach.length + omitted - MOST_NAMED;
    return [`reaches ${named}${more > 0 ? ` and ${more} more` : ''}`];
  }
  const lines = reach.map((object) => {
    const way = object.chain.length === 0 ? '' : ` through ${visible(object.chain.join(' > '))}`;
    return `reaches ${formatObject(object)}${way}`;
  });
  return omitted > 0 ? [...lines, `reaches ${omitted} more`] : lines;
}

function formatObject({ resource: { kind, namespace, name }, cluster }: ImpactObject): string {
  const where = cluster === null ? '' : ` on ${cluster}`;
  return visible(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}${where}`);
}
