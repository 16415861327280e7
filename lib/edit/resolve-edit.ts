import { type DiagnosticDetails, error } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import type { EditableDocument, EditableFile } from './editable-file.ts';
import { type EditableNode, walk } from './node.ts';
import {
  type DocumentAddress,
  type Found,
  findDocuments,
  followPath,
  formatPath,
  isFound,
  type NodePath,
  type NotFound,
} from './path.ts';

/** The document an address means. @throws {KcdkError} `EDIT_NOT_FOUND`, `EDIT_AMBIGUOUS` */
export function resolveDocument(file: EditableFile, address: DocumentAddress = 0): EditableDocument {
  const [first, second] = findDocuments(file, address);
  const document = first === undefined ? undefined : file.documents[first];
  const name = typeof address === 'number' ? `document ${address}` : JSON.stringify(address);
  if (document === undefined) throw refusal(file, 'EDIT_NOT_FOUND', 0, `the file has no ${name}`);
  if (second === undefined) return document;
  const root = file.documents[second]?.root;
  throw refusal(file, 'EDIT_AMBIGUOUS', root?.start ?? 0, `the file has more than one ${name}`);
}

/** Follows a path, or says where it broke off. @throws {KcdkError} `EDIT_NOT_FOUND`, `EDIT_AMBIGUOUS`, `EDIT_SHARED` */
export function resolvePath(file: EditableFile, document: EditableDocument, path: NodePath): Found {
  const found = followPath(document.root, path);
  if (isFound(found)) return found;
  throw notFound(file, found, path);
}

/** The finding for a path that leads nowhere. */
export function notFound(file: EditableFile, { reason, depth, offset }: NotFound, path: NodePath): KcdkError {
  const at = formatPath(path.slice(0, depth + 1));
  if (reason === 'twice') return refusal(file, 'EDIT_AMBIGUOUS', offset, `\`${at}\` is there more than once`);
  if (reason === 'alias') return refusal(file, 'EDIT_SHARED', offset, `\`${at}\` is behind an alias`);
  return refusal(file, 'EDIT_NOT_FOUND', offset, `there is no \`${at}\``);
}

/**
 * The anchor through which a change would show in other places: on the way to the place, at it or, when the whole of it
 * is replaced, within it. Undefined when no alias refers to any of these.
 */
export function sharedAnchor(document: EditableDocument, found: Found, replaced: boolean): EditableNode | undefined {
  const used = aliasesOf(document);
  if (used.size === 0) return undefined;
  const isShared = (node: EditableNode | undefined) => node?.anchor !== undefined && used.has(node.anchor);
  const around = found.parents.find(isShared) ?? (isShared(found.node) ? found.node : undefined);
  if (around !== undefined || !replaced) return around;
  for (const node of walk(found.node)) {
    if (isShared(node)) return node;
  }
  return undefined;
}

/** A refusal at an offset. */
export function refusal(
  file: EditableFile,
  code:
    | 'EDIT_NOT_FOUND'
    | 'EDIT_AMBIGUOUS'
    | 'EDIT_SHARED'
    | 'EDIT_EXISTS'
    | 'EDIT_VALUE_INVALID'
    | 'EDIT_CHECK_FAILED',
  offset: number,
  detail: string,
): KcdkError {
  const details: DiagnosticDetails = { path: file.path, source: file.lines.positionOf(offset, file.path), detail };
  return new KcdkError([error(code, details)]);
}

// --- internal ---

const ALIASES = new WeakMap<EditableDocument, ReadonlySet<string>>();

function aliasesOf(document: EditableDocument): ReadonlySet<string> {
  const known = ALIASES.get(document);
  if (known !== undefined) return known;
  const names = new Set<string>();
  for (const node of walk(document.root) as Iterable<EditableNode>) {
    if (node.kind === 'alias') names.add(node.name);
  }
  ALIASES.set(document, names);
  return names;
}
