import { element } from './element.ts';

/** Which of many rows of one height are to be drawn. */
export function windowOf(
  scrollTop: number,
  height: number,
  rowHeight: number,
  count: number,
): { readonly start: number; readonly end: number } {
  const start = Math.max(0, Math.floor(scrollTop / rowHeight) - OVERSCAN);
  const end = Math.min(count, Math.ceil((scrollTop + height) / rowHeight) + OVERSCAN);
  return { start: Math.min(start, count), end };
}

export interface VirtualList<T> {
  readonly root: HTMLElement;
  show(items: readonly T[]): void;
  /** Marks an item and brings it into sight; -1 for none. */
  select(index: number): void;
  readonly selected: number;
}

/**
 * A list of which only the rows in sight are elements, however long it is.
 *
 * One stop of the Tab key; the arrow keys, Page Up and Down, Home and End move inside.
 */
export function virtualList<T>(options: {
  readonly label: string;
  readonly render: (item: T, index: number) => HTMLElement;
  readonly onSelect: (item: T, index: number) => void;
  readonly onOpen: () => void;
}): VirtualList<T> {
  const canvas = element('div', { class: 'canvas' });
  const root = element('div', { class: 'list', role: 'listbox', tabindex: '0', 'aria-label': options.label }, canvas);
  let items: readonly T[] = [];
  let selected = -1;
  let drawn = '';

  const rowHeight = () => Number.parseInt(getComputedStyle(root).getPropertyValue('--row'), 10) || FALLBACK_HEIGHT;

  const draw = (force = false) => {
    const height = rowHeight();
    const { start, end } = windowOf(root.scrollTop, root.clientHeight, height, items.length);
    const state = `${start} ${end} ${height}`;
    if (!force && state === drawn) return;
    drawn = state;
    canvas.style.height = `${items.length * height}px`;
    canvas.replaceChildren(
      ...items.slice(start, end).map((item, offset) => {
        const index = start + offset;
        const row = options.render(item, index);
        row.id = `row-${index}`;
        row.setAttribute('role', 'option');
        row.setAttribute('aria-posinset', String(index + 1));
        row.setAttribute('aria-setsize', String(items.length));
        row.setAttribute('aria-selected', String(index === selected));
        row.style.top = `${index * height}px`;
        row.addEventListener('click', () => {
          select(index);
          options.onOpen();
        });
        return row;
      }),
    );
    if (selected >= start && selected < end) root.setAttribute('aria-activedescendant', `row-${selected}`);
    else root.removeAttribute('aria-activedescendant');
  };

  const select = (index: number) => {
    selected = Math.min(index, items.length - 1);
    const item = items[selected];
    if (item !== undefined) {
      const height = rowHeight();
      const top = selected * height;
      if (top < root.scrollTop) root.scrollTop = top;
      else if (top + height > root.scrollTop + root.clientHeight) root.scrollTop = top + height - root.clientHeight;
      options.onSelect(item, selected);
    }
    draw(true);
  };

  const move = (by: number) => {
    if (items.length > 0) select(Math.max(0, Math.min(items.length - 1, selected + by)));
  };

  root.addEventListener('scroll', () => draw(), { passive: true });
  new ResizeObserver(() => draw()).observe(root);
  root.addEventListener('keydown', (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const page = Math.max(1, Math.floor(root.clientHeight / rowHeight()) - 1);
    const steps: Readonly<Record<string, number>> = {
      ArrowDown: 1,
      j: 1,
      ArrowUp: -1,
      k: -1,
      PageDown: page,
      PageUp: -page,
      Home: -items.length,
      End: items.length,
    };
    const by = steps[event.key];
    if (by !== undefined) move(by);
    else if (event.key === 'Enter') options.onOpen();
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  return {
    root,
    show(next) {
      items = next;
      selected = -1;
      root.scrollTop = 0;
      draw(true);
    },
    select,
    get selected() {
      return selected;
    },
  };
}

// --- internal ---

const OVERSCAN = 8;
const FALLBACK_HEIGHT = 44;
