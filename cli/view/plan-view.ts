import { formatPosition } from '../../lib/diagnostics/diagnostic.ts';
import { ACTION_SYMBOLS } from '../../lib/plan/action-symbols.ts';
import type { FanOut } from '../../lib/plan/fan-out.ts';
import type { PlanDocument, RepositoryPlan, ResourceAction, ResourceChange } from '../../lib/plan/plan.ts';
import { indexFanOut } from '../../lib/report/fan-out-index.ts';
import {
  conclusionOf,
  counted,
  formatResource,
  isDestroyed,
  planNotes,
  remarksOf,
} from '../../lib/report/plan-words.ts';
import { visible } from '../../lib/report/visible.ts';
import { fanOutLines } from './fan-out-view.ts';
import { renderFields } from './field-view.ts';
import { renderDestructive, renderOtherImpact } from './impact-view.ts';
import { renderPermissions } from './permissions-view.ts';
import { renderPhases } from './phases-view.ts';
import { createStyle, type Style } from './style.ts';

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

// --- internal ---

const DEFAULT_WIDTH = 120;

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

function destroyBlock(title: string, destroyed: readonly ResourceChange[], { style }: View): readonly string[] {
  const lines = destroyed.map((change) => {
    const resource = visible(formatResource(change.previous_resource ?? change.resource));
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
  return `${symbol(change.action, style)} ${visible(formatResource(change.resource))}${remark}  ${owner}`;
}

function symbol(action: ResourceAction, style: Style): string {
  const padded = ACTION_SYMBOLS[action].padStart(3);
  if (action === 'create' || action === 'adopt') return style.green(padded);
  if (action === 'delete' || action === 'replace') return style.red(padded);
  return action === 'move' ? style.cyan(padded) : style.yellow(padded);
}

function notes({ plan, style }: View): readonly string[] {
  return planNotes(plan).map(({ text, grave }) => (grave ? style.red : style.yellow)(visible(text)));
}

function lastLine({ plan, style }: View): string {
  const { head, why } = conclusionOf(plan);
  return why === '' ? style.bold(head) : `${style.bold(head)} ${why}`;
}
