import type { TemplateSource } from './template.ts';

/** A line of a file of a template. */
export interface TemplateLine {
  /** Path from the root of the template. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** Where the text of a rendered file comes from; worked out only when somebody asks. */
export interface Provenance {
  readonly source: TemplateSource;
  /** Place of the template as people read it; a file of it is `<label>/<path>`. */
  readonly label: string;
  /** SHA-256 over the files of the template. */
  readonly digest: string;
  /** For each line of the text, from the first: the line of the template that wrote it. */
  readonly lines: () => readonly (TemplateLine | undefined)[];
  /** The values and tokens that a line of the template reads: `externalDns.providerName`, `<CLUSTER_NAME>`. */
  readonly reads: (line: TemplateLine) => readonly string[];
}
