import { ACTION_SYMBOLS } from '../lib/plan/action-symbols.ts';
import type { ResourceAction } from '../lib/plan/plan.ts';
import { conclusionOf, counted, isDestroyed, planNotes } from '../lib/report/plan-words.ts';
import { visible } from '../lib/report/visible.ts';
import { detailView } from './detail-view.ts';
import { button, element } from './element.ts';
import { type Filter, filterRows, NO_FILTER } from './filter.ts';
import { findingsView, impactView } from './impact-view.ts';
import type { PlanIndex, Row } from './index-plan.ts';
import { helpDialog, shortcuts } from './keyboard.ts';
import { phasesView } from './phases-view.ts';
import { keepPrintable } from './print.ts';
import { rowView } from './row-view.ts';
import { buildTree, treeView } from './tree.ts';
import { virtualList } from './virtual-list.ts';

const TABS = ['changes', 'impact', 'phases', 'findings'] as const;
type Tab = (typeof TABS)[number];

/** Builds the page inside of an element, and keeps it in step with what the reader does. */
export function startApp(root: HTMLElement, index: PlanIndex): void {
  const { plan, rows } = index;
  let filter: Filter = NO_FILTER;
  let shown: readonly Row[] = rows;
  let selected: Row | undefined;
  let sides = false;

  const detail = element('section', { class: 'detail', 'aria-label': 'The change' });
  const status = element('p', { class: 'status', role: 'status' });
  const list = virtualList<Row>({
    label: 'Changes',
    render: rowView,
    onSelect: (row) => {
      selected = row;
      rememberPlace(`c${row.id}`);
      drawDetail();
    },
    onOpen: () => {
      root.dataset['open'] = 'detail';
      if (getComputedStyle(detail).position === 'fixed') detail.querySelector<HTMLElement>('.back')?.focus();
    },
  });

  const drawDetail = () => {
    const body =
      selected === undefined
        ? element('p', { class: 'quiet empty', text: 'Choose a change to see what differs.' })
        : detailView(selected, index, {
            sides,
            onSides: (wanted) => {
              sides = wanted;
              drawDetail();
            },
            onShow: showChange,
            onClose: close,
          });
    detail.replaceChildren(body);
    detail.scrollTop = 0;
  };

  const close = () => {
    delete root.dataset['open'];
    list.root.focus();
  };

  const refresh = () => {
    shown = filterRows(rows, filter);
    list.show(shown);
    const of = shown.length === rows.length ? '' : ` of ${rows.length.toLocaleString('en')}`;
    status.textContent = `${shown.length.toLocaleString('en')}${of} ${rows.length === 1 ? 'change' : 'changes'}`;
  };
  const change = (part: Partial<Filter>) => {
    filter = { ...filter, ...part };
    refresh();
  };

  const showChange = (id: number) => {
    openTab('changes');
    if (!shown.some((row) => row.id === id)) controls.reset();
    const at = shown.findIndex((row) => row.id === id);
    if (at !== -1) list.select(at);
    root.dataset['open'] = 'detail';
  };

  const tree = treeView(buildTree(index), (place) => {
    change({ place });
    delete root.dataset['open'];
  });
  const controls = filterBar(index, change, tree.reset);
  const changes = element(
    'div',
    { class: 'changes' },
    element('nav', { class: 'side', 'aria-label': 'Where' }, tree.root),
    element('section', { class: 'middle', 'aria-label': 'Changes' }, controls.root, status, list.root),
    detail,
  );
  const views: Readonly<Record<Tab, () => HTMLElement>> = {
    changes: () => changes,
    impact: () => impactView(index, showChange),
    phases: () => phasesView(plan.phases.length > 0 ? plan : { ...plan, phases: [] }),
    findings: () => findingsView(index),
  };
  const main = element('main', { id: 'main', tabindex: '-1' });
  const tabs = new Map<Tab, HTMLButtonElement>();
  const openTab = (tab: Tab) => {
    for (const [name, one] of tabs) one.setAttribute('aria-selected', String(name === tab));
    if (root.dataset['tab'] === tab) return;
    root.dataset['tab'] = tab;
    main.replaceChildren(views[tab]());
  };
  for (const tab of TABS)
    tabs.set(
      tab,
      tabButton(tab, countOf(tab, index), () => openTab(tab)),
    );

  const showDestroyed = () => {
    openTab('changes');
    controls.reset();
    controls.only('destroyed');
  };
  const help = helpDialog();
  root.replaceChildren(
    head(index, { impact: () => openTab('impact'), destroyed: showDestroyed }),
    element(
      'div',
      { class: 'tabs', role: 'tablist' },
      ...tabs.values(),
      element('span', { class: 'space' }),
      button({ class: 'wide', text: 'Where', 'aria-label': 'Show the tree' }, () => {
        root.dataset['open'] = root.dataset['open'] === 'tree' ? '' : 'tree';
      }),
      button({ class: 'theme', text: '◐', title: 'Light or dark', 'aria-label': 'Light or dark' }, toggleTheme),
      button({ class: 'help', text: '?', title: 'Keyboard', 'aria-label': 'Keyboard' }, () => help.showModal()),
    ),
    main,
    help,
  );
  shortcuts({
    search: () => {
      openTab('changes');
      controls.search.focus();
      controls.search.select();
    },
    escape: () => (root.dataset['open'] ? close() : controls.reset()),
    tab: (number) => {
      const tab = TABS[number];
      if (tab !== undefined) openTab(tab);
    },
    move: (by) => {
      if (root.dataset['tab'] !== 'changes' || shown.length === 0) return;
      list.select(Math.max(0, Math.min(shown.length - 1, list.selected + by)));
      list.root.focus();
    },
    sides: () => {
      sides = !sides;
      drawDetail();
    },
    theme: toggleTheme,
    help: () => help.showModal(),
  });
  keepPrintable(root, index, () => shown);
  refresh();
  drawDetail();
  openTab('changes');
  const linked = /^#c(\d+)$/.exec(location.hash)?.[1];
  if (linked !== undefined && rows[Number(linked)] !== undefined) showChange(Number(linked));
}

// --- internal ---

function head(
  { plan, rows }: PlanIndex,
  open: { readonly impact: () => void; readonly destroyed: () => void },
): HTMLElement {
  const { head: conclusion, why } = conclusionOf(plan);
  const { summary, project, digest, kcdk_version: version } = plan;
  const chips = (
    [
      ['create', summary.add, 'to add'],
      ['update', summary.change, 'to change'],
      ['delete', summary.destroy, 'to destroy'],
      ['move', summary.move, 'to move'],
      ['adopt', summary.adopt, 'to adopt'],
      ['forget', summary.forget ?? 0, 'to forget'],
    ] as const
  )
    .filter(([action, number]) => number > 0 || ['create', 'update', 'delete'].includes(action))
    .map(([action, number, words]) =>
      element(
        'span',
        { class: `chip ${action}${number === 0 ? ' zero' : ''}` },
        element('b', { text: number.toLocaleString('en') }),
        ` ${words}`,
      ),
    );
  return element(
    'header',
    { class: 'top' },
    element(
      'h1',
      {},
      element('span', { text: visible(project) }),
      element('small', { text: `plan of kcdk ${visible(version)}` }),
    ),
    element('p', { class: 'conclusion', text: visible(`${conclusion} ${why}`.trim()) }),
    element('div', { class: 'chips' }, ...chips),
    ...planNotes(plan).map(({ text, grave }) =>
      element('p', { class: grave ? 'note grave' : 'note', text: visible(text) }),
    ),
    ...warningsOf(plan, rows).map(({ text, what }) =>
      element('p', { class: 'note grave' }, text, button({ class: 'link', text: 'Show' }, open[what])),
    ),
    element('p', { class: 'digest', text: digest, title: 'What a review is bound to' }),
  );
}

/** What nobody may overlook. */
function warningsOf(
  { impact = [] }: PlanIndex['plan'],
  rows: readonly Row[],
): readonly { readonly text: string; readonly what: 'impact' | 'destroyed' }[] {
  const deletes = impact.filter(({ severity }) => severity === 'destructive').length;
  const destroys = rows.filter(({ change }) => isDestroyed(change)).length;
  return [
    ...(deletes > 0
      ? [{ text: `${counted(deletes, 'finding')}: something that runs is deleted.`, what: 'impact' as const }]
      : []),
    ...(destroys > 0
      ? [{ text: `${counted(destroys, 'resource')} destroyed in git.`, what: 'destroyed' as const }]
      : []),
  ];
}

function countOf(tab: Tab, { plan, rows }: PlanIndex): number {
  if (tab === 'changes') return rows.length;
  if (tab === 'impact') return plan.impact?.length ?? 0;
  return tab === 'phases' ? plan.phases.length : plan.diagnostics.length + (plan.permissions?.denied.length ?? 0);
}

function tabButton(tab: Tab, count: number, onClick: () => void): HTMLButtonElement {
  const made = button({ role: 'tab', 'data-tab': tab, 'aria-selected': 'false' }, onClick);
  made.append(
    `${tab[0]?.toUpperCase()}${tab.slice(1)} `,
    element('span', { class: 'count', text: count.toLocaleString('en') }),
  );
  return made;
}

function filterBar(
  { actions, kinds, rows }: PlanIndex,
  change: (part: Partial<Filter>) => void,
  resetTree: () => void,
) {
  const search = element('input', {
    type: 'search',
    class: 'search',
    placeholder: 'Search  (repo: org: env: cluster: kind: action: path:)',
    'aria-label': 'Search',
    spellcheck: 'false',
    autocomplete: 'off',
  });
  let waiting: ReturnType<typeof setTimeout> | undefined;
  search.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(() => change({ query: search.value }), DEBOUNCE);
  });
  const wanted = new Set<ResourceAction>();
  const toggles = [...actions].map(([action, number]) => {
    const toggle = button(
      { class: `chip ${action}`, 'aria-pressed': 'false', title: action, 'data-action': action },
      () => {
        if (!wanted.delete(action)) wanted.add(action);
        toggle.setAttribute('aria-pressed', String(wanted.has(action)));
        change({ actions: new Set(wanted) });
      },
    );
    toggle.append(`${ACTION_SYMBOLS[action]} ${action} `, element('b', { text: number.toLocaleString('en') }));
    return toggle;
  });
  const kind = choice('Kind', [['', 'every kind'], ...kinds.map((one) => [one, visible(one)] as const)], (value) =>
    change({ kind: value }),
  );
  const offers: (readonly [Filter['only'], string])[] = [['all', 'all changes']];
  if (rows.some(({ findings }) => findings.length > 0)) offers.push(['impact', 'with impact']);
  if (rows.some(({ file }) => file?.drifted)) offers.push(['drifted', 'changed by hand']);
  if (rows.some(({ change: one }) => isDestroyed(one))) offers.push(['destroyed', 'destroyed']);
  const only = choice('Which', offers, (value) => change({ only: value as Filter['only'] }));
  return {
    root: element('div', { class: 'filters' }, search, element('div', { class: 'chips' }, ...toggles, kind, only)),
    search,
    only(value: Filter['only']) {
      only.value = value;
      change({ only: value });
    },
    reset() {
      clearTimeout(waiting);
      search.value = '';
      kind.value = '';
      only.value = 'all';
      wanted.clear();
      for (const toggle of toggles) toggle.setAttribute('aria-pressed', 'false');
      change(NO_FILTER);
      resetTree();
    },
  };
}

const DEBOUNCE = 80;

function choice(
  label: string,
  options: readonly (readonly [string, string])[],
  onChange: (value: string) => void,
): HTMLSelectElement {
  const made = element('select', { 'aria-label': label });
  made.append(...options.map(([value, text]) => element('option', { value, text })));
  made.addEventListener('change', () => onChange(made.value));
  return made;
}

function toggleTheme(): void {
  const { dataset } = document.documentElement;
  const dark =
    dataset['theme'] === 'dark' ||
    (dataset['theme'] === undefined && matchMedia('(prefers-color-scheme: dark)').matches);
  dataset['theme'] = dark ? 'light' : 'dark';
}

/** A link to the change; where the browser does not let a file have one, the page is as useful without. */
function rememberPlace(hash: string): void {
  try {
    history.replaceState(null, '', `#${hash}`);
  } catch {
    // opaque origins of some browsers
  }
}
