import type { TemplateSource } from '../../lib/model/template.ts';
import { templateSourceKey } from '../../lib/model/template.ts';
import { digestOfFiles } from '../../lib/repository/template/template-contents.ts';
import { openTemplate } from '../../lib/templates/library/open-template.ts';
import type { LoadedTemplate, TemplateLibrary } from '../../lib/templates/library/template-library.ts';

/** A library of templates that are given as texts: folder as a program names it -> path -> content. */
export async function libraryOf(
  templates: Readonly<Record<string, Readonly<Record<string, string>>>>,
): Promise<TemplateLibrary> {
  const loaded = new Map<string, LoadedTemplate>();
  for (const [folder, texts] of Object.entries(templates)) {
    const files = new Map(Object.entries(texts));
    const source: TemplateSource = { folder };
    loaded.set(templateSourceKey(source), await openTemplate(source, files, digestOfFiles(files)));
  }
  return { get: (source) => loaded.get(templateSourceKey(source)) };
}
