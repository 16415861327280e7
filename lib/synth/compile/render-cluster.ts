import { type Diagnostic, error, errorsOf } from '../../diagnostics/diagnostic.ts';
import type { InputValues } from '../../model/declarations/cluster.ts';
import { type Json, type JsonObject, mergeObjects } from '../../model/json.ts';
import { type Origin, placeOf } from '../../model/origin.ts';
import { PLATFORM_VALUES, platformValueOfToken } from '../../templates/contract/platform-values.ts';
import { type GivenValues, resolveInputs } from '../../templates/contract/resolve-inputs.ts';
import type { LoadedTemplate, RenderedFile, RenderedTemplate } from '../../templates/library/template-library.ts';
import type { SuppliedValues } from './cluster-values.ts';
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
    rendered = template.renderChart({ values, release: { name: render.name, namespace: 'argocd' } });
  } else {
    const tokens = new Map<string, string>();
    for (const { name, tokens: all } of PLATFORM_VALUES) {
      const value = name === 'envName' ? environment : name && supplied[name]?.value;
      if (value !== undefined) for (const token of all) tokens.set(token, String(value));
    }
    for (const [token, text] of resolved.tokens) tokens.set(token, text);
    rendered = template.renderTokens({ values: tokens, select: wanted });
  }
  return {
    files: rendered.files.filter(({ path }) => wanted(path)),
    diagnostics: withMissingValues(rendered.diagnostics, render),
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

/**
 * Says of a value of the platform that a template misses where it is given: once a value, in place of what the template
 * says about it, which knows no program.
 */
function withMissingValues(diagnostics: readonly Diagnostic[], render: ClusterRender): readonly Diagnostic[] {
  if (errorsOf(diagnostics).length === 0) return diagnostics;
  const missing = new Map<string, Diagnostic>();
  const others: Diagnostic[] = [];
  for (const finding of diagnostics) {
    const names = missingIn(finding, render.supplied);
    for (const name of names) if (!missing.has(name)) missing.set(name, finding);
    if (names.length === 0) others.push({ address: render.origin.address, ...finding });
  }
  const found = [...missing].map(([name, { source }]) => {
    const { where } = render.supplied[name] ?? { where: 'it' };
    return error('PLATFORM_VALUE_MISSING', {
      summary: `The template of cluster \`${render.name}\` needs \`${name}\`, which nothing gives`,
      fix: `Give ${where}.`,
      ...placeOf(render.origin),
      ...(source && { related: [{ message: 'the template', source }] }),
    });
  });
  return [...found, ...others];
}

function missingIn({ code, summary, detail }: Diagnostic, supplied: SuppliedValues): readonly string[] {
  const isMissing = (name: string | undefined): name is string =>
    name !== undefined && Object.hasOwn(supplied, name) && supplied[name]?.value === undefined;
  if (code === 'TOKEN_UNRESOLVED') {
    const name = platformValueOfToken(/<[A-Z][A-Z0-9_-]*>/.exec(summary)?.[0] ?? '')?.name;
    return isMissing(name) ? [name] : [];
  }
  const words = `${summary} ${detail ?? ''}`.match(/[A-Za-z][A-Za-z0-9]*/g) ?? [];
  return [...new Set(words)].filter(isMissing);
}
