import { formatPosition } from '../../lib/diagnostics/diagnostic.ts';
import { formatFieldPath } from '../../lib/model/field-path.ts';
import type { Unused } from '../../lib/query/unused.ts';
import type { Why } from '../../lib/query/why.ts';
import { visible } from '../../lib/report/visible.ts';
import { table } from './table.ts';

/** Where a file or a line comes from, a fact a line. */
export function renderWhy(why: Why): string {
  const { resource, field, template, inputs, source, line, decided_by: origins = [] } = why;
  const decided = (input: string) => {
    const by = origins.find((origin) => origin.input === input);
    if (by === undefined) return input;
    if (by.by === 'template') return `${input} (default${by.source ? ` in ${formatPosition(by.source)}` : ''})`;
    return `${input} (${by.by === 'program' ? 'given by the program' : 'supplied by the platform'})`;
  };
  const facts: (readonly [string, string | undefined])[] = [
    ['file', `${why.repository}: ${why.path}${line === undefined ? '' : `:${line}`}`],
    ['text', why.text],
    [
      'resource',
      resource && `${resource.kind} ${resource.namespace === null ? '' : `${resource.namespace}/`}${resource.name}`,
    ],
    ['field', field === undefined || field.length === 0 ? undefined : formatFieldPath(field)],
    ['construct', why.address],
    ['program', source && formatPosition(source)],
    [
      'template',
      template && (template.line === 0 ? template.label : `${template.label}/${template.file}:${template.line}`),
    ],
    ['reads', inputs === undefined || inputs.length === 0 ? undefined : inputs.map(decided).join(', ')],
  ];
  const known = facts.flatMap(([name, text]) => (text === undefined ? [] : [`${name.padEnd(10)}${visible(text)}`]));
  return `${known.join('\n')}\n`;
}

/** What decides nothing, as a table. */
export function renderUnused(unused: readonly Unused[]): string {
  if (unused.length === 0) return 'Everything that is declared decides something.\n';
  const rows = unused.map(({ kind, name, namespace, reason, address, source }) => [
    kind,
    visible(name),
    visible(namespace),
    reason,
    visible(address),
    source === undefined ? '' : visible(formatPosition(source)),
  ]);
  return table([['KIND', 'NAME', 'NAMESPACE', 'WHY', 'ADDRESS', 'PROGRAM'], ...rows]);
}
