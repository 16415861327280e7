import type { DocumentAddress, NodePath } from './path.ts';

/**
 * One change of a YAML file. Edits apply in order: each sees the result of those before it.
 *
 * A value takes the style of what it replaces or stands beside; what has no text of its own (`verbatim`) is written as given.
 */
export type Edit = SetEdit | InsertEdit | DeleteEdit | RenameEdit | AddDocumentEdit | DeleteDocumentEdit;

interface NodeEdit {
  /** @default 0, the first document */
  readonly document?: DocumentAddress | undefined;
  readonly path: NodePath;
}

/** Gives the node at `path` a value, whatever it holds now; a last key that is missing is added at the end. */
export interface SetEdit extends NodeEdit {
  readonly op: 'set';
  readonly value: EditValue;
  /** Whether the node must be there already: then a missing one is refused. @default false */
  readonly existing?: boolean | undefined;
}

/** Adds an entry to the mapping, or an item to the list, at `path`; refused when the key is there already. */
export interface InsertEdit extends NodeEdit {
  readonly op: 'insert';
  /** The new key; left out for a list. */
  readonly key?: string | undefined;
  readonly value: EditValue;
  /** @default 'last' */
  readonly at?: InsertPosition | undefined;
}

/** Beside a sibling: its key, or its index or match in a list. Without a sibling of that name the edit is refused. */
export type InsertPosition =
  | 'first'
  | 'last'
  | { readonly before: NodePath[number] }
  | { readonly after: NodePath[number] };

/**
 * Takes away the entry or item at `path`, with the comment on its line; comments above it stay.
 *
 * A collection that becomes empty is written as `{}` or `[]`.
 */
export interface DeleteEdit extends NodeEdit {
  readonly op: 'delete';
}

/** Renames the key at `path`; its value and place stay. */
export interface RenameEdit extends NodeEdit {
  readonly op: 'rename';
  readonly key: string;
}

/** Adds a document, behind all others or in front of the one with this index. */
export interface AddDocumentEdit {
  readonly op: 'add-document';
  readonly value: EditValue;
  readonly before?: number | undefined;
}

/** Takes away a document with its separator. The last one cannot go: delete the file instead. */
export interface DeleteDocumentEdit {
  readonly op: 'delete-document';
  readonly document: DocumentAddress;
}

const VERBATIM: unique symbol = Symbol('verbatim');

/** Data to write; `undefined` members are left out. */
export type EditValue =
  | string
  | number
  | boolean
  | null
  | Verbatim
  | readonly EditValue[]
  | { readonly [key: string]: EditValue | undefined };

/** YAML, perhaps with templates, that is written exactly so, indented to its place. */
export interface Verbatim {
  readonly [VERBATIM]: string;
}

/** For what no value says: a Helm expression without quotes, or a subtree with comments. */
export function verbatim(text: string): Verbatim {
  return { [VERBATIM]: text };
}

/** The text of a verbatim value; undefined for every other value. */
export function verbatimText(value: EditValue | undefined): string | undefined {
  return typeof value === 'object' && value !== null && VERBATIM in value ? (value as Verbatim)[VERBATIM] : undefined;
}

/** Whether verbatim text stands where a scalar would, on the line of its key or dash, rather than on lines below. */
export function isInlineText(text: string): boolean {
  const body = text.replace(/\r?\n$/, '');
  return !body.includes('\n') && !(BLOCK_LINE.test(body) && !body.startsWith('{{'));
}

// --- internal ---

/** An entry or an item on a line. */
const BLOCK_LINE = /^(?:- |[^\s"'{[#][^\s]*:(?: |$)|"[^"]*":(?: |$)|'[^']*':(?: |$))/;
