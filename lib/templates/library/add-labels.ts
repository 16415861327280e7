import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import { applyEdits } from '../../edit/apply-edits.ts';
import type { SetEdit } from '../../edit/edit.ts';
import { isJsonObject, type Manifest } from '../../model/json.ts';
import { withLabels } from '../../model/team-label.ts';
import type { LineOrigins } from './provenance.ts';

/** What a template rendered, before anybody may ask where it comes from. */
export interface PlainFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly Manifest[];
  readonly lines: () => LineOrigins;
}

export interface LabelledFile {
  readonly file: PlainFile;
  /** Why the text cannot be edited; then it is as it was. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Gives every object of a rendered file labels; every other byte of its text stays as the template wrote it. */
export function addLabels(file: PlainFile, labels: Readonly<Record<string, string>>): LabelledFile {
  const edits = file.documents.flatMap((manifest) => editsOf(manifest, labels));
  const { text, diagnostics } = applyEdits(file.text, edits, file.path);
  const lines = () => carryLines(file.text, text, file.lines());
  const documents = file.documents.map((manifest) => withLabels(manifest, labels));
  return { file: { ...file, text, documents, lines }, diagnostics };
}

// --- internal ---

function editsOf({ apiVersion, kind, metadata }: Manifest, labels: Readonly<Record<string, string>>): SetEdit[] {
  const { name, namespace } = metadata;
  const document = { apiVersion, kind, name, ...(namespace !== undefined && { namespace }) };
  if (!isJsonObject(metadata['labels'])) {
    return [{ op: 'set', document, path: ['metadata', 'labels'], value: labels }];
  }
  return Object.entries(labels).map(([key, value]) => ({
    op: 'set',
    document,
    path: ['metadata', 'labels', key],
    value,
  }));
}

/** Labels only add lines, or change one where it stands. */
function carryLines<Origin>(
  before: string,
  after: string,
  origins: readonly Origin[],
): readonly (Origin | undefined)[] {
  const old = before.split('\n');
  const now = after.split('\n');
  const carried: (Origin | undefined)[] = [];
  let at = 0;
  let added = now.length - old.length;
  for (const line of now) {
    if (line !== old[at] && added > 0) {
      carried.push(undefined);
      added--;
    } else carried.push(origins[at++]);
  }
  return carried;
}
