import type { FileTexts } from '../../edit/file-edits.ts';
import { findNode, findText } from '../../edit/path.ts';
import { readYaml } from '../../edit/read-yaml.ts';
import type { Direction, MigrationUnit } from '../migration.ts';
import { APP_FIELDS, OLD_FIELDS } from './vault-fields.ts';

/**
 * Completes what may leave Vault after a migration: what no file of the repository reads any more.
 *
 * An entry may be read from elsewhere in the repository, too: by a cluster that was not named, or refused.
 */
export function withReleases(
  files: FileTexts,
  units: readonly MigrationUnit[],
  direction: Direction,
): readonly MigrationUnit[] {
  const leaving = direction === 'back' ? APP_FIELDS : OLD_FIELDS;
  const readers = readersOf(filesAfter(files, units), leaving);
  return units.map((unit) => ({
    ...unit,
    vault: unit.vault.map((entry) => {
      const reads = readers.filter(({ key }) => key === entry.key);
      const held = new Set(reads.map(({ field }) => field));
      return {
        ...entry,
        released: leaving.filter((field) => !held.has(field)),
        readBy: [...new Set(reads.map(({ path }) => path))].sort(),
      };
    }),
  }));
}

// --- internal ---

interface Read {
  readonly path: string;
  readonly key: string;
  readonly field: string;
}

function filesAfter(files: FileTexts, units: readonly MigrationUnit[]): FileTexts {
  const after = new Map(files);
  for (const { path, previousPath, after: text } of units.flatMap(({ changes }) => changes)) {
    if (previousPath !== undefined) after.delete(previousPath);
    if (text === undefined) after.delete(path);
    else after.set(path, text);
  }
  return after;
}

function readersOf(files: FileTexts, fields: readonly string[]): readonly Read[] {
  const reads: Read[] = [];
  for (const [path, text] of files) {
    if (!/\.ya?ml$/.test(path) || !text.includes('argocd/repo-credentials-template/')) continue;
    if (!fields.some((field) => text.includes(field))) continue;
    const file = readYaml(text, path);
    for (const { root } of file.documents) {
      const read = (key: string | undefined, read: readonly string[]) =>
        reads.push(...(key === undefined ? [] : read.map((field) => ({ path, key, field }))));
      const data = findNode(root, ['spec', 'data']);
      for (const { value } of data?.kind === 'list' ? data.items : []) {
        const property = findText(value, ['remoteRef', 'property']);
        read(
          findText(value, ['remoteRef', 'key']),
          fields.filter((field) => property === undefined || field === property),
        );
      }
      const template = findNode(root, ['spec', 'target', 'template']);
      const source = template === undefined ? undefined : text.slice(template.start, template.end);
      const extracts = findNode(root, ['spec', 'dataFrom']);
      for (const { value } of extracts?.kind === 'list' ? extracts.items : []) {
        // Without a template the Secret has every field of the entry, and anything may read it there.
        const used = fields.filter((field) => source === undefined || new RegExp(`\\.${field}\\b`).test(source));
        read(findText(value, ['extract', 'key']), used);
      }
    }
  }
  return reads;
}
