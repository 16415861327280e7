import type { Json } from '../../model/json.ts';
import { unquote } from '../contract/input-text.ts';
import type { TerraformVariable } from '../terraform/module.ts';
import { valueProblem } from '../terraform/resolve-variables.ts';
import type { GivenKey } from './read-values.ts';

/** What is given for a variable, as a program gives it, or why Terraform would not take it. */
export type TakenVariable = { readonly value: Json; readonly isDefault: boolean } | { readonly problem: string };

/** Forms hand over texts: numbers, booleans, lists and mappings become what the type of the variable says. */
export function takeVariable(variable: TerraformVariable, { data, text }: GivenKey): TakenVariable {
  const value = text === undefined ? data : fromText(unquote(text), data, variable);
  const problem = valueProblem(value, variable);
  if (problem !== undefined) return { problem };
  return { value, isDefault: isDefault(value, variable) };
}

// --- internal ---

function fromText(text: string, data: Json, { type }: TerraformVariable): Json {
  switch (type.kind) {
    case 'string':
      return text;
    case 'bool':
      return text === 'true' || text === 'false' ? text === 'true' : text;
    case 'number':
      return text !== '' && Number.isFinite(Number(text)) ? Number(text) : text;
    case 'any':
      return typeof data === 'string' ? text : data;
    default:
      return parsed(text) ?? text;
  }
}

function parsed(text: string): Json | undefined {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** Of structures only what is empty on both sides is known to be the same. */
function isDefault(value: Json, variable: TerraformVariable): boolean {
  if (variable.default === undefined) return false;
  if (typeof value !== 'object' || value === null) return String(value) === variable.default;
  return Object.keys(value).length === 0 && /^(?:\[\s*\]|\{\s*\})$/.test(variable.default);
}
