import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { repoPathProblem } from '../model/repo-path.ts';
import { applyEdits } from './apply-edits.ts';
import type { Edit } from './edit.ts';

/** Text files by repository path. */
export type FileTexts = ReadonlyMap<string, string>;

/** One change of a set of files; they apply in order. */
export type FileEdit =
  | { readonly op: 'edit'; readonly path: string; readonly edits: readonly Edit[] }
  | { readonly op: 'create'; readonly path: string; readonly text: string }
  | { readonly op: 'move'; readonly path: string; readonly to: string }
  | { readonly op: 'remove'; readonly path: string };

export interface FileEditResult {
  /** The files afterwards; those given, when any edit is refused. */
  readonly files: FileTexts;
  /** Paths whose content is new, other or gone, sorted. */
  readonly changed: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Edits, adds, renames and removes files, all of it or nothing.
 *
 * Pure. A file keeps every byte that no edit means; a renamed one keeps all. Never writes over a file.
 *
 * @returns findings of `applyEdits`, `EDIT_FILE_MISSING`, `EDIT_FILE_EXISTS`, and `EDIT_PATH_UNSAFE` for new paths
 */
export function applyFileEdits(files: FileTexts, edits: readonly FileEdit[]): FileEditResult {
  const after = new Map(files);
  const diagnostics: Diagnostic[] = [];
  for (const edit of edits) diagnostics.push(...applyOne(after, edit));
  if (diagnostics.length > 0) return { files, changed: [], diagnostics };
  const paths = new Set([...files.keys(), ...after.keys()]);
  const changed = [...paths].filter((path) => files.get(path) !== after.get(path)).sort();
  return { files: after, changed, diagnostics };
}

// --- internal ---

function applyOne(files: Map<string, string>, edit: FileEdit): readonly Diagnostic[] {
  const text = files.get(edit.path);
  if (edit.op === 'create') {
    const problems = problemsOfNewPath(files, edit.path);
    if (problems.length === 0) files.set(edit.path, edit.text);
    return problems;
  }
  if (text === undefined) return [error('EDIT_FILE_MISSING', { path: edit.path })];
  if (edit.op === 'edit') {
    const result = applyEdits(text, edit.edits, edit.path);
    files.set(edit.path, result.text);
    return result.diagnostics;
  }
  const problems = edit.op === 'move' && edit.to !== edit.path ? problemsOfNewPath(files, edit.to) : [];
  if (problems.length > 0) return problems;
  files.delete(edit.path);
  if (edit.op === 'move') files.set(edit.to, text);
  return [];
}

function problemsOfNewPath(files: FileTexts, path: string): readonly Diagnostic[] {
  const problem = repoPathProblem(path);
  if (problem !== undefined) return [error('EDIT_PATH_UNSAFE', { path, detail: problem })];
  return files.has(path) ? [error('EDIT_FILE_EXISTS', { path })] : [];
}
