import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Manifest } from '../../model/json.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment, Environment } from '../../model/platform-model.ts';
import { chartsIn, isConstruct } from '../chart.ts';

/** The objects of one cdk8s chart, and the name of its file. */
export interface ProgramFile {
  readonly path: string;
  readonly documents: readonly Manifest[];
}

/**
 * The cdk8s charts that an item's function makes for one environment: a file for each, called by its ids.
 *
 * The function is the user's own: what it throws, or makes instead, is a finding.
 */
export function makeCharts(
  deployment: CatalogDeployment,
  environment: Environment,
  diagnostics: Diagnostic[],
): readonly ProgramFile[] {
  const made = runProgram(deployment, environment, diagnostics);
  if (made === undefined) return [];
  const charts = isConstruct(made.value) ? chartsIn(made.value) : [];
  if (charts.length === 0) {
    diagnostics.push(wrongResult(deployment, 'no cdk8s chart'));
    return [];
  }
  const files: ProgramFile[] = [];
  for (const { construct, objects } of charts) {
    const documents: Manifest[] = [];
    for (const object of objects()) {
      try {
        documents.push(object.toJson());
      } catch (cause) {
        diagnostics.push(failed(deployment, `\`${object.node.path}\``, cause));
      }
    }
    const path = construct.node.path.replaceAll('/', '-') || construct.node.id || 'chart';
    if (documents.length > 0) files.push({ path: `${path}.yaml`, documents });
  }
  return files;
}

/** The Terraform, as `cdk.tf.json` has it, of the stack that an item's function makes. */
export function makeStack(
  deployment: CatalogDeployment,
  diagnostics: Diagnostic[],
): Readonly<Record<string, unknown>> | undefined {
  const made = runProgram(deployment, deployment.environments[0], diagnostics);
  if (made === undefined) return undefined;
  if (!isStack(made.value)) {
    diagnostics.push(wrongResult(deployment, 'no TerraformStack'));
    return undefined;
  }
  try {
    // What makes references to other stacks known; without it they would name what is not there.
    made.value.prepareStack?.();
    const { '//': _, ...terraform } = made.value.toTerraform();
    const missing = missingBeside(made.value);
    diagnostics.push(...missing.map((detail) => notAlone(deployment, detail)));
    return missing.length === 0 ? terraform : undefined;
  } catch (cause) {
    diagnostics.push(failed(deployment, 'its stack', cause));
    return undefined;
  }
}

// --- internal ---

function runProgram(
  deployment: CatalogDeployment,
  environment: Environment | undefined,
  diagnostics: Diagnostic[],
): { readonly value: unknown } | undefined {
  const { item, name, origin, cluster, values } = deployment;
  const make = item.program?.make;
  if (make === undefined) {
    const summary = `Catalog item \`${item.name}\` is made by a function, which a record cannot hold`;
    diagnostics.push(error('ITEM_NOT_IN_PROGRAM', { summary, ...placeOf(origin) }));
    return undefined;
  }
  try {
    const context = {
      release: name,
      cluster: cluster.name,
      organization: cluster.namespace,
      environment: environment?.slug ?? '',
    };
    return { value: make(values, context) };
  } catch (cause) {
    diagnostics.push(failed(deployment, 'its function', cause));
    return undefined;
  }
}

interface StackLike {
  prepareStack?(): void;
  toTerraform(): Readonly<Record<string, unknown>>;
}

/** `TerraformStack` of cdktf or cdktn, whichever copy: known by what it can do. */
function isStack(value: unknown): value is StackLike {
  return (
    typeof value === 'object' && value !== null && 'toTerraform' in value && typeof value.toTerraform === 'function'
  );
}

/**
 * What a stack needs and one file of JSON does not have: files that are copied beside it, and other stacks. Those it refers to
 * are known only once it was made to Terraform.
 */
function missingBeside(stack: object): readonly string[] {
  const { dependencies } = stack as { readonly dependencies?: unknown };
  const others = Array.isArray(dependencies) ? dependencies.filter(isConstruct) : [];
  const assets = isConstruct(stack) ? stack.node.findAll().filter((each) => 'assetHash' in each) : [];
  return [
    ...assets.map(
      ({ node }) => `\`${node.path}\` is a file beside the stack, a \`TerraformAsset\`, which is not written.`,
    ),
    ...others.map(({ node }) => `It refers to the stack \`${node.path}\`, which is not deployed with it.`),
  ];
}

function notAlone({ item, name, origin }: CatalogDeployment, detail: string): Diagnostic {
  const summary = `The stack of catalog item \`${item.name}\` for deployment \`${name}\` does not stand alone`;
  return error('STACK_NOT_ALONE', {
    summary,
    detail,
    ...placeOf(origin),
    related: [{ message: 'the item', ...placeOf(item.origin) }],
  });
}

function wrongResult({ item, origin }: CatalogDeployment, what: string): Diagnostic {
  const summary = `The function of catalog item \`${item.name}\` makes ${what}`;
  return error('ITEM_RESULT_WRONG', {
    summary,
    ...placeOf(origin),
    related: [{ message: 'the item', ...placeOf(item.origin) }],
  });
}

function failed({ item, name, origin }: CatalogDeployment, what: string, cause: unknown): Diagnostic {
  const summary = `Catalog item \`${item.name}\` cannot be made for deployment \`${name}\`: ${what} fails`;
  const detail = cause instanceof Error ? cause.message : String(cause);
  const related = [{ message: 'the item', ...placeOf(item.origin) }];
  return error('ITEM_FAILED', { summary, detail, related, ...placeOf(origin) });
}
