import type { FieldPath } from './field-path.ts';
import type { TemplateSource } from './template.ts';

/** A line of a file of a template. */
export interface TemplateLine {
  /** Path from the root of the template. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A place in a line of a template; the column counts from 1 too, in UTF-16 units. */
export interface TemplatePlace extends TemplateLine {
  /** That of the text asked for where the line holds it, else of the first that is no space. */
  readonly column: number;
}

/** What names an object in a file; without a namespace, none is written. */
export interface ObjectName {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Where the text of a rendered file comes from; worked out only when somebody asks. */
export interface Provenance {
  readonly source: TemplateSource;
  /** Place of the template as people read it; a file of it is `<label>/<path>`. */
  readonly label: string;
  /** SHA-256 over the files of the template. */
  readonly digest: string;
  /** The text of a file of the template; undefined where it has none of that path. */
  textOf(file: string): string | undefined;
  /** For each line of the text, from the first: the line of the template that wrote it. */
  lines(): readonly (TemplateLine | undefined)[];
  /** The values and tokens that a line of the template reads: `externalDns.providerName`, `<CLUSTER_NAME>`. */
  reads(line: TemplateLine): readonly string[];
  /**
   * The place in the template that wrote a line of the text, counted from 1, or the nearest one above it; of `word`, where
   * the line of the template holds it.
   */
  placeOfLine(line: number, word?: string): TemplatePlace | undefined;
  /**
   * The line of the text where a field of an object stands, or the nearest field above it that does: with its key, or as
   * an item of a list. Without an object, in the first document.
   */
  lineOf(object: ObjectName | undefined, path: FieldPath): number | undefined;
}

/** The line of a template as `why` and plans show it; names are those of their JSON. */
export interface TemplateOrigin {
  readonly template: { readonly label: string; readonly file: string; readonly line: number };
  /** The values and tokens that the line reads. */
  readonly inputs: readonly string[];
}

/** What wrote a line of a rendered text, counted from 1; undefined for a line that stands in no file of the template. */
export function originOfLine(provenance: Provenance, line: number): TemplateOrigin | undefined {
  const from = provenance.lines()[line - 1];
  if (from === undefined) return undefined;
  return { template: { label: provenance.label, ...from }, inputs: provenance.reads(from) };
}
