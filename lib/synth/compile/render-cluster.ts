import type { Diagnostic } from '../../diagnostics/diagnostic.ts';
import type { InputValues } from '../../model/declarations/cluster.ts';
import { type Json, type JsonObject, mergeObjects } from '../../model/json.ts';
import { type Origin, placeOf } from '../../model/origin.ts';
import { type GivenValues, resolveInputs } from '../../templates/contract/resolve-inputs.ts';
import type { LoadedTemplate, RenderedFile, RenderedTemplate } from '../../templates/library/template-library.ts';
import { type SuppliedValues, suppliedTokens } from './cluster-values.ts';
import { withMissingValues } from './missing-values.ts';
import { secretLocations } from './secret-locations.ts';

/** The file that stands for one environment. */
export const ENVIRONMENT_FILE = '45-environment.yaml';

/** A cluster as its template is rendered for it. */
export interface ClusterRender {
  readonly name: string;
  readonly origin: Origin;
  readonly template: LoadedTemplate;
  readonly inputs: InputValues;
  readonly supplied: SuppliedValues;
}

/** Checks what a cluster gives its template; the findings of the inputs, once. */
export function checkClusterInputs(render: ClusterRender): readonly Diagnostic[] {
  return inputsOf(render).diagnostics;
}

/**
 * Renders the tree of a cluster, or with `environment` the file that stands for one.
 *
 * @param extra values beside those that the platform supplies, such as `applicationSourceRepos`
 */
export function renderCluster(render: ClusterRender, extra: JsonObject, environment?: string): RenderedTemplate {
  const { template, supplied } = render;
  const resolved = inputsOf(render);
  const isEnvironment = (path: string) => path === ENVIRONMENT_FILE;
  const wanted = (path: string) => isEnvironment(path) === (environment !== undefined);
  let rendered: RenderedTemplate;
  if (template.hasChart) {
    const values = { ...plain(supplied), ...extra, ...(environment && { envName: environment }), ...resolved.values };
    const only = environment === undefined ? undefined : ENVIRONMENT_FILE;
    rendered = template.renderChart({ values, release: { name: render.name, namespace: 'argocd' }, only });
  } else {
    const envName = environment === undefined ? {} : { envName: { value: environment, where: 'it' } };
    const tokens = new Map([...suppliedTokens({ ...supplied, ...envName }), ...resolved.tokens]);
    rendered = template.renderTokens({ values: tokens, select: wanted });
  }
  return {
    files: rendered.files.filter(({ path }) => wanted(path)),
    diagnostics: withMissingValues(
      rendered.diagnostics,
      `The template of cluster \`${render.name}\``,
      render.origin,
      supplied,
    ),
  };
}

/** The file of an environment, if the template has one. */
export function environmentFile({ files }: RenderedTemplate): RenderedFile | undefined {
  return files[0];
}

// --- internal ---

function inputsOf({ template, inputs, supplied, origin }: ClusterRender) {
  const { contract } = template;
  const declared = new Set(contract.inputs.map(({ path }) => path[0] ?? ''));
  const standard = Object.entries(plain(supplied)).filter(([key]) => declared.has(key));
  const given = { ...Object.fromEntries(standard), ...inputs } as GivenValues;
  const resolved = resolveInputs(contract, given, placeOf(origin));
  const located = secretLocations(contract, resolved.secrets, inputs, origin);
  return {
    values: mergeObjects(resolved.values, located.values),
    tokens: resolved.tokens,
    diagnostics: [...resolved.diagnostics, ...located.diagnostics],
  };
}

function plain(supplied: SuppliedValues): JsonObject {
  const known = Object.entries(supplied).filter(([, { value }]) => value !== undefined);
  return Object.fromEntries(known.map(([name, { value }]): [string, Json] => [name, value ?? null]));
}
