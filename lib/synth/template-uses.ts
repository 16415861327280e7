import type { Origin } from '../model/origin.ts';
import type { PlatformModel } from '../model/platform-model.ts';
import { type TemplateSource, templateSourceKey } from '../model/template.ts';
import { updateWorkflowOf } from './compile/update-workflow.ts';

/** A template that has to be loaded, and who names it first. */
export interface TemplateUse {
  readonly source: TemplateSource;
  readonly origin: Origin;
}

/** The templates that something is made from, each once: what is only declared is not read. */
export function templateUses(model: PlatformModel): readonly TemplateUse[] {
  const uses = new Map<string, TemplateUse>();
  const use = (named: TemplateUse | undefined) => {
    if (named === undefined) return;
    const key = templateSourceKey(named.source);
    if (!uses.has(key)) uses.set(key, { source: named.source, origin: named.origin });
  };
  const { controlPlaneSettings, origin } = model.platform;
  if (controlPlaneSettings?.template !== undefined) use({ source: controlPlaneSettings.template, origin });
  for (const { template } of [...model.managementClusters, ...model.workloadClusters]) use(template);
  for (const { item } of model.catalogDeployments) {
    if (item.source !== undefined) use({ source: item.source, origin: item.origin });
  }
  for (const application of model.applications) {
    if (application.scaffold) {
      use(application.pipelineTemplate);
      use(application.helmTemplate);
    }
    const { organization } = application;
    if (organization !== undefined) use({ source: updateWorkflowOf(organization), origin: organization.origin });
  }
  return [...uses.values()];
}
