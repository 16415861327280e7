import type { Json, JsonObject, Manifest } from '../../model/json.ts';
import { givenAt, isOpenName, type Look, type OpenName, sightOf, type Trace } from '../helm/go/trace.ts';
import { resolveScalar } from '../helm/yaml/resolve.ts';
import type { ChartRequest, RenderedTemplate } from './template-library.ts';

/**
 * A rendering of a chart in which names are left open: it holds for every request that shows the chart the same and differs in
 * those names. Plain data, to be kept.
 */
export interface RenderPattern {
  /** What else was asked for: the one file, and the labels. */
  readonly asked: string;
  readonly looks: readonly (Look & { readonly sight: string })[];
  readonly names: readonly OpenName[];
  /** With marks. */
  readonly files: readonly PatternFile[];
}

export interface PatternFile {
  readonly path: string;
  readonly text: string;
  readonly documents: readonly Manifest[];
}

/** What a request comes to by a pattern; undefined where the pattern does not hold. */
export type FillPattern = (request: ChartRequest) => readonly PatternFile[] | undefined;

/** What a template is given by a request, as a trace follows it. */
export function givenBy({ values, release }: ChartRequest): JsonObject {
  return { Values: values, Release: { Name: release.name, Namespace: release.namespace } };
}

/**
 * The pattern of a rendering that was followed.
 *
 * @param rendered  what the followed rendering gave, with marks
 * @returns undefined where another name could make the text something else to those who read it
 */
export function patternOf(request: ChartRequest, rendered: RenderedTemplate, trace: Trace): RenderPattern | undefined {
  if (rendered.diagnostics.length > 0) return undefined;
  const names = trace.names;
  const marks = marksIn(names);
  const files = rendered.files.map(({ path, text, documents }): PatternFile => ({ path, text, documents }));
  if (!files.every((file) => canBeFilled(file, marks, request))) return undefined;
  const looks = trace.looks.map((look) => ({ ...look, sight: sightOf(look, trace.given) }));
  return { asked: askedBy(request), looks, names, files };
}

/** Makes a pattern ready to be filled any number of times. */
export function openPattern({ asked, looks, names, files }: RenderPattern): FillPattern {
  const marks = names.map(({ mark }) => mark);
  const fillFiles = files.map(({ path, text, documents }) => {
    const fillText = textFiller(text, marks);
    const fillDocuments = documents.map((document) => dataFiller(document, marks) ?? (() => document));
    return (given: readonly string[]): PatternFile | undefined => {
      const filled: Manifest[] = [];
      for (const fill of fillDocuments) {
        const document = fill(given);
        if (document === undefined) return undefined;
        filled.push(document as Manifest);
      }
      return { path, text: fillText(given), documents: filled };
    };
  });
  return (request) => {
    if (askedBy(request) !== asked) return undefined;
    const given = givenBy(request);
    for (const look of looks) if (sightOf(look, given) !== look.sight) return undefined;
    const texts: string[] = [];
    for (const { path } of names) {
      const text = givenAt(given, path);
      if (!isOpenName(text)) return undefined;
      texts.push(text);
    }
    const filled: PatternFile[] = [];
    for (const fill of fillFiles) {
      const file = fill(texts);
      if (file === undefined) return undefined;
      filled.push(file);
    }
    return filled;
  };
}

// --- internal ---

type HasMark = (text: string) => boolean;

interface Marks {
  readonly has: HasMark;
  readonly count: (text: string) => number;
}

function askedBy({ only, labels }: ChartRequest): string {
  return only === undefined && labels === undefined ? '' : JSON.stringify([only ?? '', labels ?? null]);
}

function marksIn(names: readonly OpenName[]): Marks {
  const countOf = (text: string) => names.reduce((sum, { mark }) => sum + text.split(mark).length - 1, 0);
  return { has: (text) => names.some(({ mark }) => text.includes(mark)), count: countOf };
}

/** Tags, which may make text something else, and aliases, anchors and directives that are made of a name. */
const TAG = /(?:^|[\s[{,])!/m;

function canBeFilled({ path, text, documents }: PatternFile, marks: Marks, { labels }: ChartRequest): boolean {
  const { has } = marks;
  if (!has(text)) return true;
  if (has(path) || TAG.test(text) || (text.match(/[&*%]\S*/g) ?? []).some(has)) return false;
  // What stands elsewhere, in a comment or in what is no object, is read by nobody here.
  if (marks.count(text) !== marks.count(JSON.stringify(documents))) return false;
  // Labels are put on objects that are found by their names.
  if (labels !== undefined && documents.length > 1) return false;
  return documents.every(({ apiVersion, kind, metadata, ...rest }) => {
    const annotations = Object.entries(metadata['annotations'] ?? {});
    const isHook = annotations.some(([key, value]) => key.startsWith('helm.sh/') && has(JSON.stringify(value)));
    return !has(apiVersion) && !has(kind) && !isHook && !hasKey(metadata, has) && !hasKey(rest, has);
  });
}

function hasKey(data: Json, has: HasMark): boolean {
  if (typeof data !== 'object' || data === null) return false;
  if (Array.isArray(data)) return data.some((item: Json) => hasKey(item, has));
  return Object.entries(data).some(([key, value]) => has(key) || hasKey(value as Json, has));
}

type FillData = (given: readonly string[]) => Json | undefined;

/** Puts names in place of the marks of a text. */
function textFiller(text: string, marks: readonly string[]): (given: readonly string[]) => string {
  const [first = '', ...rest] = cut(text, marks);
  return (given) => {
    let filled = first;
    for (let at = 0; at < rest.length; at += 2) filled += (given[Number(rest[at])] ?? '') + (rest[at + 1] ?? '');
    return filled;
  };
}

/** The pieces of a text, and between any two the number of the mark there. */
function cut(text: string, marks: readonly string[]): readonly string[] {
  let pieces: string[] = [text];
  for (const [index, mark] of marks.entries()) {
    pieces = pieces.flatMap((piece, at) => (at % 2 === 1 ? [piece] : between(piece.split(mark), `${index}`)));
  }
  return pieces;
}

function between(pieces: readonly string[], separator: string): readonly string[] {
  return pieces.flatMap((piece, at) => (at === 0 ? [piece] : [separator, piece]));
}

/** Undefined for data without a mark, which all fillings share. */
function dataFiller(data: Json, marks: readonly string[]): FillData | undefined {
  if (typeof data === 'string') return scalarFiller(data, marks);
  if (typeof data !== 'object' || data === null) return undefined;
  const fills: (readonly [string, FillData])[] = [];
  for (const [key, value] of Object.entries(data)) {
    const fill = dataFiller(value as Json, marks);
    if (fill !== undefined) fills.push([key, fill]);
  }
  if (fills.length === 0) return undefined;
  return (given) => {
    const filled = (Array.isArray(data) ? [...data] : { ...data }) as Record<string, Json>;
    for (const [key, fill] of fills) {
      const value = fill(given);
      if (value === undefined) return undefined;
      filled[key] = value;
    }
    return filled;
  };
}

/** Characters of what YAML may take for a number, a date or a word such as `yes`. */
const AMBIGUOUS = /^[\w+.~: -]*$/;

function scalarFiller(text: string, marks: readonly string[]): FillData | undefined {
  if (!marks.some((mark) => text.includes(mark))) return undefined;
  const fill = textFiller(text, marks);
  const isText = !AMBIGUOUS.test(
    cut(text, marks)
      .filter((_, at) => at % 2 === 0)
      .join(''),
  );
  return (given) => {
    const filled = fill(given);
    return isText || resolveScalar(filled) === undefined ? filled : undefined;
  };
}
