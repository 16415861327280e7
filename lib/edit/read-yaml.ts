import type { CST } from 'yaml';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import { type Branches, findBranches } from './branches.ts';
import { buildTree } from './build-tree.ts';
import type { EditableDocument, EditableFile } from './editable-file.ts';
import { findLiteralLines, isPlainYaml } from './literal-parts.ts';
import { type Masked, maskTemplates } from './mask.ts';
import { walk } from './node.ts';
import { type Parsed, parseMasked } from './parse-masked.ts';
import { findTemplateLines, type TemplateLines } from './template-lines.ts';
import { findActions, findTokenLines, type TemplatePart } from './template-parts.ts';
import { indexLines, type TextLines } from './text-lines.ts';
import { findTrailingLines } from './trailing-lines.ts';

/**
 * Reads YAML, also YAML with tokens or Helm templates, into a tree that knows the exact extent of every node.
 *
 * Pure, and never throws for what a text holds: `problems` says why a file cannot be edited. What templates write is
 * unknown, so the tree is that of the file and not of what Helm makes of it: both branches of an `if` are in it.
 *
 * @param path  names the file in diagnostics
 */
export function readYaml(text: string, path = ''): EditableFile {
  const lines = indexLines(text);
  try {
    const { parsed, masked, parts, templateLines } = parse(text);
    const refuse = (problems: readonly Diagnostic[]) => ({ ...unread(text, path, lines), problems });
    const [first] = parsed.problems;
    if (first !== undefined) {
      return refuse(
        parsed.problems.map(({ offset, message }) =>
          error('EDIT_INVALID_YAML', { path, source: lines.positionOf(offset, path), detail: message }),
        ),
      );
    }
    const trailing = findTrailingLines(masked.text, templateLines);
    const source = { masked: masked.text, text, lines, reveal: masked.reveal, trailing };
    const documents = parsed.documents.map(({ document, token }, index): EditableDocument => {
      const start = token?.start ?? [];
      return { index, root: buildTree(document.contents, start, source), separator: separatorOf(start) };
    });
    const branches = findBranches(
      text,
      parts,
      documents.map(({ root }) => root),
    );
    const problems = [...faultsOf(branches, lines, path), ...unknownAliases(documents, lines, path)];
    if (problems.length > 0) return refuse(problems);
    return { path, text, lines, documents, problems, templateLines, branches };
  } catch (cause) {
    if (cause instanceof RangeError || KcdkError.is(cause)) {
      return { ...unread(text, path, lines), problems: [error('EDIT_TOO_DEEP', { path })] };
    }
    throw cause;
  }
}

// --- internal ---

interface Reading {
  readonly parsed: Parsed;
  readonly masked: Masked;
  /** The parts that are templates here; none in a file that is plain YAML. */
  readonly parts: readonly TemplatePart[];
  readonly templateLines: readonly TemplateLines[];
}

function parse(text: string): Reading {
  const parts = [...findActions(text), ...findTokenLines(text)].sort((a, b) => a.start - b.start);
  const plain: Masked = { text, reveal: (value) => value };
  const asItIs = parseMasked(text);
  const literal: Reading = { parsed: asItIs, masked: plain, parts: [], templateLines: [] };
  const outer = withoutNested(parts);
  // In plain YAML, `{{ }}` in a quoted text is for someone else, and escapes in it are YAML's.
  const templateLines = findTemplateLines(text, outer);
  if (outer.length === 0 || isPlainYaml(asItIs, outer, templateLines)) return literal;
  const first = maskTemplates(text, outer, templateLines);
  if (first === undefined) return literal;
  const parsed = parseMasked(first.text);
  const inTexts = findLiteralLines(parsed, first.text, templateLines);
  if (inTexts.size === 0) return { parsed, masked: first, parts: outer, templateLines };
  const outside = templateLines.filter((line) => !inTexts.has(line));
  const second = maskTemplates(text, outer, outside) ?? first;
  return { parsed: parseMasked(second.text), masked: second, parts: outer, templateLines: outside };
}

/** A token on a line within an action over several lines is part of the action. */
function withoutNested(parts: readonly TemplatePart[]): readonly TemplatePart[] {
  let end = -1;
  return parts.filter((part) => {
    if (part.start < end) return false;
    end = part.end;
    return true;
  });
}

const NO_BRANCHES: Branches = { at: () => '', label: () => '', isBalanced: () => true, fault: undefined };

function unread(text: string, path: string, lines: TextLines): Omit<EditableFile, 'problems'> {
  return { path, text, lines, documents: [], templateLines: [], branches: NO_BRANCHES };
}

function separatorOf(start: readonly CST.SourceToken[]): number | undefined {
  return start.find(({ type }) => type === 'doc-start')?.offset;
}

function faultsOf({ fault }: Branches, lines: TextLines, path: string): readonly Diagnostic[] {
  if (fault === undefined) return [];
  return [error('EDIT_TEMPLATE_UNBALANCED', { path, source: lines.positionOf(fault.start, path) })];
}

function unknownAliases(documents: readonly EditableDocument[], lines: TextLines, path: string): readonly Diagnostic[] {
  const problems: Diagnostic[] = [];
  for (const { root } of documents) {
    const anchors = new Set<string>();
    for (const node of walk(root)) {
      if (node.anchor !== undefined) anchors.add(node.anchor);
      if (node.kind !== 'alias' || anchors.has(node.name)) continue;
      const source = lines.positionOf(node.start, path);
      problems.push(
        error('EDIT_INVALID_YAML', { path, source, detail: `there is no anchor \`${node.name}\` before it` }),
      );
    }
  }
  return problems;
}
