import { button, element } from './element.ts';

export interface Shortcuts {
  readonly search: () => void;
  readonly escape: () => void;
  /** From 0. */
  readonly tab: (number: number) => void;
  readonly move: (by: 1 | -1) => void;
  readonly sides: () => void;
  readonly theme: () => void;
  readonly help: () => void;
}

/** Keys for the whole page. They do nothing while somebody writes, and never with a modifier. */
export function shortcuts(actions: Shortcuts): void {
  document.addEventListener('keydown', (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    const target = event.target instanceof HTMLElement ? event.target : undefined;
    if (target?.closest('dialog') !== null && target !== undefined) return;
    const writing = target?.matches('input, select, textarea') === true;
    if (event.key === 'Escape') {
      target?.blur();
      actions.escape();
    } else if (writing) return;
    else if (event.key === '/') actions.search();
    else if (event.key === 'j') actions.move(1);
    else if (event.key === 'k') actions.move(-1);
    else if (event.key === 's') actions.sides();
    else if (event.key === 't') actions.theme();
    else if (event.key === '?') actions.help();
    else if (/^[1-4]$/.test(event.key)) actions.tab(Number(event.key) - 1);
    else return;
    event.preventDefault();
  });
}

/** Says which keys there are. */
export function helpDialog(): HTMLDialogElement {
  const list = element('dl');
  for (const [key, what] of KEYS)
    list.append(element('dt', {}, element('kbd', { text: key })), element('dd', { text: what }));
  const dialog: HTMLDialogElement = element(
    'dialog',
    { 'aria-label': 'Keyboard' },
    element('h2', { text: 'Keyboard' }),
    list,
    button({ text: 'Close' }, () => dialog.close()),
  );
  return dialog;
}

// --- internal ---

const KEYS = [
  ['/', 'search'],
  ['j  k', 'next and previous change'],
  ['Enter', 'open the change on a narrow screen'],
  ['s', 'fields, or side by side'],
  ['1 2 3 4', 'changes, impact, phases, findings'],
  ['t', 'light or dark'],
  ['Esc', 'close, or take back all filters'],
  ['Tab, arrows', 'tree and list'],
] as const;
