import { listSome } from '../../lib/diagnostics/list-some.ts';
import type { FileDocument, MigrationDocument, UnitDocument, VaultDocument } from '../../lib/migrate/document.ts';
import { describeEntry } from '../../lib/migrate/document.ts';
import type { MigrationUnit } from '../../lib/migrate/migration.ts';
import { describeGate } from '../../lib/model/gate.ts';
import { visible } from '../../lib/report/visible.ts';
import { createStyle, type Style } from './style.ts';

export interface MigrateViewOptions {
  readonly color: boolean;
  /** Shows every changed line. */
  readonly diff: boolean;
}

/**
 * Shows a migration to a person, from its document alone.
 *
 * A block a cluster with a line a file: what is done to it, the letters of the steps it belongs to, and the era that was
 * found. The last line is `Migration: N to migrate (N files), N done, N refused.`
 */
export function renderMigration(document: MigrationDocument, options: MigrateViewOptions): string {
  const view: View = { document, style: createStyle(options.color), diff: options.diff };
  const isInWaves = document.waves.length > 1;
  const blocks = document.waves.map((wave) => {
    const units = document.units.filter((unit) => unit.wave === wave.number);
    const state = wave.state === 'next' ? 'to do next' : wave.state === 'later' ? 'later' : 'nothing left to do';
    const head = `Wave ${wave.number} of ${document.waves.length} (${state})`;
    return [...(isInWaves ? [[view.style.bold(head)]] : []), ...units.map((unit) => unitBlock(unit, view))];
  });
  const lines = [...blocks.flat(), vaultBlock(view), [lastLine(view)]];
  return `${lines
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n')}\n`;
}

/**
 * Shows what may leave Vault after a migration, a line an entry; empty where nothing may.
 *
 * @param looked  whether it was seen that every ExternalSecret is ready
 */
export function renderReleases(
  units: readonly Pick<MigrationUnit, 'vault'>[],
  { color, looked }: { readonly color: boolean; readonly looked: boolean },
): string {
  const entries = units.flatMap(({ vault }) => vault.map(describeEntry));
  const head = looked
    ? 'Every ExternalSecret is ready. Nothing in the repository reads these fields of Vault any more:'
    : 'Once every ExternalSecret is ready, which was not looked at, nothing reads these fields of Vault any more:';
  const lines = releaseLines([...new Map(entries.map((entry) => [entry.key, entry])).values()]);
  return lines.length === 0 ? '' : `${[createStyle(color).bold(head), ...lines].join('\n')}\n`;
}

// --- internal ---

interface View {
  readonly document: MigrationDocument;
  readonly style: Style;
  readonly diff: boolean;
}

function unitBlock(unit: UnitDocument, view: View): readonly string[] {
  const { style, document } = view;
  const done = document.direction === 'back' ? 'nothing to take back' : 'migrated already';
  const state = { pending: '', done: ` ${style.dim(`(${done})`)}`, refused: ` ${style.red(refusal(unit))}` }[
    unit.state
  ];
  const head = `${style.bold(visible(unit.name))}  ${visible(unit.folder)}${state}`;
  if (unit.state === 'done') return [head];
  const prefix = unit.folder === '' ? '' : `${unit.folder}/`;
  const width = Math.max(...unit.files.map(({ path }) => shortened(path, prefix).length), 0);
  return [head, ...unit.files.flatMap((file) => fileLines(file, { ...view, prefix, width }))];
}

function refusal({ diagnostics }: UnitDocument): string {
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  return `(refused: ${errors} error${errors === 1 ? '' : 's'})`;
}

const SIGNS: Readonly<Record<FileDocument['action'], string>> = {
  none: ' ',
  create: '+',
  update: '~',
  move: '→',
  delete: '-',
};

function fileLines(
  file: FileDocument,
  view: View & { readonly prefix: string; readonly width: number },
): readonly string[] {
  const { style, prefix, width } = view;
  const paint = { none: style.dim, create: style.green, update: style.yellow, move: style.cyan, delete: style.red };
  const steps = [...new Set(file.parts.map(({ step }) => step))].join('') || ' ';
  const path = shortened(file.path, prefix).padEnd(width);
  const from = file.previous_path === undefined ? '' : `  from ${visible(shortened(file.previous_path, prefix))}`;
  const line =
    `  ${paint[file.action](SIGNS[file.action])} ${steps.padEnd(2)} ${path}  ${erasOf(file)}${from}`.trimEnd();
  if (!view.diff || file.diff.length === 0) return [line];
  const omitted = file.diff_omitted === undefined ? [] : [`… and ${file.diff_omitted} more lines`];
  return [line, ...[...file.diff, ...omitted].map((each) => `        ${diffLine(each, style)}`)];
}

function shortened(path: string, prefix: string): string {
  return visible(path.startsWith(prefix) ? path.slice(prefix.length) : path);
}

/** `pat, mixed`: the eras of its documents, each once. */
function erasOf({ parts }: FileDocument): string {
  const eras = [...new Set(parts.map(({ era }) => era))].join(', ');
  return visible(eras);
}

function diffLine(line: string, style: Style): string {
  const text = visible(line);
  if (line.startsWith('+')) return style.green(text);
  if (line.startsWith('-')) return style.red(text);
  return line.startsWith('@@') ? style.cyan(text) : text;
}

/** Clusters may share an entry. */
function vaultOf(units: readonly UnitDocument[]): readonly VaultDocument[] {
  return [...new Map(units.flatMap(({ vault }) => vault).map((entry) => [entry.key, entry])).values()];
}

/** What has to be in Vault, and what may go: of units with something to do, and of those that are done. */
function vaultBlock({ document, style }: View): readonly string[] {
  const entries = vaultOf(document.units.filter(({ state }) => state !== 'refused'));
  const pending = vaultOf(document.units.filter(({ state }) => state === 'pending'));
  const lines: string[] = [];
  if (pending.length > 0) {
    lines.push(style.bold('Before the commit, Vault must have, beside the old fields:'));
    for (const { key, needed } of pending) lines.push(`  ${visible(key)}: ${needed.map(visible).join(', ')}`);
  }
  lines.push(...gateLines(document, style));
  const released = releaseLines(entries);
  if (released.length > 0)
    lines.push(
      style.bold('Afterwards, once every ExternalSecret is ready, nothing in the repository reads:'),
      ...released,
    );
  return lines;
}

/** Of very many, only so many are listed. */
const MOST_GATES = 12;

/** What the commit is followed by; what comes before it is listed by entry. */
function gateLines({ units }: MigrationDocument, style: Style): readonly string[] {
  const after = units.filter(({ state }) => state === 'pending').flatMap(({ gates }) => gates?.after ?? []);
  if (after.length === 0) return [];
  return [
    style.bold('After the commit it has to come to this, before the next wave and before fields leave Vault:'),
    ...listSome(after, MOST_GATES, ({ gate }) => `  ${visible(describeGate(gate))}`, '  '),
  ];
}

function releaseLines(entries: readonly VaultDocument[]): readonly string[] {
  const released = entries.filter((entry) => entry.released.length > 0 || entry.read_by.length > 0);
  return released.map(({ key, released: fields, read_by }) => {
    const held = read_by.length === 0 ? '' : `  (others are still read by ${readers(read_by)})`;
    return `  ${visible(key)}: ${fields.map(visible).join(', ') || 'none'}${held}`;
  });
}

function readers(paths: readonly string[]): string {
  const [first = '', ...others] = paths;
  return visible(first) + (others.length === 0 ? '' : ` and ${others.length} more`);
}

function lastLine({ document, style }: View): string {
  const { pending, done, refused, files } = document.summary;
  if (pending === 0 && refused === 0 && document.units.length > 0 && document.diagnostics.every(isWarning)) {
    const what = document.direction === 'back' ? 'Nothing to take back.' : 'Nothing to migrate.';
    return `${style.bold(what)} ${done} done.`;
  }
  const word = document.direction === 'back' ? 'to take back' : 'to migrate';
  return style.bold(`Migration: ${pending} ${word} (${files} files), ${done} done, ${refused} refused.`);
}

function isWarning({ severity }: { readonly severity: string }): boolean {
  return severity === 'warning';
}
