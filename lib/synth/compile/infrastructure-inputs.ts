import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { InputValues } from '../../model/declarations/cluster.ts';
import { placeOf } from '../../model/origin.ts';
import type { CatalogDeployment } from '../../model/platform-model.ts';
import { type Contract, effectiveDefault, type TemplateInput } from '../../templates/contract/contract.ts';
import { tokenOfName } from '../../templates/contract/platform-values.ts';
import { type GivenValues, resolveInputs } from '../../templates/contract/resolve-inputs.ts';
import type { TerraformModule } from '../../templates/library/template-library.ts';
import { type ResolvedVariables, resolveVariables } from '../../templates/terraform/resolve-variables.ts';

/** What a deployment gives the Terraform of its item. */
export interface InfrastructureInputs {
  /** Texts by token. */
  readonly tokens: ReadonlyMap<string, string>;
  readonly variables: ResolvedVariables;
  readonly diagnostics: readonly Diagnostic[];
}

/** Inputs that are tokens of Terraform, and no values of a chart. */
export function tokenInputs({ inputs }: Contract): readonly TemplateInput[] {
  return inputs.filter(({ token }) => token !== undefined);
}

/**
 * Checks what a deployment gives the Terraform of its item: tokens in its files, and variables.
 *
 * Both are `infrastructureValues`, and tokens may stand among the `values` too. An item that is nothing but Terraform takes
 * everything from either. A token that has the name of an input of the item's chart gets the value of that.
 */
export function infrastructureInputs(
  deployment: CatalogDeployment,
  contract: Contract,
  module: TerraformModule,
): InfrastructureInputs {
  const place = placeOf(deployment.origin);
  const own = tokenInputs(contract);
  const given = givenFor(deployment, own);
  const isToken = new Set(own.map(({ path }) => path[0] ?? ''));
  const resolved = resolveInputs({ ...contract, inputs: own, plain: [] }, pick(given, isToken), place);
  const others = Object.fromEntries(
    Object.entries(given).filter(([name, value]) => !isToken.has(name) && value !== undefined),
  );
  const variables = resolveVariables(module.variables.values(), others, place);
  const known = [...own.map(({ path }) => path[0] ?? ''), ...module.variables.keys()];
  const shared = sharedTokens(deployment, contract, module);
  const tokens = new Map([...shared.tokens, ...resolved.tokens]);
  return {
    tokens,
    variables,
    diagnostics: [
      ...resolved.diagnostics,
      ...variables.diagnostics,
      ...shared.diagnostics,
      ...unknownNames(Object.keys(others), module, known).map((found) => ({ ...found, ...place })),
      ...unsafeTokens(tokens).map((found) => ({ ...found, ...place })),
    ],
  };
}

// --- internal ---

type Given = InputValues;

function givenFor({ item, values, infrastructureValues }: CatalogDeployment, own: readonly TemplateInput[]): Given {
  if (item.type === 'Infrastructure') return { ...values, ...infrastructureValues };
  return { ...pick(values, new Set(own.map(({ path }) => path[0] ?? ''))), ...infrastructureValues };
}

function pick(values: Given, names: ReadonlySet<string>): GivenValues & Given {
  return Object.fromEntries(Object.entries(values).filter(([name]) => names.has(name))) as GivenValues & Given;
}

/** Tokens that are named as inputs of the chart beside the Terraform. */
function sharedTokens({ values, origin }: CatalogDeployment, { inputs }: Contract, { tokens: used }: TerraformModule) {
  const tokens = new Map<string, string>();
  const diagnostics: Diagnostic[] = [];
  for (const input of inputs) {
    if (input.token !== undefined) continue;
    const secret = input.secret?.env === undefined ? undefined : `<${input.secret.env}>`;
    if (input.type === 'secret') {
      if (secret === undefined || !used.has(secret)) continue;
      const related = [{ message: 'the input', source: input.position }];
      const summary = `The Terraform of the item has the secret \`${secret}\` in its files`;
      diagnostics.push(error('TERRAFORM_SECRET_IN_FILE', { summary, related, ...placeOf(origin) }));
      continue;
    }
    const token = tokenOfName(input.path.at(-1) ?? '');
    const value = input.path.reduce<unknown>((part, key) => (part as Given | undefined)?.[key], values);
    const text = value === undefined || value === '' ? effectiveDefault(input) : value;
    if (used.has(token) && (typeof text !== 'object' || text === null) && text !== undefined)
      tokens.set(token, String(text));
  }
  return { tokens, diagnostics };
}

function unknownNames(
  names: readonly string[],
  { variables }: TerraformModule,
  known: readonly string[],
): readonly Diagnostic[] {
  return names
    .filter((name) => !variables.has(name))
    .map((name) => {
      const summary = `The Terraform asks for no \`${name}\``;
      const fix =
        known.length === 0
          ? 'It asks for nothing: remove the value.'
          : `It asks for ${known.map((each) => `\`${each}\``).join(', ')}.`;
      return error('INPUT_UNKNOWN', { summary, fix });
    });
}

/** A token stands in a quoted text of HCL: what could end it, or begin an expression, would be another program. */
function unsafeTokens(tokens: ReadonlyMap<string, string>): readonly Diagnostic[] {
  return [...tokens]
    .filter(([, text]) => /["\\\r\n]|[$%]\{/.test(text))
    .map(([token]) => {
      const detail = `The value of \`${token}\` has a quote, a backslash, a line break, \`\${\` or \`%{\` in it.`;
      return error('INPUT_REFUSED', { summary: `\`${token}\` takes no such text`, detail });
    });
}
