import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { Organization } from '../../model/platform-model.ts';
import type { TemplateSource } from '../../model/template.ts';
import { type Artifact, renderedFile } from '../artifact.ts';
import type { UsableTemplates } from './usable-templates.ts';

/** The template of what an application repository needs, so that pipelines can promote to it. */
export function updateWorkflowOf({ git }: Organization): TemplateSource {
  return { builtIn: git.provider === 'gitlab' ? 'application-repository-gitlab' : 'application-repository' };
}

/**
 * The workflow of an application repository that pipelines start to move an application to a version.
 *
 * It is the platform's: unlike a scaffold, it follows the version of this package.
 */
export function compileUpdateWorkflow(
  organization: Organization,
  templates: UsableTemplates,
  add: (artifact: Artifact) => void,
  diagnostics: Diagnostic[],
): void {
  const template = templates.find(updateWorkflowOf(organization));
  if (template === undefined) return;
  const rendered = template.renderScaffold({ values: new Map() });
  diagnostics.push(...rendered.diagnostics);
  for (const file of rendered.files) add(renderedFile(organization, organization.application, file.path, file));
}
