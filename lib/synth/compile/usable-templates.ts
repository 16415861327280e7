import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TemplateSource } from '../../model/template.ts';
import type { LoadedTemplate, TemplateLibrary } from '../../templates/library/template-library.ts';

/** The templates of a program, for those who compile what is made from them. */
export interface UsableTemplates {
  /**
   * A template that can be used. Undefined where it was not loaded or cannot be used; what is wrong with it is then told
   * once, whoever uses it.
   *
   * @param isUsable  @default - nothing was found wrong with it
   */
  find(source: TemplateSource, isUsable?: (template: LoadedTemplate) => boolean): LoadedTemplate | undefined;
}

export function usableTemplates(library: TemplateLibrary, diagnostics: Diagnostic[]): UsableTemplates {
  const told = new Set<LoadedTemplate>();
  return {
    find: (source, isUsable = (template) => template.diagnostics.length === 0) => {
      const template = library.get(source);
      if (template === undefined || isUsable(template)) return template;
      if (!told.has(template)) diagnostics.push(...template.diagnostics);
      told.add(template);
      return undefined;
    },
  };
}
