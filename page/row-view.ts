import { ACTION_SYMBOLS } from '../lib/plan/action-symbols.ts';
import { counted } from '../lib/report/plan-words.ts';
import { visible } from '../lib/report/visible.ts';
import { element } from './element.ts';
import type { Row } from './index-plan.ts';

/** A change as one row of the list. */
export function rowView({ change, title, findings, file, group }: Row): HTMLElement {
  const { action, repository, path, fields } = change;
  const worst = findings[0];
  const marks = [
    ...(worst === undefined
      ? []
      : [element('span', { class: `mark ${worst.severity}`, text: worst.severity, title: worst.code })]),
    ...(file?.drifted ? [element('span', { class: 'mark drifted', text: 'by hand' })] : []),
    ...(group === undefined
      ? []
      : [
          element('span', {
            class: 'mark',
            text: `×${group.changes.length}`,
            title: 'the same change in as many places',
          }),
        ]),
    ...(fields.length === 0 ? [] : [element('span', { class: 'mark fields', text: counted(fields.length, 'field') })]),
  ];
  return element(
    'div',
    { class: 'row' },
    element('span', { class: `symbol ${action}`, text: ACTION_SYMBOLS[action], title: action }),
    element(
      'span',
      { class: 'what' },
      element('span', { class: 'title', text: visible(title) }),
      element('span', { class: 'where', text: visible(`${repository}: ${path}`) }),
    ),
    element('span', { class: 'marks' }, ...marks),
  );
}
