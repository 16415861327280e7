import { type Diagnostic, error, type SourcePosition } from '../../diagnostics/diagnostic.ts';
import type { InputValue, InputValues } from '../../model/declarations/cluster.ts';
import type { Json, JsonObject } from '../../model/json.ts';
import { isSecretRef, type SecretRef } from '../../model/secret-ref.ts';
import type { TerraformVariable } from './module.ts';
import { variableProblem } from './variable-type.ts';

export interface ResolvedVariables {
  /** Numbers, booleans and texts, as texts, in the order of the variables. */
  readonly texts: ReadonlyMap<string, string>;
  /** Lists and mappings. */
  readonly structures: JsonObject;
  readonly secrets: ReadonlyMap<string, SecretRef>;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks what is given for the variables of a module.
 *
 * A variable that is `sensitive` takes a `SecretRef` and nothing else; any other takes none, since Terraform would print
 * what it holds. No finding quotes a value.
 *
 * @param place  the construct and the line that gave the values
 */
export function resolveVariables(
  variables: Iterable<TerraformVariable>,
  given: InputValues,
  place: { readonly address?: string | undefined; readonly source?: SourcePosition | undefined },
): ResolvedVariables {
  const texts = new Map<string, string>();
  const structures: { [name: string]: Json } = {};
  const secrets = new Map<string, SecretRef>();
  const diagnostics: Diagnostic[] = [];
  for (const variable of variables) {
    const { name, required, sensitive, position } = variable;
    const value = Object.hasOwn(given, name) ? given[name] : undefined;
    const related = [{ message: 'the variable', source: position }];
    if (value === undefined || value === null) {
      if (required)
        diagnostics.push(error('INPUT_MISSING', { ...place, summary: `\`${name}\` is not given`, related }));
    } else if (isSecretRef(value)) {
      if (sensitive) secrets.set(name, value);
      else {
        const detail = 'It is a secret, and the variable is not `sensitive`: Terraform would print it.';
        diagnostics.push(error('INPUT_REFUSED', { ...place, summary: `\`${name}\` takes no secret`, detail, related }));
      }
    } else if (sensitive) {
      const summary = `\`${name}\` is given as a literal`;
      diagnostics.push(error('INPUT_SECRET_LITERAL', { ...place, summary, related }));
    } else {
      const detail = isData(value) ? valueProblem(value, variable) : HOLDS_SECRET;
      if (detail !== undefined || !isData(value)) {
        const summary = `\`${name}\` is not what the Terraform takes`;
        diagnostics.push(error('INPUT_REFUSED', { ...place, summary, detail, related }));
      } else if (typeof value === 'object') structures[name] = value;
      else texts.set(name, String(value));
    }
  }
  return { texts, structures, secrets, diagnostics };
}

/** Why a variable does not take a value, in a sentence; undefined when it does. */
export function valueProblem(value: Json, { type, options }: TerraformVariable): string | undefined {
  const problem = variableProblem(value, type);
  if (problem !== undefined || options.length === 0 || typeof value === 'object') return problem;
  return options.includes(String(value)) ? undefined : `It is none of ${options.join(', ')}.`;
}

// --- internal ---

const HOLDS_SECRET = 'It holds a secret, which has to be the whole of a `sensitive` variable.';

/** True when there is no secret anywhere in it. */
function isData(value: InputValue | undefined): value is Json {
  if (isSecretRef(value)) return false;
  return typeof value !== 'object' || value === null || Object.values(value).every(isData);
}
