import type { AddDocumentEdit, EditValue } from './edit.ts';
import { verbatimText } from './edit.ts';
import type { EditableFile } from './editable-file.ts';
import { refuse } from './extent.ts';
import type { Splice } from './splice.ts';
import { newlineAt, type Style, styleOfDocument } from './style.ts';
import { writeValue } from './write-value.ts';

/** The splices that add a document: behind the last one, or in front of another. */
export function addDocument(file: EditableFile, { value, before }: AddDocumentEdit): readonly Splice[] {
  const [first] = file.documents;
  const newline = newlineAt(file, 0);
  const style = first === undefined ? undefined : styleOfDocument(file, first);
  const text = documentText(value, { ...(style ?? DEFAULT), newline });
  if (before === undefined || before >= file.documents.length) {
    const isEmpty = file.text === '' || file.text === '\uFEFF';
    const end = file.text.length;
    // `...` ends a document, not the stream: `---` may follow it.
    const lead = isEmpty ? '' : `${file.text.endsWith('\n') ? '' : newline}---${newline}`;
    if (file.branches.at(end) !== '') throw refuse(file, end, 'EDIT_TEMPLATED', 'a branch is open at the end');
    return [{ start: end, end, text: `${lead}${text}${newline}` }];
  }
  const next = file.documents[before];
  if (next?.separator !== undefined && before > 0) {
    return [insertion(file, next.separator, `---${newline}${text}${newline}`)];
  }
  // In front of the first document: what stands above it, such as a header, stays on top.
  const start = next?.separator ?? (file.text.startsWith('\uFEFF') ? 1 : 0);
  const own = next?.separator === undefined ? `${text}${newline}---${newline}` : `---${newline}${text}${newline}`;
  return [insertion(file, start, own)];
}

/** The splices that take a document away, with one separator. */
export function deleteDocument(file: EditableFile, index: number): readonly Splice[] {
  const document = file.documents[index];
  const next = file.documents[index + 1];
  if (document === undefined || file.documents.length < 2) {
    throw refuse(file, 0, 'EDIT_UNSUPPORTED', 'the only document cannot be taken away: delete the file');
  }
  const start = document.separator ?? (file.text.startsWith('\uFEFF') ? 1 : 0);
  const end = next?.separator ?? file.text.length;
  if (!file.branches.isBalanced(start, end)) {
    throw refuse(file, start, 'EDIT_TEMPLATED', 'a branch of the template starts or ends within this document');
  }
  return [{ start, end, text: '' }];
}

// --- internal ---

const DEFAULT: Omit<Style, 'newline'> = { step: 2, listOffset: 2, text: 'plain', quote: 'double', blocks: true };

function insertion(file: EditableFile, start: number, text: string): Splice {
  if (file.branches.at(start) !== '') throw refuse(file, start, 'EDIT_TEMPLATED', 'a branch is open at this place');
  return { start, end: start, text };
}

/** The text of a document, without the newline that ends it. */
function documentText(value: EditValue, style: Style): string {
  const text = verbatimText(value);
  if (text !== undefined) return text.replace(/\r?\n$/, '').replace(/\r?\n/g, style.newline);
  const column = -(Array.isArray(value) ? style.listOffset : style.step);
  const written = writeValue(value, { column, behindDash: false, flow: false, prefer: style.text, style });
  return written.on === 'line' ? written.text : written.lines.join(style.newline);
}
