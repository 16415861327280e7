import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { addEdit } from './add-edit.ts';
import { dataOf, dataOfValue, sameData } from './data.ts';
import { addDocument, deleteDocument } from './documents.ts';
import type { AddDocumentEdit, DeleteDocumentEdit, Edit } from './edit.ts';
import type { EditableFile, WriteOptions } from './editable-file.ts';
import { findDocuments, followPath, formatPath, isFound } from './path.ts';
import { readYaml } from './read-yaml.ts';
import { refusal, resolveDocument } from './resolve-edit.ts';
import { expectedDocuments, type Round, startRound } from './round.ts';
import { applySplices } from './splice.ts';

export interface EditResult {
  /** The new text; the one given, when any edit is refused. */
  readonly text: string;
  /** Why edits are refused, all of them. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Edits a YAML file and nothing else in it: every byte that belongs to no edited node stays.
 *
 * Pure. Edits apply in order, all of them or none. The result is read again, and has to say exactly what the file said
 * before with the edits made on its data; otherwise the edits are withdrawn.
 *
 * @param text  the file, decoded with its byte order mark
 * @param path  names the file in findings
 * @returns findings `EDIT_INVALID_YAML`, `EDIT_TEMPLATE_UNBALANCED`, `EDIT_TOO_DEEP` about the file; about an edit
 *   `EDIT_NOT_FOUND`, `EDIT_AMBIGUOUS`, `EDIT_EXISTS`, `EDIT_SHARED`, `EDIT_TEMPLATED`, `EDIT_UNSUPPORTED`,
 *   `EDIT_VALUE_INVALID` and `EDIT_CHECK_FAILED`
 */
export function applyEdits(text: string, edits: readonly Edit[], path = ''): EditResult {
  const first = readYaml(text, path);
  if (first.problems.length > 0) return { text, diagnostics: first.problems };
  let file = first;
  const diagnostics: Diagnostic[] = [];
  let most = Number.POSITIVE_INFINITY;
  let options: WriteOptions = { cautious: false };
  for (let next = 0; next < edits.length; ) {
    const { round, taken, findings } = runRound(file, edits, next, { most, options });
    if (taken === 0) throw kcdkError('IMPOSSIBLE', { detail: 'an edit waits for itself' });
    const after = round.splices.length === 0 ? file : finish(round);
    if (after === undefined && taken > 1) {
      // Which of them it is shows when each is made alone.
      most = 1;
      continue;
    }
    if (after === undefined && !options.cautious) {
      options = { cautious: true };
      continue;
    }
    options = { cautious: false };
    diagnostics.push(...findings);
    const failed = edits[next];
    if (after === undefined && failed !== undefined) diagnostics.push(checkFailed(file, failed));
    file = after ?? file;
    next += taken;
  }
  return { text: diagnostics.length > 0 ? text : file.text, diagnostics };
}

// --- internal ---

interface RoundResult {
  readonly round: Round;
  /** How many edits were made or refused. */
  readonly taken: number;
  readonly findings: readonly Diagnostic[];
}

function runRound(
  file: EditableFile,
  edits: readonly Edit[],
  from: number,
  { most, options }: { readonly most: number; readonly options: WriteOptions },
): RoundResult {
  const round = startRound(file, options);
  const findings: Diagnostic[] = [];
  let taken = 0;
  for (let index = from; index < edits.length && taken < most; index++) {
    const edit = edits[index];
    if (edit === undefined) break;
    const wholeDocument = edit.op === 'add-document' || edit.op === 'delete-document';
    // Documents change the addresses of others, so such an edit has a round for itself.
    if (wholeDocument && taken > 0) break;
    try {
      if (wholeDocument) changeDocuments(round, edit);
      else if (addEdit(round, edit) === 'wait') break;
    } catch (cause) {
      if (!KcdkError.is(cause)) throw cause;
      // What is wrong for this reading may be right after the edits before.
      if (round.splices.length > 0) break;
      findings.push(...cause.diagnostics.map((each) => ({ ...each, path: file.path })));
    }
    taken++;
    if (wholeDocument) break;
  }
  return { round, taken, findings };
}

function changeDocuments(round: Round, edit: AddDocumentEdit | DeleteDocumentEdit): void {
  const { file } = round;
  if (edit.op === 'delete-document') {
    const { index } = resolveDocument(file, edit.document);
    round.splices.push(...deleteDocument(file, index));
    round.afterwards.push((documents) => documents.splice(index, 1));
    return;
  }
  const data = dataOfValue(edit.value, '');
  if (data === undefined) throw refusal(file, 'EDIT_VALUE_INVALID', 0, 'the given text is no YAML by itself');
  round.splices.push(...addDocument(file, edit));
  round.afterwards.push((documents) => {
    if (file.text === '' || file.text === '\uFEFF') documents.splice(0, 1);
    documents.splice(edit.before ?? documents.length, 0, data);
  });
}

/** The file after the round, or undefined when it does not say what it should. */
function finish(round: Round): EditableFile | undefined {
  const { file } = round;
  const text = spliced(round);
  if (text === undefined) return undefined;
  const after = readYaml(text, file.path);
  const expected = [...expectedDocuments(round)];
  for (const change of round.afterwards) change(expected);
  if (after.problems.length > 0 || after.documents.length !== expected.length) return undefined;
  const same = after.documents.every(({ root }, index) => {
    const data = expected[index];
    return data !== undefined && sameData(dataOf(after, root), data);
  });
  return same ? after : undefined;
}

function spliced({ file, splices }: Round): string | undefined {
  try {
    return applySplices(file.text, splices);
  } catch (cause) {
    if (KcdkError.is(cause)) return undefined;
    throw cause;
  }
}

function checkFailed(file: EditableFile, edit: Edit): Diagnostic {
  if (!('path' in edit)) return error('EDIT_CHECK_FAILED', { path: file.path, detail: edit.op });
  const [index = 0] = findDocuments(file, edit.document ?? 0);
  const found = followPath(file.documents[index]?.root, edit.path);
  const offset = isFound(found) ? (found.node?.start ?? 0) : found.offset;
  return error('EDIT_CHECK_FAILED', {
    path: file.path,
    source: file.lines.positionOf(offset, file.path),
    detail: `${edit.op} \`${formatPath(edit.path)}\``,
  });
}
