import { element } from './element.ts';
import type { PlaceFilter } from './filter.ts';
import type { PlanIndex, Row } from './index-plan.ts';

/** A part of the platform and how many changes are in it. */
export interface TreeNode {
  readonly label: string;
  /** Undefined for a heading that stands for nothing by itself. */
  readonly place: PlaceFilter | undefined;
  readonly count: number;
  readonly children: readonly TreeNode[];
}

/** Repositories, and organizations with their clusters and the environments on them. */
export function buildTree({ rows }: Pick<PlanIndex, 'rows'>): TreeNode {
  const repositories = group(rows, ({ change }) => change.repository).map(([name, own]) =>
    leaf(name, { repository: name }, own),
  );
  const organizations = group(rows, ({ organization }) => organization).map(([name, own]) =>
    organizationNode(name, { organization: name }, own),
  );
  const rest = rows.filter(({ organization }) => organization === undefined);
  const global = rest.length === 0 ? [] : [organizationNode('Global and platform', { organization: null }, rest)];
  return {
    label: 'All changes',
    place: {},
    count: rows.length,
    children: [
      { label: 'Organizations', place: undefined, count: rows.length, children: [...organizations, ...global] },
      { label: 'Environments', place: undefined, count: rows.length, children: environmentNodes({}, rows) },
      { label: 'Repositories', place: undefined, count: rows.length, children: repositories },
    ].filter(({ children }) => children.length > 0),
  };
}

/** Draws the tree; one stop of the Tab key, arrow keys move inside, left and right close and open. */
export function treeView(
  root: TreeNode,
  onSelect: (place: PlaceFilter) => void,
): { readonly root: HTMLElement; readonly reset: () => void } {
  const list = element('ul', { class: 'tree', role: 'tree', 'aria-label': 'Where' });
  const all: HTMLElement[] = [];
  const mark = (item: HTMLElement | undefined) => {
    for (const other of all) other.setAttribute('aria-selected', String(other === item));
  };
  list.append(
    nodeView(root, 0, all, (item, place) => {
      mark(item);
      onSelect(place);
    }),
  );
  const [first] = all;
  first?.setAttribute('tabindex', '0');
  mark(first);
  list.addEventListener('keydown', (event) => onKey(event, all));
  return { root: list, reset: () => mark(first) };
}

// --- internal ---

function group(rows: readonly Row[], pick: (row: Row) => string | undefined): readonly (readonly [string, Row[]])[] {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const name = pick(row);
    if (name === undefined) continue;
    const known = groups.get(name);
    if (known === undefined) groups.set(name, [row]);
    else known.push(row);
  }
  return [...groups].sort(([a], [b]) => (a < b ? -1 : 1));
}

function leaf(label: string, place: PlaceFilter, rows: readonly Row[]): TreeNode {
  return { label, place, count: rows.length, children: [] };
}

function organizationNode(label: string, place: PlaceFilter, rows: readonly Row[]): TreeNode {
  const clusters = group(rows, ({ cluster }) => cluster).map(
    ([cluster, own]): TreeNode => ({
      ...leaf(cluster, { ...place, cluster }, own),
      children: environmentNodes({ ...place, cluster }, own),
    }),
  );
  return { ...leaf(label, place, rows), children: clusters };
}

function environmentNodes(place: PlaceFilter, rows: readonly Row[]): readonly TreeNode[] {
  return group(rows, ({ environment }) => environment).map(([environment, own]) =>
    leaf(environment, { ...place, environment }, own),
  );
}

type Choose = (item: HTMLElement, place: PlaceFilter) => void;

/** A heading is open; what stands below an organization is drawn when it is opened. */
function nodeView(node: TreeNode, depth: number, all: HTMLElement[], choose: Choose): HTMLElement {
  const { label, place, count, children } = node;
  const line = element(
    'span',
    { class: place === undefined ? 'node heading' : 'node' },
    element('span', { class: 'twist', 'aria-hidden': 'true' }),
    element('span', { class: 'label', text: label, title: label }),
    ...(place === undefined ? [] : [element('span', { class: 'count', text: count.toLocaleString('en') })]),
  );
  const item = element('li', { role: 'treeitem', tabindex: '-1', 'aria-level': String(depth + 1) }, line);
  all.push(item);
  if (children.length > 0) {
    const below = element('ul', { role: 'group' });
    const open = (wanted: boolean) => item.setAttribute('aria-expanded', String(wanted));
    below.append(...children.map((child) => nodeView(child, depth + 1, all, choose)));
    item.append(below);
    open(depth < 1 || (place === undefined && children.length <= MOST_OPEN));
    line.firstElementChild?.addEventListener('click', (event) => {
      event.stopPropagation();
      open(item.getAttribute('aria-expanded') !== 'true');
    });
    if (place === undefined) line.addEventListener('click', () => open(item.getAttribute('aria-expanded') !== 'true'));
  }
  if (place !== undefined) line.addEventListener('click', () => choose(item, place));
  item.addEventListener('keydown', (event) => {
    if (event.target !== item || (event.key !== 'Enter' && event.key !== ' ')) return;
    event.preventDefault();
    event.stopPropagation();
    line.click();
  });
  return item;
}

const MOST_OPEN = 40;

function onKey(event: KeyboardEvent, all: readonly HTMLElement[]): void {
  const item = (event.target as HTMLElement).closest<HTMLElement>('[role=treeitem]');
  if (item === null || event.altKey || event.ctrlKey || event.metaKey) return;
  const shown = all.filter((one) => one.parentElement?.closest('[aria-expanded=false]') === null);
  const at = shown.indexOf(item);
  const expanded = item.getAttribute('aria-expanded');
  const targets: Readonly<Record<string, () => HTMLElement | null | undefined>> = {
    ArrowDown: () => shown[at + 1],
    ArrowUp: () => shown[at - 1],
    Home: () => shown[0],
    End: () => shown.at(-1),
    ArrowRight: () => {
      if (expanded === 'false') item.setAttribute('aria-expanded', 'true');
      return expanded === 'true' ? shown[at + 1] : item;
    },
    ArrowLeft: () => {
      if (expanded === 'true') item.setAttribute('aria-expanded', 'false');
      return expanded === 'true' ? item : item.parentElement?.closest<HTMLElement>('[role=treeitem]');
    },
  };
  const target = targets[event.key]?.();
  if (targets[event.key] === undefined) return;
  event.preventDefault();
  event.stopPropagation();
  if (!target) return;
  item.setAttribute('tabindex', '-1');
  target.setAttribute('tabindex', '0');
  target.focus();
}
