import type { Document, LineCounter, YAMLError } from 'yaml';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { createPlaceFinder, type FindPlace, placeOfNode } from '../yaml/node-finder.ts';
import { parserMessage } from '../yaml/parser-message.ts';

/** The configuration as data, with the places its nodes come from. */
export interface ConfigDocument {
  /** Undefined when the text is no YAML, or when there is no mapping in it. */
  readonly data: Readonly<Record<string, unknown>> | undefined;
  /** What is wrong with the text itself. */
  readonly diagnostics: readonly Diagnostic[];
  /** Where the value, or its key, stands; the nearest node above for a path that does not exist. */
  readonly placeOf: FindPlace;
}

/**
 * Reads YAML 1.2 as data and remembers where everything stands.
 *
 * Keys that are given twice are reported and the rest is still read; errors of syntax leave no data.
 *
 * @param file  the name to show in diagnostics
 */
export async function parseConfigDocument(text: string, file: string): Promise<ConfigDocument> {
  const yaml = await import('yaml');
  const counter = new yaml.LineCounter();
  const document = yaml.parseDocument(text, { lineCounter: counter, prettyErrors: false, logLevel: 'error' });
  const diagnostics = [...document.errors, ...document.warnings].map((problem) => toDiagnostic(problem, counter, file));
  const placeOf = createPlaceFinder(document, counter);
  diagnostics.push(...unknownAliases(yaml, document, counter, file));
  const nothing = { data: undefined, diagnostics, placeOf };
  if (diagnostics.some((diagnostic) => diagnostic.code === 'CONFIG_SYNTAX')) return nothing;
  const whole = { file, ...placeOf([], 'value') };
  if (document.contents === null || (yaml.isScalar(document.contents) && document.contents.value === null)) {
    diagnostics.push(error('CONFIG_EMPTY', { source: whole }));
    return nothing;
  }
  if (!yaml.isMap(document.contents)) {
    diagnostics.push(error('CONFIG_NOT_A_MAPPING', { source: whole }));
    return nothing;
  }
  try {
    return { data: document.toJS({ maxAliasCount: 100 }), diagnostics, placeOf };
  } catch {
    const detail = 'Its aliases cannot be resolved, or they expand to far more than is written.';
    diagnostics.push(error('CONFIG_SYNTAX', { detail, source: whole }));
    return nothing;
  }
}

// --- internal ---

type Yaml = typeof import('yaml');

function toDiagnostic(problem: YAMLError, counter: LineCounter, file: string): Diagnostic {
  const { line, col } = counter.linePos(problem.pos[0]);
  const source = { file, line, column: col };
  if (problem.code === 'DUPLICATE_KEY') return error('CONFIG_DUPLICATE_KEY', { source });
  if (problem.code === 'MULTIPLE_DOCS') {
    const fix = 'Remove the `---` and what follows it.';
    return error('CONFIG_SYNTAX', { summary: 'The configuration has more than one YAML document', fix, source });
  }
  return error('CONFIG_SYNTAX', { detail: parserMessage(problem.message), source });
}

/** The parser itself only notices them when it makes data, without saying where. */
function unknownAliases(yaml: Yaml, document: Document, counter: LineCounter, file: string): readonly Diagnostic[] {
  const anchors = new Set<string>();
  const found: Diagnostic[] = [];
  yaml.visit(document, {
    Node(_key, node) {
      if (!yaml.isAlias(node)) {
        if ('anchor' in node && node.anchor !== undefined) anchors.add(node.anchor);
      } else if (!anchors.has(node.source)) {
        const detail = 'An alias stands for an anchor before it, and there is none of that name.';
        found.push(error('CONFIG_SYNTAX', { detail, source: { file, ...placeOfNode(node, counter) } }));
      }
    },
  });
  return found;
}
