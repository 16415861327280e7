import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Branches } from './branches.ts';
import type { EditableNode } from './node.ts';
import type { TemplateLines } from './template-lines.ts';
import type { TextLines } from './text-lines.ts';

/** A YAML file as text and as the tree that edits address. */
export interface EditableFile {
  /** Path for diagnostics. */
  readonly path: string;
  /** The whole text, byte order mark and all. */
  readonly text: string;
  readonly lines: TextLines;
  /** In order; a document of comments only counts. Empty when there are problems. */
  readonly documents: readonly EditableDocument[];
  /** Why the file cannot be edited; empty when it can. */
  readonly problems: readonly Diagnostic[];
  /** Lines of templates, which YAML never sees, in order. */
  readonly templateLines: readonly TemplateLines[];
  readonly branches: Branches;
}

/** How to write, beyond what the file itself shows. */
export interface WriteOptions {
  /**
   * Whether this is the second try, after the result of the first did not read as it should.
   *
   * What stands below a block of text and further in becomes part of it, comments too. So text of several lines is
   * quoted then, and what is taken away takes lines of blanks below it along.
   */
  readonly cautious: boolean;
}

export interface EditableDocument {
  readonly index: number;
  /** Undefined for a document without content. */
  readonly root: EditableNode | undefined;
  /** The `---` in front; undefined for a first document without it. */
  readonly separator: number | undefined;
}
