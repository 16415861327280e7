import { visible } from '../../lib/report/visible.ts';
import type { TemplateUpdate } from '../../lib/repository/template/update-templates.ts';
import type { InputChange } from '../../lib/templates/source/compare-templates.ts';
import { formatTemplateSource } from '../../lib/templates/source/template-location.ts';
import { createStyle, type Style } from './style.ts';

/** Updates as JSON; `changes` is null where the locked version is gone. */
export function updatesJson(updates: readonly TemplateUpdate[]): string {
  const templates = updates.map(({ before, after, changes }) => ({
    ...after.source,
    before: { commit: before.commit, digest: before.digest },
    after: { commit: after.commit, digest: after.digest },
    changes: changes ?? null,
  }));
  return `${JSON.stringify({ format_version: '1.0', templates }, undefined, 2)}\n`;
}

/** Updates for a person: a block for each template that moved, and a line for all that did not. */
export function updatesText(updates: readonly TemplateUpdate[], options: { readonly color: boolean }): string {
  const style = createStyle(options.color);
  const moved = updates.filter(({ before, after }) => before.commit !== after.commit || before.digest !== after.digest);
  const still = updates.length - moved.length;
  const blocks = moved.map((update) => block(update, style));
  const last = `${moved.length} ${moved.length === 1 ? 'template' : 'templates'} moved, ${still} unchanged.`;
  return `${[...blocks, last].join('\n\n')}\n`;
}

// --- internal ---

const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function block({ before, after, changes }: TemplateUpdate, style: Style): string {
  const lines = [
    style.bold(visible(formatTemplateSource(after.source))),
    `  ${before.commit.slice(0, 12)} → ${after.commit.slice(0, 12)}`,
  ];
  if (changes === undefined) return [...lines, '  the version before cannot be read any more'].join('\n');
  if (changes.files.length === 0) lines.push('  no file of the template changed');
  for (const { path, action } of changes.files) lines.push(`  ${sign(action, style)} ${visible(path)}`);
  for (const input of changes.inputs) lines.push(...inputLines(input, style));
  return lines.join('\n');
}

function inputLines({ name, action, fields, breaking }: InputChange, style: Style): readonly string[] {
  const mark = breaking ? style.red(' (breaking)') : '';
  return [
    `  ${sign(action, style)} input ${visible(name)}${mark}`,
    ...fields.map(({ field, before, after }) => `      ${field}: ${shown(before)} → ${shown(after)}`),
  ];
}

function shown(text: string): string {
  return JSON.stringify(visible(text));
}

function sign(action: keyof typeof SIGNS, style: Style): string {
  const paint = { added: style.green, removed: style.red, changed: style.yellow }[action];
  return paint(SIGNS[action]);
}
