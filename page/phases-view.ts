import { describeGate } from '../lib/model/gate.ts';
import type { PlanDocument } from '../lib/plan/plan.ts';
import { counted } from '../lib/report/plan-words.ts';
import { shorten, visible } from '../lib/report/visible.ts';
import { drawing, element } from './element.ts';

/** What is committed in which order: phases from left to right, with what is waited for between them. */
export function phasesView({ phases, resource_changes: changes }: PlanDocument): HTMLElement {
  const counts = new Map<string, number>();
  for (const { repository } of changes) counts.set(repository, (counts.get(repository) ?? 0) + 1);
  const body = element('div', { class: 'page' });
  if (phases.length === 0) {
    body.append(element('p', { class: 'quiet', text: 'Nothing is committed.' }));
    return body;
  }
  body.append(
    element('p', {
      text:
        phases.length === 1
          ? 'One phase: every repository gets at most one commit, and nothing is waited for.'
          : `${phases.length} phases. The next one is written when the gates of the one before have passed.`,
    }),
    element('div', { class: 'scroll', tabindex: '0' }, graph(phases, counts)),
    element('ol', { class: 'phases' }, ...phases.map((phase) => phaseItem(phase, counts))),
  );
  return body;
}

// --- internal ---

type Phases = PlanDocument['phases'];

const BOX = { width: 250, line: 20, head: 30, gap: 120 } as const;
const MOST_NAMED = 8;

function graph(phases: Phases, counts: ReadonlyMap<string, number>): SVGSVGElement {
  const lists = phases.map(({ commits }) => namesOf(commits, counts));
  const tallest = Math.max(...lists.map((names) => names.length), 1);
  const height = BOX.head + tallest * BOX.line + 16;
  const width = phases.length * BOX.width + (phases.length - 1) * BOX.gap;
  const svg = drawing('svg', {
    class: 'graph',
    viewBox: `-2 -2 ${width + 4} ${height + 4}`,
    width: width + 4,
    height: height + 4,
    role: 'img',
    'aria-label': `${phases.length} phases, listed below`,
  });
  for (const [index, phase] of phases.entries()) {
    const x = index * (BOX.width + BOX.gap);
    const gates = phase.gates?.length ?? 0;
    svg.append(box(x, height, `Phase ${index + 1}`, lists[index] ?? []));
    if (index < phases.length - 1)
      svg.append(arrow(x + BOX.width, height / 2, gates === 0 ? '' : counted(gates, 'gate')));
  }
  return svg;
}

function namesOf(commits: readonly string[], counts: ReadonlyMap<string, number>): readonly string[] {
  if (commits.length === 0) return ['is done already'];
  const names = commits.slice(0, MOST_NAMED).map((name) => `${shorten(visible(name), 28)}  ${counts.get(name) ?? 0}`);
  return commits.length > MOST_NAMED ? [...names, `and ${commits.length - MOST_NAMED} more`] : names;
}

function box(x: number, height: number, title: string, names: readonly string[]): SVGGElement {
  const text = (y: number, content: string, kind: string) => drawing('text', { x: x + 12, y, class: kind }, content);
  return drawing(
    'g',
    {},
    drawing('rect', { x, y: 0, width: BOX.width, height, rx: 8 }),
    text(22, title, 'title'),
    ...names.map((name, index) => text(BOX.head + 16 + index * BOX.line, name, 'name')),
  );
}

function arrow(x: number, y: number, label: string): SVGGElement {
  const end = x + BOX.gap;
  return drawing(
    'g',
    { class: 'arrow' },
    drawing('path', { d: `M${x + 6} ${y} H${end - 8}` }),
    drawing('path', { d: `M${end - 16} ${y - 6} L${end - 8} ${y} L${end - 16} ${y + 6}` }),
    drawing('text', { x: x + BOX.gap / 2, y: y - 10, 'text-anchor': 'middle' }, label),
  );
}

function phaseItem({ commits, gates = [] }: Phases[number], counts: ReadonlyMap<string, number>): HTMLElement {
  const what =
    commits.length === 0
      ? 'is done already'
      : `commits to ${commits.map((name) => `${name} (${counted(counts.get(name) ?? 0, 'change')})`).join(', ')}`;
  return element(
    'li',
    {},
    visible(what),
    element(
      'ul',
      {},
      ...gates.map(({ id, gate, pending }) =>
        element(
          'li',
          {},
          visible(`then waits until ${describeGate(gate)}${pending ? ' (begun by an earlier run)' : ''} `),
          element('code', { text: visible(id) }),
        ),
      ),
    ),
  );
}
