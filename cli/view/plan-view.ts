import { formatPosition } from '../../lib/diagnostics/diagnostic.ts';
import type { FanOut } from '../../lib/plan/fan-out.ts';
import type {
  PlanDocument,
  PlanSummary,
  RepositoryPlan,
  ResourceAction,
  ResourceChange,
  ResourceIdentity,
} from '../../lib/plan/plan.ts';
import { fanOutLines, indexFanOut } from './fan-out-view.ts';
import { renderFields } from './field-view.ts';
import { renderDestructive, renderOtherImpact } from './impact-view.ts';
import { renderPermissions } from './permissions-view.ts';
import { renderPhases } from './phases-view.ts';
import { createStyle, type Style } from './style.ts';
import { visible } from './visible.ts';

export interface PlanViewOptions {
  readonly color: boolean;
  /** Shows the fields of every resource. */
  readonly diff: boolean;
  /** Characters a line of fields had better have. @default 120 */
  readonly width?: number | undefined;
}

/**
 * Shows a plan to a person, from its document alone.
 *
 * One line a resource, by repository and file; what is destroyed, in git and on clusters, comes first and once more
 * before the last line. That is `Plan: N to add, N to change, N to destroy.`, with `, N to move`, `, N to adopt` and
 * `, N to forget` where there are any,
 * or starts with `No changes.` An incomplete plan, and one with errors, never says "no changes". The diagnostics
 * themselves are not shown here but counted.
 */
export function renderPlan(plan: PlanDocument, options: PlanViewOptions): string {
  const changes = new Map<string, ResourceChange[]>();
  for (const change of plan.resource_changes) {
    const known = changes.get(change.repository);
    if (known === undefined) changes.set(change.repository, [change]);
    else known.push(change);
  }
  const view: View = {
    changes,
    fanOut: indexFanOut(plan),
    plan,
    style: createStyle(options.color),
    diff: options.diff,
    width: options.width ?? DEFAULT_WIDTH,
  };
  const destroyed = plan.resource_changes.filter(isDestroyed);
  const impact = plan.impact ?? [];
  const shown = { style: view.style, full: options.diff };
  const blocks = [
    renderDestructive(impact, shown),
    destroyed.length > 0 ? destroyBlock(`Destroys ${counted(destroyed.length, 'resource')}:`, destroyed, view) : [],
    ...plan.repositories.map((repository) => repositoryBlock(repository, view)),
    renderOtherImpact(impact, shown),
    renderPhases(plan, view.style),
    plan.permissions === undefined ? [] : renderPermissions(plan.permissions, view.style),
    notes(view),
    destroyed.length > 0 ? destroyBlock(`Again, what this plan destroys:`, destroyed, view) : [],
    renderDestructive(impact, { ...shown, again: true }),
    [lastLine(view)],
  ];
  return `${blocks
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/** `Plan: 1 to add, 0 to change, 0 to destroy.` */
export function formatSummary(summary: PlanSummary): string {
  const { add, change, destroy, move, adopt, forget = 0 } = summary;
  const more = [
    move > 0 ? `, ${move} to move` : '',
    adopt > 0 ? `, ${adopt} to adopt` : '',
    forget > 0 ? `, ${forget} to forget` : '',
  ].join('');
  return `Plan: ${add} to add, ${change} to change, ${destroy} to destroy${more}.`;
}

// --- internal ---

const DEFAULT_WIDTH = 120;

const KEPT: ReadonlySet<string> = new Set(['DRIFT_KEPT', 'DRIFT_FIELDS_KEPT']);

const SYMBOLS = {
  create: '+',
  update: '~',
  delete: '-',
  replace: '-/+',
  move: '→',
  adopt: '⊕',
  forget: '.',
} as const satisfies Record<ResourceAction, string>;

interface View {
  readonly plan: PlanDocument;
  /** By the change that stands for the others; null for those others. */
  readonly fanOut: ReadonlyMap<ResourceChange, FanOut | null>;
  /** By repository. */
  readonly changes: ReadonlyMap<string, readonly ResourceChange[]>;
  readonly style: Style;
  readonly diff: boolean;
  readonly width: number;
}

function isDestroyed(change: ResourceChange): boolean {
  return change.action === 'delete' || change.action === 'replace';
}

function destroyBlock(title: string, destroyed: readonly ResourceChange[], { style }: View): readonly string[] {
  const lines = destroyed.map((change) => {
    const resource = formatResource(change.previous_resource ?? change.resource);
    const where = `${change.repository}: ${change.previous_path ?? change.path}`;
    return `  ${symbol(change.action, style)} ${resource}  ${style.dim(visible(where))}`;
  });
  return [style.bold(style.red(title)), ...lines];
}

function repositoryBlock(repository: RepositoryPlan, view: View): readonly string[] {
  const changes = view.changes.get(repository.name) ?? [];
  const ledger = repository.ledger.before !== repository.ledger.after;
  if (changes.length === 0 && !ledger) return [];
  const drifted = new Set(repository.files.filter((file) => file.drifted).map((file) => file.path));
  const lines = [view.style.bold(visible(`${repository.name} (${repository.branch})`))];
  let path: string | undefined;
  let elsewhere = 0;
  for (const change of changes) {
    const group = view.fanOut.get(change);
    // what a person changed by hand is always shown
    if (group === null && !drifted.has(change.path)) {
      elsewhere++;
      continue;
    }
    if (change.path !== path) lines.push(`  ${fileLine(change.path, drifted.has(change.path), view.style)}`);
    path = change.path;
    lines.push(`    ${resourceLine(change, view.style)}`);
    if (view.diff) lines.push(...renderFields(change, { style: view.style, width: view.width, indent: ' '.repeat(8) }));
    if (group) lines.push(...fanOutLines(group, view.plan, { style: view.style, full: view.diff }));
  }
  if (elsewhere > 0)
    lines.push(
      `  and ${counted(elsewhere, 'change')} that ${elsewhere === 1 ? 'is' : 'are'} shown once, with the first of their kind`,
    );
  if (changes.length === 0) lines.push(`  ${visible(repository.ledger.path)}: only the ledger is brought up to date`);
  return lines;
}

function fileLine(path: string, drifted: boolean, style: Style): string {
  return visible(path) + (drifted ? ` ${style.yellow('(changed by hand since it was last applied)')}` : '');
}

function resourceLine(change: ResourceChange, style: Style): string {
  const remarks = remarksOf(change);
  const remark = remarks.length > 0 ? ` (${visible(remarks.join(', '))})` : '';
  const source = change.source === undefined ? '' : `  ${visible(formatPosition(change.source))}`;
  const owner = style.dim(`${visible(change.address)}${source}`);
  return `${symbol(change.action, style)} ${formatResource(change.resource)}${remark}  ${owner}`;
}

function remarksOf(change: ResourceChange): readonly string[] {
  const remarks: string[] = [];
  if (change.action === 'move' || change.action === 'adopt') remarks.push(change.action);
  if (change.action === 'forget') remarks.push('stays in git, nobody’s from now on');
  if (change.previous_resource !== undefined) remarks.push(`replaces ${formatResource(change.previous_resource)}`);
  if (change.previous_path !== undefined) remarks.push(`from ${change.previous_path}`);
  if (change.previous_address !== undefined) remarks.push(`was ${change.previous_address}`);
  if (change.formatting_only) remarks.push('only formatting');
  if (change.fields.length > 0) remarks.push(counted(change.fields.length, 'field'));
  return remarks;
}

function symbol(action: ResourceAction, style: Style): string {
  const padded = SYMBOLS[action].padStart(3);
  if (action === 'create' || action === 'adopt') return style.green(padded);
  if (action === 'delete' || action === 'replace') return style.red(padded);
  return action === 'move' ? style.cyan(padded) : style.yellow(padded);
}

function formatResource({ kind, namespace, name }: ResourceIdentity): string {
  return visible(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`);
}

function counted(number: number, word: string): string {
  return `${number} ${word}${number === 1 ? '' : 's'}`;
}

function notes({ plan, style }: View): readonly string[] {
  const lines: string[] = [];
  const errors = plan.diagnostics.filter((diagnostic) => diagnostic.severity === 'error').length;
  if (!plan.complete)
    lines.push(style.yellow('This plan is incomplete: something could not be read, so more may change.'));
  if (plan.targets !== undefined) lines.push(style.yellow(targetNote(plan.targets)));
  if (errors > 0) lines.push(style.red(`This plan cannot be applied: it has ${counted(errors, 'error')}.`));
  return lines;
}

function targetNote({ target, exclude }: NonNullable<PlanDocument['targets']>): string {
  const parts = [
    target.length > 0 ? `only ${target.join(', ')}` : '',
    exclude.length > 0 ? `nothing of ${exclude.join(', ')}` : '',
  ].filter((part) => part !== '');
  return visible(`This plan looks at ${parts.join(', ')}; the rest of the program may differ from the repositories.`);
}

function lastLine({ plan, style }: View): string {
  const errors = plan.diagnostics.some((diagnostic) => diagnostic.severity === 'error');
  const quiet = plan.phases.length === 0 && plan.resource_changes.length === 0;
  if (!quiet || !plan.complete || errors) return style.bold(formatSummary(plan.summary));
  const kept = plan.diagnostics.some((diagnostic) => KEPT.has(diagnostic.code));
  const why =
    plan.targets !== undefined
      ? 'What the plan looked at is as the program describes it.'
      : kept
        ? 'What differs was changed by hand and is kept.'
        : 'The repositories hold what the program describes.';
  return `${style.bold('No changes.')} ${why}`;
}
