import { type Document, type Node, parseDocument, type Tags } from 'yaml';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { LineIndex } from '../line-index.ts';

/**
 * Parses one YAML document as Helm's tools do: YAML 1.1 (`yes` is true), without timestamps and base-60 numbers.
 *
 * Duplicate keys are left to the caller. Texts over 2 MiB are refused, and those that nest deeper than the parser's stack.
 *
 * @returns the root node with its document, or what is wrong with the text
 * @see https://github.com/kubernetes-sigs/yaml
 */
export function parseYamlDocument(
  text: string,
  lines: LineIndex,
): { readonly contents: Node | null; readonly document: Document } | { readonly diagnostics: readonly Diagnostic[] } {
  const refuse = (detail: string, offset = 0) => error('CONTRACT_SYNTAX', { detail, source: lines.positionAt(offset) });
  if (text.length > MAX_LENGTH) return { diagnostics: [refuse('The file is larger than 2 MiB.')] };
  try {
    const document = parseDocument(text, OPTIONS);
    const { errors, contents } = document;
    if (errors.length === 0) return { contents, document };
    return { diagnostics: errors.map(({ pos, message }) => refuse(withoutContent(message), pos[0])) };
  } catch {
    return { diagnostics: [refuse('It nests deeper than can be read.')] };
  }
}

// --- internal ---

const MAX_LENGTH = 2 * 1024 * 1024;

/** Tags of YAML 1.1 whose values are not JSON. */
const FOREIGN_TAGS = new Set(
  ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`),
);

const OPTIONS = {
  version: '1.1',
  customTags: (tags: Tags): Tags =>
    tags.filter((tag) => typeof tag === 'string' || (!FOREIGN_TAGS.has(tag.tag) && tag.format !== 'TIME')),
  resolveKnownTags: false,
  // The check of the parser is quadratic in the number of keys.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

/** What the parser says, without what it quotes: the file may hold a secret. */
function withoutContent(message: string): string {
  const [line = ''] = message.split(/[:\n]/);
  return `${line.replace(/[.\s]+$/, '')}.`;
}
