import { formatPosition } from '../../lib/diagnostics/diagnostic.ts';
import type { DriftDocument, DriftedFile, DriftedResource } from '../../lib/plan/drift.ts';
import { visible } from '../../lib/report/visible.ts';
import { renderFields } from './field-view.ts';
import { createStyle, type Style } from './style.ts';

export interface DriftViewOptions {
  readonly color: boolean;
  /** Characters a line of fields had better have. */
  readonly width: number;
}

/** What was changed by hand, file by file with its fields; the last line counts. */
export function renderDrift(drift: DriftDocument, { color, width }: DriftViewOptions): string {
  const style = createStyle(color);
  const lines: string[] = [];
  let repository: string | undefined;
  for (const file of drift.files) {
    if (file.repository !== repository) lines.push(style.bold(visible(file.repository)));
    repository = file.repository;
    lines.push(...fileLines(file, style, width));
  }
  return `${[...lines, style.bold(lastLine(drift))].join('\n')}\n`;
}

// --- internal ---

function fileLines(file: DriftedFile, style: Style, width: number): readonly string[] {
  const source = file.source === undefined ? '' : `  ${formatPosition(file.source)}`;
  const head = `  ${visible(file.path)} (${WORDS[file.change]})  ${style.dim(visible(file.address + source))}`;
  if (file.change !== 'edited') return [head];
  if (file.resources === null) return [head, '    what it was before is no longer in git'];
  if (file.resources.length === 0) return [head, '    only formatting or comments'];
  return [head, ...file.resources.flatMap((resource) => resourceLines(resource, file, style, width))];
}

const WORDS = {
  edited: 'edited',
  deleted: 'deleted',
  'replaced-by-link': 'replaced by a link',
} as const satisfies Record<DriftedFile['change'], string>;

function resourceLines(drifted: DriftedResource, file: DriftedFile, style: Style, width: number): readonly string[] {
  const { resource, action, fields } = drifted;
  const { kind, namespace, name } = resource;
  const sign = action === 'create' ? '+' : action === 'delete' ? '-' : '~';
  const head = `    ${sign} ${visible(`${kind} ${namespace === null ? '' : `${namespace}/`}${name}`)}`;
  const { repository, path, address } = file;
  const change = { repository, path, address, resource, action: 'update', fields } as const;
  return [head, ...renderFields(change, { style, width, indent: ' '.repeat(8) })];
}

function lastLine({ files, complete }: DriftDocument): string {
  const more = complete ? '' : ' Something could not be read, so there may be more.';
  if (files.length === 0) return complete ? 'No drift. Every file is as it was last applied.' : more.trim();
  const repositories = new Set(files.map(({ repository }) => repository)).size;
  const counted = `${files.length} ${files.length === 1 ? 'file' : 'files'}`;
  return `Drift: ${counted} in ${repositories} ${repositories === 1 ? 'repository' : 'repositories'} changed by hand.${more}`;
}
