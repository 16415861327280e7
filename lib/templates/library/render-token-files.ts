import { type Diagnostic, error, errorsOf } from '../../diagnostics/diagnostic.ts';
import type { TemplateLine } from '../../model/provenance.ts';
import { DEFAULT_BOUNDS } from '../helm/bounds.ts';
import { splitManifests } from '../helm/chart/manifests.ts';
import type { TemplateFiles } from '../template-files.ts';
import { renderTokenTemplate } from '../tokens/render-token-template.ts';
import { replaceTokens, type TokenValues } from '../tokens/replace-tokens.ts';
import { parseDocuments } from './parse-documents.ts';
import type { ProvenanceOf } from './provenance.ts';
import type { RenderedFile, RenderedTemplate, TokenRequest } from './template-library.ts';

/** Renders token files, and reads the manifests among them. */
export function renderTokenFiles(
  files: TemplateFiles,
  { values, keep }: TokenRequest,
  provenanceOf: ProvenanceOf,
): RenderedTemplate {
  const rendered = renderTokenTemplate(files, { values, keep });
  const diagnostics: Diagnostic[] = [...rendered.diagnostics];
  const result: RenderedFile[] = [];
  for (const [path, content] of rendered.files) {
    const origin = rendered.origins.get(path) ?? path;
    if (typeof content !== 'string') {
      diagnostics.push(notText(origin));
      continue;
    }
    const parsed = /\.ya?ml$/.test(path) ? readManifests(path, content) : undefined;
    if (parsed !== undefined) {
      for (const problem of parsed.diagnostics) {
        diagnostics.push({ source: { file: origin, line: 1, column: 1 }, ...problem });
      }
      if (!parsed.hasContent && parsed.diagnostics.length === 0) continue;
    } else if (content.trim() === '') continue;
    const lines = () => linesOf(files.get(origin), values, origin);
    const text = content.endsWith('\n') ? content : `${content}\n`;
    result.push({ path, text, documents: parsed?.documents ?? [], provenance: provenanceOf(text, lines) });
  }
  if (errorsOf(diagnostics).length > 0) return { files: [], diagnostics };
  return { files: result.sort((a, b) => (a.path < b.path ? -1 : 1)), diagnostics };
}

/** Replaces tokens and nothing else: what the files are is for those who get them. */
export function renderScaffold(
  files: TemplateFiles,
  { values, keep }: TokenRequest,
  provenanceOf: ProvenanceOf,
): RenderedTemplate {
  const rendered = renderTokenTemplate(files, { values, keep });
  const diagnostics: Diagnostic[] = [...rendered.diagnostics];
  const result: RenderedFile[] = [];
  for (const [path, text] of rendered.files) {
    const origin = rendered.origins.get(path) ?? path;
    if (typeof text !== 'string') diagnostics.push(notText(origin));
    else {
      const lines = () => linesOf(files.get(origin), values, origin);
      result.push({ path, text, documents: [], provenance: provenanceOf(text, lines) });
    }
  }
  if (errorsOf(diagnostics).length > 0) return { files: [], diagnostics };
  return { files: result.sort((a, b) => (a.path < b.path ? -1 : 1)), diagnostics };
}

// --- internal ---

function notText(origin: string): Diagnostic {
  const summary = `\`${origin}\` is no text, and only text can be written`;
  return error('TEMPLATE_FILE_NOT_TEXT', { summary, source: { file: origin, line: 1, column: 1 } });
}

function readManifests(path: string, text: string) {
  const { documents, problems } = splitManifests(path, text, DEFAULT_BOUNDS);
  const parsed = parseDocuments(
    documents.map(({ value }) => value),
    path,
  );
  const broken = problems.map(({ code, reason, line }) =>
    error(code, { summary: `\`${path}\` is no YAML that can be applied`, detail: `Line ${line + 1}: ${reason}` }),
  );
  return { ...parsed, diagnostics: [...broken, ...parsed.diagnostics] };
}

/** A token stands for lines at its own place only, so that each line can be rendered by itself. */
function linesOf(
  template: string | Uint8Array | undefined,
  values: TokenValues,
  file: string,
): readonly (TemplateLine | undefined)[] {
  if (typeof template !== 'string') return [];
  const lines: TemplateLine[] = [];
  for (const [index, line] of template.split('\n').entries()) {
    const { text } = replaceTokens(`${line}\n`, values, file);
    for (let count = text.split('\n').length - 1; count > 0; count--) lines.push({ file, line: index + 1 });
  }
  return lines;
}
