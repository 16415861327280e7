import type { Provenance, TemplateLine } from '../model/provenance.ts';
import type { TemplateSource } from '../model/template.ts';
import { createProvenance } from '../templates/library/provenance.ts';

/** A template that files of a repository were rendered from, with the files of it that wrote a line. */
export interface TemplateJson {
  readonly source: TemplateSource;
  readonly label: string;
  readonly digest: string;
  readonly files: readonly (readonly [path: string, text: string])[];
}

/** What wrote the lines of a file. */
export interface RenderedJson {
  /** Position in the list of templates. */
  readonly template: number;
  /** For each line two numbers: the position of the file in the template and the line there; two zeros for no line. */
  readonly lines: readonly number[];
}

/** Takes each template and each file of it once. */
export class TemplateTable {
  readonly #templates = new Map<
    string,
    { readonly number: number; readonly of: Provenance; files: Map<string, number> }
  >();

  add(provenance: Provenance): RenderedJson {
    const key = JSON.stringify([provenance.label, provenance.digest]);
    const known = this.#templates.get(key) ?? { number: this.#templates.size, of: provenance, files: new Map() };
    this.#templates.set(key, known);
    const lines = provenance.lines().flatMap((origin) => {
      if (origin === undefined) return [0, 0];
      const number = known.files.get(origin.file) ?? known.files.size;
      known.files.set(origin.file, number);
      return [number, origin.line];
    });
    return { template: known.number, lines };
  }

  toJson(): readonly TemplateJson[] {
    return [...this.#templates.values()].map(({ of, files }) => ({
      source: of.source,
      label: of.label,
      digest: of.digest,
      files: [...files.keys()].map((file) => [file, of.textOf(file) ?? ''] as const),
    }));
  }
}

/** The provenance of a file, as it was where the file was rendered. */
export function templatesFromJson(
  templates: readonly TemplateJson[],
): (rendered: RenderedJson, text: string) => Provenance | undefined {
  const known = templates.map(({ files, ...template }) => ({
    files: files.map(([path]) => path),
    provenanceOf: createProvenance(template, new Map(files)),
  }));
  return ({ template, lines }, text) => {
    const from = known[template];
    return from?.provenanceOf(text, () => originsOf(lines, from.files));
  };
}

// --- internal ---

function originsOf(lines: readonly number[], files: readonly string[]): readonly (TemplateLine | undefined)[] {
  const origins: (TemplateLine | undefined)[] = [];
  for (let index = 0; index < lines.length; index += 2) {
    const file = files[lines[index] ?? 0];
    const line = lines[index + 1] ?? 0;
    origins.push(file === undefined || line === 0 ? undefined : { file, line });
  }
  return origins;
}
