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
 * @param root  absolute folder that positions are shown relative to, without symbolic links
 */
export function stackMapper(bundle: Bundle, root: string): StackMapper {
  let index: SourceMapIndex | undefined;
  const toSource = (line: number, column: number): SourcePosition | undefined => {
    index ??= parseSourceMap(bundle.map() ?? EMPTY_MAP);
    const place = index.find(line, column);
    if (place === undefined) return undefined;
    const path = resolve(root, place.source);
    const prefix = place.line === 1 ? (bundle.manifest.prefixes[path] ?? 0) : 0;
    return { file: shownPath(path, root), line: place.line, column: Math.max(1, place.column - prefix) };
  };
  const frame = framesOf(bundle.id);
  const locate = (error: unknown) => {
    for (const line of stackOf(error)?.split('\n') ?? []) {
      const place = placeIn(line, frame);
      const source = place && toSource(place.line, place.column);
      if (source !== undefined) return source;
    }
    return undefined;
  };
  return { locate, describe: (error) => describe(error, frame, toSource, 0) };
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

interface Frames {
  readonly id: string;
  readonly place: RegExp;
}

/**
 * Matches places in the bundle: by the name that it gives itself, and by the URL it was imported from, which is what
 * programs see that format stacks on their own.
 */
function framesOf(id: string): Frames {
  const url = `(?:file:)?[^\\s()]*[\\\\/]${id}\\w*\\.mjs\\?run=\\d+`;
  const data = `data:[^,\\s]*;kcdk=${id};[^,\\s]*,[\\w+/=]*`;
  return { id, place: new RegExp(`(?:kcdk:program-${id}|${url}|${data}):(\\d+)(?::(\\d+))?`) };
}

/** Line and column, or a line alone, which is how errors of linking begin. */
function placeIn(text: string, frames: Frames): { readonly line: number; readonly column: number } | undefined {
  const found = text.includes(frames.id) ? frames.place.exec(text) : null;
  return found === null ? undefined : { line: Number(found[1]), column: Number(found[2] ?? 1) };
}

function describe(error: unknown, frames: Frames, toSource: ToSource, depth: number): string {
  const stack = stackOf(error);
  if (stack === undefined) return inspect(error, { depth: 2, breakLength: 100 }).slice(0, 2_000);
  const lines: string[] = [];
  // below the lowest frame of the program is whoever runs it
  let end: number | undefined;
  for (const line of stack.split('\n')) {
    const place = placeIn(line, frames);
    const source = place && toSource(place.line, place.column);
    if (place !== undefined) {
      if (source === undefined) continue;
      end = lines.length + 1;
      const shown = `${source.file}:${source.line}:${source.column}`;
      lines.push(line.replace(frames.place, () => shown));
    } else if (!FRAME.test(line) || !isTrimmed(line)) lines.push(withoutBundle(line));
  }
  if (end !== undefined && lines.slice(end).every((line) => FRAME.test(line))) lines.length = end;
  if (depth < MOST_CAUSES && typeof error === 'object' && error !== null) {
    for (const inner of innerErrors(error)) lines.push(`Caused by: ${describe(inner, frames, toSource, depth + 1)}`);
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
export function withoutBundle(text: string): string {
  return text.replace(/ imported from (?:data:text\/javascript\S*|\S*[\\/][0-9a-f]{64}\.mjs\S*)/g, '');
}
