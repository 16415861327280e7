import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { CatalogDeployment, PlatformModel, Resource } from '../model/platform-model.ts';
import type { TemplateLibrary } from '../templates/library/template-library.ts';
import type { Artifact } from './artifact.ts';
import { compileCatalogDeployments } from './compile/catalog-deployment.ts';
import { compileRecords } from './compile/records.ts';
import { compileTemplatedClusters } from './compile/templated-clusters.ts';
import { usableTemplates } from './compile/usable-templates.ts';

/** The resources whose files are to be compiled. */
export interface ChangedResources {
  /** Of which the record says something else. */
  readonly recorded: readonly Resource[];
  /** Of which all files do. */
  readonly deployed: readonly CatalogDeployment[];
}

/** What a few resources come to. */
export interface ChangedSynthesis {
  /** The platform with little else in it. */
  readonly model: PlatformModel;
  readonly artifacts: readonly Artifact[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Compiles a few resources of a platform, of which all else is as it was. */
export function synthChanged(
  model: PlatformModel,
  { recorded, deployed }: ChangedResources,
  library: TemplateLibrary,
): ChangedSynthesis {
  const artifacts: Artifact[] = [];
  const diagnostics: Diagnostic[] = [];
  const add = (artifact: Artifact) => artifacts.push(artifact);
  const records = new Set<Resource>([...recorded, ...deployed]);
  compileRecords(model, add, { resources: [...records] });
  const part: PlatformModel = {
    ...model,
    managementClusters: [],
    workloadClusters: [...new Set(deployed.map(({ cluster }) => cluster))],
    catalogDeployments: deployed,
    applications: [],
  };
  const templates = usableTemplates(library, diagnostics);
  // a template decides where what is deployed to its cluster goes
  const clusters = compileTemplatedClusters(part, templates, diagnostics);
  compileCatalogDeployments(part, { templates, clusters, add, diagnostics });
  return { model: part, artifacts, diagnostics };
}
