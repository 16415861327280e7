import type { EditableDocument, EditableFile } from './editable-file.ts';
import { refuse } from './extent.ts';
import type { Found } from './path.ts';
import type { Splice } from './splice.ts';
import { styleAround } from './style.ts';
import { writeKey } from './write-scalar.ts';

/** The splice that gives an entry another key, quoted like the old one. */
export function renameKey(
  file: EditableFile,
  document: EditableDocument,
  found: Found,
  key: string,
): readonly Splice[] {
  const { place } = found;
  const old = place?.in === 'map' ? place.entry.key : undefined;
  if (place?.in !== 'map' || old?.kind !== 'scalar' || old.style === 'literal' || old.style === 'folded') {
    throw refuse(file, found.node?.start ?? 0, 'EDIT_UNSUPPORTED', 'only an entry with a key of text can be renamed');
  }
  const style = styleAround(file, document, found.parents, place.index);
  const text = writeKey(key, place.map.style !== 'block', old.style, style);
  const end = old.end;
  return [{ start: startOfText(file, old.start, end), end, text }];
}

// --- internal ---

/** Behind an anchor or tag in front of the key. */
function startOfText(file: EditableFile, start: number, end: number): number {
  const props = /^(?:[&!][^\s]*[ \t]+)*/.exec(file.text.slice(start, end));
  return start + (props?.[0].length ?? 0);
}
