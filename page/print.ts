import { ACTION_SYMBOLS } from '../lib/plan/action-symbols.ts';
import { fieldLines } from '../lib/report/field-lines.ts';
import { counted } from '../lib/report/plan-words.ts';
import { visible } from '../lib/report/visible.ts';
import { differenceLines } from './detail-view.ts';
import { element } from './element.ts';
import { findingsView, impactView } from './impact-view.ts';
import type { PlanIndex, Row } from './index-plan.ts';
import { phasesView } from './phases-view.ts';

/**
 * Puts a flat form of the page on paper: impact, phases, findings, and every change that passes the filters, with what
 * differs.
 *
 * It is made when it is printed and goes afterwards, since on the screen only what is in sight may be there.
 */
export function keepPrintable(root: HTMLElement, index: PlanIndex, shown: () => readonly Row[]): void {
  const paper = element('div', { class: 'paper' });
  window.addEventListener('beforeprint', () => {
    paper.replaceChildren(...printed(index, shown()));
    root.append(paper);
  });
  window.addEventListener('afterprint', () => {
    paper.remove();
    paper.replaceChildren();
  });
}

// --- internal ---

const MOST_CHANGES = 2_000;
const MOST_LINES = 500;

function printed(index: PlanIndex, rows: readonly Row[]): readonly Node[] {
  const more = rows.length - MOST_CHANGES;
  const title = (text: string) => element('h2', { text });
  return [
    title('Impact'),
    impactView(index, () => undefined),
    title('Phases'),
    phasesView(index.plan),
    title('Findings'),
    findingsView(index),
    title(counted(rows.length, 'change')),
    ...rows.slice(0, MOST_CHANGES).map(printedRow),
    ...(more > 0 ? [element('p', { text: `and ${more} more that are not printed; filter to print a part` })] : []),
  ];
}

function printedRow({ change, title }: Row): HTMLElement {
  const lines = fieldLines(change);
  const more = lines.length - MOST_LINES;
  const shown = more > 0 ? [...lines.slice(0, MOST_LINES), `! … ${counted(more, 'more line')}`] : lines;
  return element(
    'section',
    { class: 'printed' },
    element('h3', { text: visible(`${ACTION_SYMBOLS[change.action]} ${title}`) }),
    element('p', { class: 'where', text: visible(`${change.repository}: ${change.path} · ${change.address}`) }),
    ...(shown.length === 0 ? [] : [differenceLines(shown)]),
  );
}
