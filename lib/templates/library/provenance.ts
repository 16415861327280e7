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

/** The provenance of one rendered text, from what its lines came from. */
export type ProvenanceOf = (text: string, lines: () => LineOrigins) => Provenance;

/** Says for the files of one template where rendered lines come from; each file of it is read once, when first asked. */
export function createProvenance(
  template: { readonly source: TemplateSource; readonly label: string; readonly digest: string },
  files: TemplateFiles,
): ProvenanceOf {
  const lines = new TemplateLines(files);
  return (text, origins) => new RenderedText(template, lines, text, origins);
}

// --- internal ---

/** Lines of the files of a template. */
class TemplateLines {
  readonly #files: TemplateFiles;
  readonly #texts = new Map<string, readonly string[]>();
  readonly #reads = new Map<string, ReadonlyMap<number, readonly string[]>>();

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
  readonly #makeOrigins: () => LineOrigins;
  #origins: LineOrigins | undefined;
  #locate: LocateField | undefined;

  constructor(
    { source, label, digest }: Pick<Provenance, 'source' | 'label' | 'digest'>,
    template: TemplateLines,
    text: string,
    origins: () => LineOrigins,
  ) {
    this.source = source;
    this.label = label;
    this.digest = digest;
    this.#template = template;
    this.#text = text;
    this.#makeOrigins = origins;
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
    return { ...origin, column: (found === -1 ? Math.max(written.search(/\S/), 0) : found) + 1 };
  }

  lineOf(object: ObjectName | undefined, path: FieldPath): number | undefined {
    this.#locate ??= locateFields(this.#text);
    return this.#locate(object, path)?.line;
  }
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
