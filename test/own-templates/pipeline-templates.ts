import { parse } from 'yaml';
import type { TemplateFiles } from '../../lib/templates/template-files.ts';
import { renderTokenTemplate } from '../../lib/templates/tokens/render-token-template.ts';
import { readOwn } from './render-own.ts';

/** What an application is registered with. */
export const TOKENS = new Map<string, string | readonly string[]>([
  ['<AWS_REGION>', 'eu-west-1'],
  ['<ROLE_ARN>', 'arn:aws:iam::111111111111:role/publish'],
  ['<ORG_NAME>', 'acme-retail'],
  ['<GITOPS_REPO_NAME>', 'retail-gitops'],
  ['<APP_NAME>', 'shop'],
  ['<REPO_NAME>', 'shop-web'],
  ['<ENVIRONMENT>', ['dev', 'staging-global']],
]);

export const GITHUB = ['github', 'github-ghcr', 'github-promotion'].map((name) => `pipeline-templates/${name}`);
export const GITLAB = ['gitlab', 'gitlab-promotion'].map((name) => `pipeline-templates/${name}`);

/** The files of a set of pipelines as an application gets them, by path, with what was found on the way. */
export async function registeredFiles(template: string) {
  const { files, diagnostics } = renderTokenTemplate(await readOwn(template), { values: TOKENS });
  return { files: textsOf(files), diagnostics };
}

export function textsOf(files: TemplateFiles): ReadonlyMap<string, string> {
  return new Map([...files].flatMap(([path, text]) => (typeof text === 'string' ? [[path, text]] : [])));
}

export interface Step {
  readonly name?: string;
  readonly id?: string;
  readonly uses?: string;
  readonly run?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly with?: Readonly<Record<string, string | number | boolean>>;
}

export interface Job {
  readonly uses?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly steps?: readonly Step[];
  readonly 'timeout-minutes'?: number;
}

export interface Workflow {
  readonly permissions: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, Job>>;
}

export function parseWorkflow(text: string): Workflow {
  return parse(text) as Workflow;
}

export function stepsOf(text: string): readonly Step[] {
  return Object.values(parseWorkflow(text).jobs).flatMap(({ steps = [] }) => steps);
}

/** The script of the step of a workflow that has this name. */
export function scriptOf(text: string, name: string): string {
  return stepsOf(text).find((step) => step.name === name)?.run ?? '';
}
