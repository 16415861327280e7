import { realpathSync } from 'node:fs';
import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { inspect } from 'node:util';
import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import { type Bundle, shownPath } from './bundle.ts';
import { parseSourceMap, type SourceMapIndex } from './source-map.ts';

/** Reads stack traces of a bundle as if its sources had run. */
export interface StackMapper {
  /** The topmost frame that lies in the sources; undefined when there is none, or no stack. */
  locate(error: unknown): SourcePosition | undefined;
  /** The error with its stack and causes, mapped to the sources, without the frames of Node and of this package. */
  describe(error: unknown): string;
}

/**
 * Makes the mapper of a bundle. The source map is read at the first question.
 *
 * @param root  absolute folder that positions are shown relative to
 */
export function stackMapper(bundle: Bundle, root: string): StackMapper {
  let index: SourceMapIndex | undefined;
  const realRoot = realpathSync(root);
  const toSource = (line: number, column: number): SourcePosition | undefined => {
    index ??= parseSourceMap(bundle.map() ?? EMPTY_MAP);
    const place = index.find(line, column);
    if (place === undefined) return undefined;
    const path = resolve(realRoot, place.source);
    const prefix = place.line === 1 ? (bundle.manifest.prefixes[path] ?? 0) : 0;
    return { file: shownPath(path, realRoot), line: place.line, column: Math.max(1, place.column - prefix) };
  };
  const locate = (error: unknown) => {
    for (const line of stackOf(error)?.split('\n') ?? []) {
      const place = placeIn(line, bundle.name);
      const source = place && toSource(place.line, place.column);
      if (source !== undefined) return source;
    }
    return undefined;
  };
  return { locate, describe: (error) => describe(error, bundle.name, toSource, 0) };
}

// --- internal ---

const EMPTY_MAP = '{"sources":[],"mappings":""}';
const MOST_CAUSES = 5;
const FRAME = /^\s+at /;

/** Our own frames say nothing about the program. The places hold for the sources and for what is built from them. */
const OWN = [new URL('../', import.meta.url), new URL('../../constructs/', import.meta.url)];
const OWN_FOLDERS = [
  ...OWN.map((url) => url.href),
  ...OWN.map((url) => fileURLToPath(url)),
  '/node_modules/konstruct-cdk/',
];

type ToSource = (line: number, column: number) => SourcePosition | undefined;

/** A user's error may be anything, and may throw when it is looked at. */
function stackOf(error: unknown): string | undefined {
  try {
    const stack: unknown = typeof error === 'object' && error !== null && 'stack' in error ? error.stack : undefined;
    return typeof stack === 'string' ? stack : undefined;
  } catch {
    return undefined;
  }
}

/** `name:line:column` at the end of a frame, or `name:line` alone, which is how errors of linking begin. */
function placeIn(text: string, name: string): { readonly line: number; readonly column: number } | undefined {
  const start = text.indexOf(`${name}:`);
  if (start < 0) return undefined;
  const found = /^:(\d+)(?::(\d+))?/.exec(text.slice(start + name.length));
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2] ?? 1) };
}

function describe(error: unknown, name: string, toSource: ToSource, depth: number): string {
  const stack = stackOf(error);
  if (stack === undefined) return inspect(error, { depth: 2, breakLength: 100 }).slice(0, 2_000);
  const lines: string[] = [];
  for (const line of stack.split('\n')) {
    const place = placeIn(line, name);
    const source = place && toSource(place.line, place.column);
    if (place !== undefined) {
      if (source === undefined) continue;
      const shown = `${source.file}:${source.line}:${source.column}`;
      lines.push(line.replace(/kcdk:program-\w+(?::\d+)+/, () => shown));
    } else if (!FRAME.test(line) || !isTrimmed(line)) lines.push(withoutBundle(line));
  }
  if (depth < MOST_CAUSES && typeof error === 'object' && error !== null) {
    for (const inner of innerErrors(error)) lines.push(`Caused by: ${describe(inner, name, toSource, depth + 1)}`);
  }
  return lines.join('\n');
}

function innerErrors(error: object): readonly unknown[] {
  const several: unknown = 'errors' in error ? error.errors : undefined;
  const cause: unknown = 'cause' in error ? error.cause : undefined;
  return [...(Array.isArray(several) ? several.slice(0, MOST_CAUSES) : []), ...(cause === undefined ? [] : [cause])];
}

function isTrimmed(frame: string): boolean {
  return (
    /\(node:|at (?:async )?node:|<anonymous>\)$/.test(frame) || OWN_FOLDERS.some((folder) => frame.includes(folder))
  );
}

/** Node names the importing module in some messages, and ours means nothing to a reader. */
function withoutBundle(line: string): string {
  return line.replace(
    / imported from (?:data:text\/javascript\S*|\S*\.mjs\?run=\d+|\S*[\\/]bundle[\\/][0-9a-f]{64}\.mjs)/,
    '',
  );
}
