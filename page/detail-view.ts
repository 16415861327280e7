import { formatPosition } from '../lib/diagnostics/diagnostic.ts';
import { ACTION_SYMBOLS } from '../lib/plan/action-symbols.ts';
import { fieldLines } from '../lib/report/field-lines.ts';
import { counted, formatResource, remarksOf } from '../lib/report/plan-words.ts';
import { visible } from '../lib/report/visible.ts';
import { button, element } from './element.ts';
import { findingCard } from './impact-view.ts';
import type { PlanIndex, Row } from './index-plan.ts';
import { type SideRow, sideRows } from './side-by-side.ts';

export interface DetailOptions {
  readonly sides: boolean;
  readonly onSides: (sides: boolean) => void;
  readonly onShow: (id: number) => void;
  readonly onClose: () => void;
}

/** One change with all that is known of it: what differs, where it comes from, what it does. */
export function detailView(row: Row, index: PlanIndex, options: DetailOptions): HTMLElement {
  const { change, findings, group } = row;
  const remarks = [...remarksOf(change), ...(row.file?.drifted ? ['changed by hand since it was last applied'] : [])];
  return element(
    'article',
    { class: 'detail-body', 'aria-label': visible(row.title) },
    element(
      'header',
      {},
      button({ class: 'back', text: '← Changes' }, options.onClose),
      element(
        'h2',
        {},
        element('span', { class: `symbol ${change.action}`, text: ACTION_SYMBOLS[change.action] }),
        ` ${visible(row.title)}`,
      ),
      element('p', { class: 'remarks', text: visible([change.action, ...remarks].join(' · ')) }),
    ),
    ...(findings.length === 0
      ? []
      : [element('section', {}, ...findings.map((finding) => findingCard(finding, index, undefined)))]),
    differenceSection(row, options),
    provenance(row),
    ...(group === undefined ? [] : [placesSection(row, index, options)]),
  );
}

/** The lines of a difference, each with the colour of its sign. */
export function differenceLines(lines: readonly string[]): HTMLElement {
  const pre = element('pre', { class: 'diff', tabindex: '0' });
  for (const line of lines) {
    const kind = CLASSES[line[0] ?? ''];
    pre.append(element('span', { ...(kind !== undefined && { class: kind }), text: line }));
  }
  return pre;
}

// --- internal ---

const CLASSES: Readonly<Record<string, string>> = { '+': 'add', '-': 'remove', '!': 'note', '@': 'hunk' };
const MOST_LINES = 5_000;
const MOST_PLACES = 500;

function differenceSection({ change }: Row, { sides, onSides }: DetailOptions): HTMLElement {
  const title = element('h3', { text: 'What differs' });
  if (change.fields.length === 0 && change.before === undefined && change.after === undefined) {
    const why = change.formatting_only
      ? 'Only formatting or comments differ.'
      : change.action === 'move'
        ? 'Nothing; it only lies elsewhere.'
        : 'The plan holds no values of it: nothing differs, or it is a long text.';
    return element('section', {}, title, element('p', { class: 'quiet', text: why }));
  }
  const toggle = (name: string, wanted: boolean) =>
    button({ text: name, 'aria-pressed': String(sides === wanted) }, () => onSides(wanted));
  const bar = element(
    'div',
    { class: 'bar' },
    title,
    element('span', { class: 'toggle', role: 'group' }, toggle('Fields', false), toggle('Side by side', true)),
  );
  const body = sides ? sidesTable(sideRows(change)) : cutLines(fieldLines(change));
  return element('section', {}, bar, body);
}

function cutLines(lines: readonly string[]): HTMLElement {
  const more = lines.length - MOST_LINES;
  return differenceLines(more > 0 ? [...lines.slice(0, MOST_LINES), `! … ${counted(more, 'more line')}`] : lines);
}

function sidesTable(rows: readonly SideRow[]): HTMLElement {
  const table = element('table', { class: 'sides' });
  const head = element('tr', {}, element('th', { text: 'Before' }), element('th', { text: 'After' }));
  table.append(element('thead', {}, head));
  const body = element('tbody');
  for (const { kind, before, after } of rows.slice(0, MOST_LINES)) {
    if (kind === 'head') {
      const cell = element('td', { class: 'head', text: before ?? '' });
      cell.colSpan = 2;
      body.append(element('tr', {}, cell));
      continue;
    }
    const side = (text: string | undefined, colour: string) =>
      element('td', { class: text === undefined ? 'none' : kind === 'same' ? 'same' : colour, text: text ?? '' });
    body.append(element('tr', {}, side(before, 'remove'), side(after, 'add')));
  }
  table.append(body);
  return element('div', { class: 'scroll', tabindex: '0' }, table);
}

function provenance({ change, file, organization, environment, cluster }: Row): HTMLElement {
  const {
    repository,
    path,
    previous_path: from,
    previous_resource: old,
    address,
    previous_address: was,
    source,
    template,
  } = change;
  const facts: readonly (readonly [string, string | undefined])[] = [
    ['Construct', address],
    ['was', was],
    ['Line of the program', source === undefined ? undefined : formatPosition(source)],
    ['Template', template && `${template.label}/${template.file}:${template.line}`],
    ['Repository', repository],
    ['File', path],
    ['was at', from],
    ['replaces', old === undefined ? undefined : formatResource(old)],
    ['Organization', organization],
    ['Cluster', cluster],
    ['Environment', environment],
    ['Phase', file?.phase],
    ['Blob before', file?.before ?? undefined],
    ['Blob after', file?.after ?? undefined],
    ['Ask why', `kcdk why ${shellWord(`${repository}:${path}`)}`],
  ];
  const list = element('dl');
  for (const [name, value] of facts) {
    if (value === undefined) continue;
    list.append(element('dt', { text: name }), element('dd', { text: visible(value) }));
  }
  return element('section', {}, element('h3', { text: 'Where it comes from' }), list);
}

function shellWord(text: string): string {
  return /^[A-Za-z0-9_./:@=-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

function placesSection({ id, group }: Row, { rows }: PlanIndex, { onShow }: DetailOptions): HTMLElement {
  const others = (group?.changes ?? []).filter((other) => other !== id);
  const items = others.slice(0, MOST_PLACES).flatMap((other) => {
    const row = rows[other];
    if (row === undefined) return [];
    const text = visible(`${row.change.repository}: ${row.change.path}`);
    return [
      element(
        'li',
        {},
        button({ class: 'link', text }, () => onShow(other)),
      ),
    ];
  });
  const more = others.length - items.length;
  return element(
    'section',
    {},
    element('h3', { text: `The same change ${counted(others.length, 'more time')}` }),
    element('ul', { class: 'places' }, ...items),
    ...(more > 0 ? [element('p', { class: 'quiet', text: `and ${more} more` })] : []),
  );
}
