import type { FieldPath } from '../../model/field-path.ts';
import type { ObjectName, Provenance, TemplateLine, TemplatePlace } from '../../model/provenance.ts';
import type { TemplateSource } from '../../model/template.ts';
import { type LocateField, locateFields } from '../../yaml/locate-fields.ts';
import { findValueReferences } from '../contract/value-references.ts';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { findTokens } from '../tokens/find-tokens.ts';

/** The template line of each line of a text. */
export type LineOrigins = readonly (TemplateLine | undefined)[];

/** A text that differs from another in names only, each within its line: what is said of the lines of one holds for both. */
export interface Twin {
  readonly provenance: Provenance;
  /** Names the object of the text that is described, where it has only one. */
  readonly object: ObjectName | undefined;
}

/** The provenance of one rendered text, from what its lines came from; `twin` spares to find that out again. */
export type ProvenanceOf = (text: string, lines: () => LineOrigins, twin?: Twin) => Provenance;

/** Says for the files of one template where rendered lines come from; each file of it is read once, when first asked. */
export function createProvenance(
  template: { readonly source: TemplateSource; readonly label: string; readonly digest: string },
  files: TemplateFiles,
): ProvenanceOf {
  const lines = new TemplateLines(files);
  return (text, origins, twin) => new RenderedText(template, lines, { text, origins, twin });
}

// --- internal ---

/** Texts whose places are known at a time: what asks for many places of one text does so at once. */
const LOCATED = 50;

/** Lines of the files of a template, and places in what was rendered from them. */
class TemplateLines {
  readonly #files: TemplateFiles;
  readonly #texts = new Map<string, readonly string[]>();
  readonly #reads = new Map<string, ReadonlyMap<number, readonly string[]>>();
  readonly #located = new Map<string, LocateField>();

  constructor(files: TemplateFiles) {
    this.#files = files;
  }

  textOf({ file, line }: TemplateLine): string {
    return this.#ofFile(this.#texts, file, (text) => text.split('\n'))[line - 1] ?? '';
  }

  wholeOf(file: string): string | undefined {
    const text = this.#files.get(file);
    return typeof text === 'string' ? text : undefined;
  }

  readsOf({ file, line }: TemplateLine): readonly string[] {
    return this.#ofFile(this.#reads, file, readsByLine).get(line) ?? [];
  }

  /** The places of a rendered text. They are large, so those of the last few texts are held and no more. */
  locate(text: string): LocateField {
    const known = this.#located.get(text) ?? locateFields(text);
    this.#located.delete(text);
    this.#located.set(text, known);
    for (const oldest of this.#located.keys()) if (this.#located.size > LOCATED) this.#located.delete(oldest);
    return known;
  }

  #ofFile<Read>(known: Map<string, Read>, file: string, read: (text: string) => Read): Read {
    const before = known.get(file);
    if (before !== undefined) return before;
    const text = this.#files.get(file);
    const made = read(typeof text === 'string' ? text : '');
    known.set(file, made);
    return made;
  }
}

class RenderedText implements Provenance {
  readonly source: TemplateSource;
  readonly label: string;
  readonly digest: string;
  readonly #template: TemplateLines;
  readonly #text: string;
  readonly #twin: Twin | undefined;
  readonly #makeOrigins: () => LineOrigins;
  #origins: LineOrigins | undefined;

  constructor(
    { source, label, digest }: Pick<Provenance, 'source' | 'label' | 'digest'>,
    template: TemplateLines,
    { text, origins, twin }: { text: string; origins: () => LineOrigins; twin: Twin | undefined },
  ) {
    this.source = source;
    this.label = label;
    this.digest = digest;
    this.#template = template;
    this.#text = text;
    this.#twin = twin;
    this.#makeOrigins = twin === undefined ? origins : () => twin.provenance.lines();
  }

  lines(): LineOrigins {
    this.#origins ??= this.#makeOrigins();
    return this.#origins;
  }

  textOf(file: string): string | undefined {
    return this.#template.wholeOf(file);
  }

  reads(line: TemplateLine): readonly string[] {
    return this.#template.readsOf(line);
  }

  placeOfLine(line: number, word = ''): TemplatePlace | undefined {
    const origins = this.lines();
    let at = line - 1;
    // What `tpl` made, and what we added, stands in no file; the line above it does.
    while (at >= 0 && origins[at] === undefined) at--;
    const origin = origins[at];
    if (origin === undefined) return undefined;
    const written = this.#template.textOf(origin);
    const found = word === '' ? -1 : written.indexOf(word);
    return { column: (found === -1 ? Math.max(written.search(/\S/), 0) : found) + 1, ...origin };
  }

  lineOf(object: ObjectName | undefined, path: FieldPath): number | undefined {
    const twin = this.#twin;
    // A name in the path, as `[name=web]` has one, is that of this text.
    if (twin?.object === undefined || path.some((segment) => segment.includes('=')))
      return this.#template.locate(this.#text)(object, path)?.line;
    if (object !== undefined && !isSameName(object, twin.object)) return undefined;
    return twin.provenance.lineOf(undefined, path);
  }
}

function isSameName(a: ObjectName, b: ObjectName): boolean {
  return a.apiVersion === b.apiVersion && a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

function readsByLine(text: string): ReadonlyMap<number, readonly string[]> {
  const byLine = new Map<number, Set<string>>();
  const lines = indexLines(text, '');
  const add = (name: string, offset: number) => {
    const line = lines.lineAt(offset);
    byLine.set(line, (byLine.get(line) ?? new Set()).add(name));
  };
  for (const { path, offset } of findValueReferences(text)) if (path.length > 0) add(path.join('.'), offset);
  for (const { token, offset } of findTokens(text)) add(token, offset);
  return new Map([...byLine].map(([line, names]) => [line, [...names]]));
}
