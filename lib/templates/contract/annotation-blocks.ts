import { Lexer } from 'yaml';
import { type Diagnostic, type SourcePosition, warning } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { LineIndex } from '../line-index.ts';

/** The annotations there are; `tip` is left from the first format. */
export const ANNOTATION_NAMES = [
  'type',
  'description',
  'required',
  'default',
  'options',
  'secretKey',
  'secretEnv',
  'secretBackend',
  'secretPath',
  'tip',
] as const;

export type AnnotationName = (typeof ANNOTATION_NAMES)[number];

/** What stands behind the colon, without white space around it. */
export interface Annotation {
  readonly text: string;
  readonly position: SourcePosition;
}

/** Annotations on lines that follow one another. */
export interface AnnotationBlock {
  readonly annotations: ReadonlyMap<AnnotationName, Annotation>;
  /** Offset of the last character of the block. */
  readonly end: number;
  /** The `#` of its first annotation. */
  readonly position: SourcePosition;
}

/**
 * Finds the `@input` blocks of a values file, in its order.
 *
 * ```
 * block      := ( '#' ws '@input.' name ws? ':' value NL | continuation | other comment )+
 * ```
 *
 * Names may come in any order. A comment line directly below a description, indented deeper than its `@`, continues it.
 * Other comments inside a block are skipped; an empty line ends it. What stands in a multi-line value is no comment.
 * Linear in the length of the text; never throws.
 */
export function findAnnotationBlocks(
  text: string,
  lines: LineIndex,
): { readonly blocks: readonly AnnotationBlock[]; readonly diagnostics: readonly Diagnostic[] } {
  const blocks: AnnotationBlock[] = [];
  const diagnostics: Diagnostic[] = [];
  let open: OpenBlock | undefined;
  const close = () => {
    if (open !== undefined) {
      const description = open.annotations.get('description');
      if (description !== undefined) {
        const text = [description.text, ...open.continuations].join(' ').trim();
        open.annotations.set('description', { ...description, text });
      }
      if (open.annotations.size > 0) blocks.push(open);
    }
    open = undefined;
  };
  for (const comment of commentsOf(text, lines)) {
    const { line } = comment.position;
    if (open !== undefined && (!comment.alone || line > open.lastLine + 1)) close();
    const match = comment.alone ? EXACT.exec(comment.text) : null;
    if (match === null) {
      if (ALIKE.test(comment.text)) diagnostics.push(malformed(comment));
      else if (open !== undefined && continues(comment, open)) continueDescription(comment, open);
      if (open !== undefined) open.lastLine = line;
      continue;
    }
    const [, start = '', word = '', value = ''] = match;
    open ??= {
      annotations: new Map(),
      end: 0,
      position: comment.position,
      lastLine: line,
      description: undefined,
      continuations: [],
    };
    open.lastLine = line;
    open.end = comment.offset + comment.text.length;
    const name = ANNOTATION_NAMES.find((each) => each === word);
    if (name === undefined) {
      diagnostics.push(unknown(word, at(comment, start.length)));
      continue;
    }
    if (open.annotations.has(name)) {
      const summary = `\`@input.${name}\` is given twice for one key`;
      diagnostics.push(warning('INPUT_ANNOTATION_REPEATED', { summary, source: at(comment, start.length) }));
    }
    const position = at(comment, comment.text.length - value.trimStart().length);
    open.annotations.set(name, { text: value.trim(), position });
    if (name === 'description') open.continuations = [];
    open.description = name === 'description' ? { line, column: at(comment, start.length).column } : undefined;
  }
  close();
  return { blocks, diagnostics };
}

// --- internal ---

interface OpenBlock extends AnnotationBlock {
  readonly annotations: Map<AnnotationName, Annotation>;
  end: number;
  lastLine: number;
  /** Last line of the description and the column of its `@`, while the next line may continue it. */
  description: { readonly line: number; readonly column: number } | undefined;
  /** Lines that continue the description; joined at the end, since joining at each would be quadratic. */
  continuations: string[];
}

interface CommentLine {
  /** From the `#` on. */
  readonly text: string;
  readonly offset: number;
  readonly position: SourcePosition;
  /** True where nothing else stands on the line. */
  readonly alone: boolean;
}

const EXACT = /^(#[ \t]*)@input\.([A-Za-z][A-Za-z0-9_-]*)[ \t]*:(.*)$/;
const ALIKE = /^#+[ \t]*@inputs?\b/i;

/** The lexer of YAML knows what is a comment and what only looks like one inside a text. */
function* commentsOf(text: string, lines: LineIndex): Generator<CommentLine> {
  let offset = 0;
  let isScalar = false;
  let alone = true;
  for (const lexeme of new Lexer().lex(text)) {
    if (!isScalar && MARKS.has(lexeme)) {
      isScalar = lexeme === SCALAR_MARK;
      continue;
    }
    if (!isScalar && lexeme.startsWith('#') && text.startsWith(lexeme, offset)) {
      yield { text: lexeme, offset, position: lines.positionAt(offset), alone };
    }
    if (isScalar) alone = lexeme.endsWith('\n');
    else if (lexeme.endsWith('\n')) alone = true;
    else if (lexeme.trim() !== '') alone = false;
    isScalar = false;
    offset += lexeme.length;
  }
}

/** Lexemes that stand for no text: start of a document, end of a broken collection, start of a scalar. */
const SCALAR_MARK = '\u001f';
const MARKS: ReadonlySet<string> = new Set(['\u0002', '\u0018', SCALAR_MARK]);

function at(comment: CommentLine, shift: number): SourcePosition {
  return { ...comment.position, column: comment.position.column + shift };
}

function continues(comment: CommentLine, open: OpenBlock): boolean {
  const { description } = open;
  if (description === undefined || comment.position.line !== description.line + 1 || !comment.alone) return false;
  const content = comment.text.slice(1).search(/\S/);
  return content !== -1 && comment.position.column + 1 + content > description.column;
}

function continueDescription(comment: CommentLine, open: OpenBlock): void {
  if (open.description === undefined) return;
  open.continuations.push(comment.text.slice(1).trim());
  open.description = { ...open.description, line: comment.position.line };
  open.end = comment.offset + comment.text.length;
}

function malformed(comment: CommentLine): Diagnostic {
  return warning('INPUT_ANNOTATION_MALFORMED', {
    source: comment.position,
    ...(comment.alone ? {} : { detail: 'It stands behind something else on its line.' }),
  });
}

function unknown(word: string, source: SourcePosition): Diagnostic {
  const summary = `There is no annotation \`@input.${word}\``;
  return warning('INPUT_ANNOTATION_UNKNOWN', { summary, fix: didYouMean(word, ANNOTATION_NAMES), source });
}
