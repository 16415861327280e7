import type { Manifest } from '../../model/json.ts';
import { createProvenance } from './provenance.ts';
import type { ChartRequest, LoadedTemplate, RenderedFile, RenderedTemplate } from './template-library.ts';

/** What renderings gave before: texts of one line, by what was asked for. */
export interface RenderMemory {
  get(request: string): string | undefined;
  put(request: string, result: string): void;
}

/** A template that remembers what its chart was rendered to. */
export interface RememberingTemplate extends LoadedTemplate {
  /** What makes a request equal to another. */
  readonly requestText: (request: ChartRequest) => string;
  /** True for a request that needs no rendering. */
  readonly isKept: (request: ChartRequest) => boolean;
  /** Keeps what `resultText` made of a rendering elsewhere. */
  readonly keep: (request: ChartRequest, result: string) => void;
}

/**
 * The same template, whose chart is rendered once for equal values.
 *
 * Only what was rendered without a finding is kept. Which line of the template wrote which line of a file is not: whoever asks
 * has it rendered again.
 *
 * @param memory  holds results of these very files and this very renderer
 */
export function keepRenders(template: LoadedTemplate, memory: RenderMemory): RememberingTemplate {
  const provenanceOf = createProvenance(template, template.files);
  const restore = (text: string, request: ChartRequest): RenderedTemplate => {
    let again: RenderedTemplate | undefined;
    const rendered = (path: string) => {
      again ??= template.renderChart(request);
      return again.files.find((file) => file.path === path)?.provenance.lines() ?? [];
    };
    const kept = JSON.parse(text) as readonly KeptFile[];
    const toFile = ([path, content, documents]: KeptFile): RenderedFile => ({
      path,
      text: content,
      documents,
      provenance: provenanceOf(content, () => rendered(path)),
    });
    return { files: kept.map(toFile), diagnostics: [] };
  };
  return {
    ...template,
    requestText,
    isKept: (request) => memory.get(requestText(request)) !== undefined,
    keep: (request, result) => memory.put(requestText(request), result),
    renderChart(request) {
      const asked = requestText(request);
      const known = memory.get(asked);
      if (known !== undefined) return restore(known, request);
      const rendered = template.renderChart(request);
      const result = resultText(rendered);
      if (result !== undefined) memory.put(asked, result);
      return rendered;
    },
  };
}

/** A rendering as it is kept: ASCII, so that a store of many takes a byte for each character. Undefined with a finding. */
export function resultText({ files, diagnostics }: RenderedTemplate): string | undefined {
  if (diagnostics.length > 0) return undefined;
  const kept = files.map(({ path, text, documents }): KeptFile => [path, text, documents]);
  return JSON.stringify(kept).replace(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

// --- internal ---

type KeptFile = readonly [path: string, text: string, documents: readonly Manifest[]];

function requestText({ values, release, labels, only }: ChartRequest): string {
  const { name, namespace } = release;
  return JSON.stringify([name, namespace, only ?? '', labels ?? null, values]);
}
