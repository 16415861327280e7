import { formatPosition } from '../../diagnostics/diagnostic.ts';
import { ACTION_SYMBOLS } from '../../plan/action-symbols.ts';
import type { FanOut } from '../../plan/fan-out.ts';
import type { PlanDocument, ResourceChange } from '../../plan/plan.ts';
import { fieldLines } from '../field-lines.ts';
import { counted, formatResource, remarksOf } from '../plan-words.ts';
import { code, fence, htmlCode, prose } from './escape.ts';

/** One change, in the form with its difference and in the form of one line. */
export interface ResourceBlock {
  readonly change: ResourceChange;
  /** An item of a list. */
  readonly line: string;
  /** Collapsed, with the difference; made only when there may be room for it. */
  whole(): string;
}

/** @param group the changes that are the same, of which this one stands for all */
export function resourceBlock(
  change: ResourceChange,
  plan: PlanDocument,
  { group, drifted }: { readonly group: FanOut | undefined; readonly drifted: boolean },
): ResourceBlock {
  const title = `${ACTION_SYMBOLS[change.action]} ${formatResource(change.resource)}`;
  const remarks = [...remarksOf(change), ...(drifted ? ['changed by hand since it was last applied'] : [])];
  const places = group === undefined ? [] : [`the same change ${counted(group.changes.length, 'time')}`];
  const source = change.source === undefined ? '' : ` · ${code(formatPosition(change.source))}`;
  const owner = `${code(change.path)} · ${code(change.address)}${source}`;
  // the name of what is no manifest is its path
  const path = change.path === change.resource.name ? '' : ` · ${code(change.path)}`;
  const said = [...remarks, ...places];
  return {
    change,
    line: `- ${code(title)}${said.length > 0 ? ` ${prose(said.join(', '))}` : ''}${path}`,
    whole: () =>
      [
        `<details><summary>${htmlCode(title)}${said.length > 0 ? ` ${htmlWords(said.join(', '))}` : ''}</summary>`,
        '',
        owner,
        ...differenceOf(change),
        ...(group === undefined ? [] : [...placeLines(group, plan), '']),
        '</details>',
      ].join('\n'),
  };
}

// --- internal ---

const MOST_LINES = 400;
const MOST_PLACES = 20;

/** Remarks may hold paths and names of others, so they are no words of ours. */
function htmlWords(text: string): string {
  return /^[a-z0-9 ,’-]*$/i.test(text) ? text : htmlCode(text);
}

function differenceOf(change: ResourceChange): readonly string[] {
  const lines = fieldLines(change);
  if (lines.length === 0) return [''];
  const shown = lines.slice(0, MOST_LINES);
  const more = lines.length - shown.length;
  return ['', fence('diff', more > 0 ? [...shown, `! … ${counted(more, 'more line')}`] : shown), ''];
}

function placeLines(group: FanOut, plan: PlanDocument): readonly string[] {
  const others = group.changes.slice(1).flatMap((number) => plan.resource_changes[number] ?? []);
  const shown = others.slice(0, MOST_PLACES).map(({ repository, path }) => `- ${code(`${repository}: ${path}`)}`);
  const more = others.length - shown.length;
  return ['The same in:', '', ...shown, ...(more > 0 ? [`- and ${more} more`] : [])];
}
