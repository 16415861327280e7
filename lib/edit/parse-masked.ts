import type { CST, Document } from 'yaml';
import { yaml } from '../yaml/load-yaml.ts';

/** One document as the parser sees it, with its tokens. Offsets are those of the masked text. */
export interface ParsedDocument {
  readonly document: Document.Parsed;
  /** Undefined for a text without any document. */
  readonly token: CST.Document | undefined;
}

export interface ParseProblem {
  readonly offset: number;
  readonly code: string;
  readonly message: string;
}

export interface Parsed {
  readonly documents: readonly ParsedDocument[];
  readonly problems: readonly ParseProblem[];
}

/**
 * Parses YAML into documents whose nodes know their tokens, by the core schema of YAML 1.2.
 *
 * The tokens are lossless: that they make up the whole text again is checked.
 */
export function parseMasked(text: string): Parsed {
  const { Composer, CST, Parser } = yaml();
  const tokens = [...new Parser().parse(text)];
  if (tokens.map((token) => CST.stringify(token)).join('') !== text) {
    return { documents: [], problems: [{ offset: 0, code: 'LOSSY', message: 'the tokens do not make up the text' }] };
  }
  const documentTokens = tokens.filter((token) => token.type === 'document');
  const documents: ParsedDocument[] = [];
  const problems: ParseProblem[] = [];
  for (const document of new Composer(OPTIONS).compose(tokens, true, text.length)) {
    // A text of comments only has no token for its document.
    documents.push({ document, token: documentTokens[documents.length] });
    // The first: the others of a document mostly follow from it.
    const [error] = document.errors;
    if (error !== undefined) problems.push({ offset: error.pos[0], code: error.code, message: error.message });
  }
  return { documents, problems };
}

// --- internal ---

const OPTIONS = {
  keepSourceTokens: true,
  prettyErrors: false,
  strict: true,
  // Branches of a template may give a key twice. Addressing such a key is refused.
  uniqueKeys: false,
  // `%YAML 1.1` does not change how values are compared.
  schema: 'core',
  logLevel: 'error',
} as const;
