import type { PlatformModel } from '../model/platform-model.ts';
import type {
  ChartRequest,
  LoadedTemplate,
  RenderedTemplate,
  TemplateLibrary,
} from '../templates/library/template-library.ts';
import { compileCatalogDeployments } from './compile/catalog-deployment.ts';
import { compileTemplatedClusters } from './compile/templated-clusters.ts';
import { usableTemplates } from './compile/usable-templates.ts';

/** A rendering that a compilation will want. */
export interface AskedRender {
  readonly template: LoadedTemplate;
  readonly request: ChartRequest;
}

/**
 * What the charts of catalog deployments will be rendered for, found without rendering any: most of the work of a large
 * platform, known beforehand. Clusters are rendered, since they decide where deployments go.
 *
 * Findings are left to the compilation, and so is what programs of the user make.
 */
export function askTemplates(model: PlatformModel, library: TemplateLibrary): readonly AskedRender[] {
  const asked: AskedRender[] = [];
  const asking = new Map<LoadedTemplate, LoadedTemplate>();
  const ask = (template: LoadedTemplate): LoadedTemplate => {
    const known = asking.get(template) ?? takingNotes(template, asked);
    asking.set(template, known);
    return known;
  };
  const clusters = compileTemplatedClusters(model, usableTemplates(library, []), []);
  const templates = usableTemplates(
    {
      get: (source) => {
        const template = library.get(source);
        return template && ask(template);
      },
    },
    [],
  );
  const catalogDeployments = model.catalogDeployments.filter(({ item }) => item.program === undefined);
  compileCatalogDeployments(
    { ...model, catalogDeployments },
    { templates, clusters, add: () => undefined, diagnostics: [] },
  );
  return asked;
}

// --- internal ---

const NOTHING: RenderedTemplate = { files: [], diagnostics: [] };

function takingNotes(template: LoadedTemplate, asked: AskedRender[]): LoadedTemplate {
  const nothing = () => NOTHING;
  return {
    ...template,
    renderChart: (request) => {
      asked.push({ template, request });
      return NOTHING;
    },
    renderTokens: nothing,
    renderScaffold: nothing,
    terraform: template.terraform && { ...template.terraform, render: nothing },
  };
}
