import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { placeOf } from '../../model/origin.ts';
import type { Application, Organization } from '../../model/platform-model.ts';
import { repositoryIdentity, shortRepositoryName } from '../../model/repository-location.ts';
import type { LoadedTemplate, RenderedFile } from '../../templates/library/template-library.ts';
import type { TokenValues } from '../../templates/tokens/replace-tokens.ts';
import { type Artifact, renderedFile } from '../artifact.ts';
import { LAYOUT } from '../layout.ts';
import type { UsableTemplates } from './usable-templates.ts';

export interface ScaffoldContext {
  readonly templates: UsableTemplates;
  readonly add: (artifact: Artifact) => void;
  readonly diagnostics: Diagnostic[];
  /** Which of the tokens that an application may lack each template has; filled as they are asked for. */
  readonly wantedTokens: Map<LoadedTemplate, readonly string[]>;
}

/**
 * What an application starts with in its own repository: pipelines and a chart, which belong to its developers from then on.
 *
 * @see Konstruct documentation, "Pipeline templates"
 */
export function compileScaffold(application: Application, organization: Organization, context: ScaffoldContext): void {
  // It has none, or none that is known: that is told, and a template would only say it again.
  if (application.stages.length === 0) return;
  const { pipelineTemplate, helmTemplate, repository } = application;
  const values = tokensOf(application, organization);
  const isGitlab = organization.git.provider === 'gitlab';
  const below = isGitlab ? '' : '.github/workflows/';
  const pipelines = render(application, pipelineTemplate, values, context);
  for (const file of forProvider(pipelines, isGitlab)) {
    context.add(scaffoldFile(application, `${below}${file.path}`, file));
  }
  const chart = LAYOUT.applicationChart(ownerAndName(repository));
  for (const file of render(application, helmTemplate, values, context)) {
    context.add(scaffoldFile(application, `${chart}/${file.path}`, file));
  }
}

// --- internal ---

/** A misspelling that templates of the platform had for long. */
const LEGACY_ENVIRONMENT = '<ENVIORNMENT>';

/**
 * What the tokens of such templates stand for. Stages are named as their folders in the application repository, so that two
 * environments of one name cannot be taken for each other.
 */
function tokensOf(application: Application, { git, application: gitops }: Organization): TokenValues {
  const { name, repository, aws, stages } = application;
  const slugs = stages.map(({ slug }) => slug);
  return new Map<string, string | readonly string[]>([
    ['<APP_NAME>', name],
    ['<ORG_NAME>', git.organization],
    ['<GITOPS_REPO_NAME>', shortRepositoryName(gitops)],
    ['<REPO_NAME>', shortRepositoryName(repository)],
    ['<ENVIRONMENT>', slugs],
    [LEGACY_ENVIRONMENT, slugs],
    ...(aws === undefined
      ? []
      : ([
          ['<AWS_REGION>', aws.region],
          ['<ROLE_ARN>', aws.roleArn],
        ] as const)),
  ]);
}

function render(
  application: Application,
  { source }: Application['pipelineTemplate'] | Application['helmTemplate'],
  values: TokenValues,
  { templates, diagnostics, wantedTokens }: ScaffoldContext,
): readonly RenderedFile[] {
  // What is wrong with its inputs does not matter to tokens.
  const template = templates.find(source, ({ files }) => files.size > 0);
  if (template === undefined) return [];
  const wanted = wantedTokens.get(template) ?? AWS_TOKENS.filter((token) => uses(template, token));
  wantedTokens.set(template, wanted);
  const wantsAws = wanted.filter((token) => !values.has(token));
  if (wantsAws.length > 0) {
    const summary = `\`${template.label}\` needs ${wantsAws.join(' and ')} for application \`${application.name}\``;
    diagnostics.push(error('APPLICATION_AWS_MISSING', { summary, ...placeOf(application.origin) }));
    return [];
  }
  const rendered = template.renderScaffold({ values });
  const related = { message: `scaffolded for application \`${application.name}\``, ...placeOf(application.origin) };
  diagnostics.push(...rendered.diagnostics.map((each) => ({ ...each, related: [...(each.related ?? []), related] })));
  return rendered.files;
}

const AWS_TOKENS = ['<AWS_REGION>', '<ROLE_ARN>'];

function uses({ files }: LoadedTemplate, token: string): boolean {
  return [...files.values()].some((content) => typeof content === 'string' && content.includes(token));
}

/** Templates for both forges keep what is for GitLab in a folder of its own, from where it goes to the root. */
function forProvider(files: readonly RenderedFile[], isGitlab: boolean): readonly RenderedFile[] {
  const own = files.filter(({ path }) => path.startsWith('gitlab/'));
  if (own.length === 0) return files;
  if (!isGitlab) return files.filter((file) => !own.includes(file));
  return own.map((file) => ({ ...file, path: file.path.slice('gitlab/'.length) }));
}

function ownerAndName({ url, name }: Application['repository']): string {
  const identity = repositoryIdentity(url);
  return identity.startsWith('file:') ? name : identity.slice(identity.indexOf('/') + 1);
}

function scaffoldFile(application: Application, path: string, file: RenderedFile): Artifact {
  return { scaffold: true, ...renderedFile(application, application.repository, path, file) };
}
