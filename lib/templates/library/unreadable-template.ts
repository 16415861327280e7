import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { TemplateSource } from '../../model/template.ts';
import { templateLabel } from '../source/template-location.ts';
import type { LoadedTemplate } from './template-library.ts';

/** A template that could not be read: whoever uses it gets nothing, and the findings are told once. */
export function unreadableTemplate(source: TemplateSource, diagnostics: readonly Diagnostic[]): LoadedTemplate {
  const nothing = () => ({ files: [], diagnostics: [] });
  return {
    source,
    label: templateLabel(source),
    digest: '',
    files: new Map(),
    contract: { format: 'tokens', file: '.', clusterType: undefined, inputs: [], plain: [] },
    diagnostics,
    hasChart: false,
    terraform: undefined,
    renderChart: nothing,
    renderTokens: nothing,
    renderScaffold: nothing,
  };
}
