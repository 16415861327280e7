import { type Diagnostic, error, type SourcePosition } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import type { SecretRef } from '../../model/secret-ref.ts';
import {
  type Contract,
  effectiveDefault,
  inputName,
  isBooleanEnum,
  mustBeGiven,
  type TemplateInput,
} from './contract.ts';
import { typeProblem } from './input-text.ts';

/** Values for a template: nested as in its contract, a `SecretRef` where a secret belongs. */
export interface GivenValues {
  readonly [name: string]: Json | SecretRef | GivenValues | undefined;
}

export interface ResolvedInputs {
  /** Values of a Helm chart, nested; secrets are not among them. Empty for token templates. */
  readonly values: JsonObject;
  /** Texts by token; empty for Helm charts. */
  readonly tokens: ReadonlyMap<string, string>;
  /** Which secret each secret input gets. */
  readonly secrets: readonly { readonly input: TemplateInput; readonly ref: SecretRef }[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Checks the values for a template against its contract and gives them the form they are handed over in.
 *
 * Enums are handed over as texts, also `true` and `false`; numbers and booleans as such. Inputs that are not given keep
 * the default: the declared one where there is one, else that of the chart. Values of the chart that are no inputs may be
 * given too and go through as they are. No finding quotes what was given for a secret.
 *
 * @param place  the construct and the line that gave the values, for findings
 * @see Konstruct documentation, "Catalog items", on the values that its operator hands to a chart
 */
export function resolveInputs(
  contract: Contract,
  given: GivenValues,
  place: { readonly address?: string | undefined; readonly source?: SourcePosition | undefined } = {},
): ResolvedInputs {
  const values: MutableObject = {};
  const tokens = new Map<string, string>();
  const secrets: { input: TemplateInput; ref: SecretRef }[] = [];
  const diagnostics: Diagnostic[] = [];
  const put = (input: TemplateInput, value: Json) => {
    if (input.token === undefined) setAt(values, input.path, value);
    else tokens.set(input.token, String(value));
  };
  for (const input of contract.inputs) {
    const name = inputName(input);
    const related = [{ message: 'the input', source: input.position }];
    const value = valueAt(given, input.path);
    if (value === undefined || value === null || value === '') {
      // An empty text clears an optional input, and does not stand for a required one.
      const fallback = value === '' && !input.required ? '' : (effectiveDefault(input) ?? emptyToken(input));
      const isMissing = input.type === 'secret' ? input.required : value === '' ? input.required : mustBeGiven(input);
      if (isMissing)
        diagnostics.push(error('INPUT_MISSING', { ...place, summary: `\`${name}\` is not given`, related }));
      else if (fallback !== undefined && isHandedOver(input, value)) put(input, typed(fallback, input));
      continue;
    }
    if (input.type === 'secret') {
      if (isSecretRef(value)) secrets.push({ input, ref: value });
      else
        diagnostics.push(
          error('INPUT_SECRET_LITERAL', { ...place, summary: `\`${name}\` is given as a literal`, related }),
        );
      continue;
    }
    const problem = givenProblem(value, input);
    if (problem === undefined) put(input, typed(String(value), input));
    else
      diagnostics.push(
        error('INPUT_REFUSED', {
          ...place,
          summary: `\`${name}\` is not of type ${input.type}`,
          detail: problem,
          related,
          ...(isSecretRef(value) && { fix: NO_SECRET }),
        }),
      );
  }
  for (const { path } of contract.plain) {
    const value = valueAt(given, path);
    if (value !== undefined) setAt(values, path, value as Json);
  }
  diagnostics.push(...unknownValues(contract, given).map((found) => ({ ...found, ...place })));
  return { values, tokens, secrets, diagnostics };
}

// --- internal ---

/** Files of the first format have no secrets among their inputs. */
const NO_SECRET =
  'Let the template have an ExternalSecret for it, with the place as its input; in a chart, let the input be of type `secret`.';

/** A token has to be replaced by something: what need not be given, and is not, is empty. */
function emptyToken({ token, required, type }: TemplateInput): string | undefined {
  return token !== undefined && !required && type !== 'secret' ? '' : undefined;
}

interface MutableObject {
  [name: string]: Json;
}

/** The chart has its own values already; only a declared default that differs has to be handed over. */
function isHandedOver(input: TemplateInput, value: unknown): boolean {
  return (
    input.token !== undefined || value === '' || (input.default !== undefined && input.default !== input.value?.text)
  );
}

function typed(text: string, input: TemplateInput): Json {
  if (text === '') return text;
  if (input.type === 'boolean') return text === 'true';
  if ((input.type === 'int' || input.type === 'number') && typeProblem(text, input.type, []) === undefined) {
    // Beyond what a number holds exactly, the text is the better value.
    const number = Number(text);
    return input.type === 'int' && !Number.isSafeInteger(number) ? text : number;
  }
  return text;
}

function givenProblem(value: unknown, input: TemplateInput): string | undefined {
  if (isSecretRef(value)) return 'It is a secret, and the template would write where the input stands.';
  if (typeof value === 'object') return 'It is a mapping or a list.';
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean')
    return `It is a ${typeof value}.`;
  if (typeof value === 'number' && !Number.isFinite(value)) return 'It is not finite.';
  if (input.type === 'string' && typeof value !== 'string') return `It is a ${typeof value}; put it in quotes.`;
  if (typeof value === 'boolean' && input.type !== 'boolean' && !isBooleanEnum(input)) return 'It is a boolean.';
  return typeProblem(String(value), input.type, input.options);
}

function isSecretRef(value: unknown): value is SecretRef {
  return (
    isJsonObject(value) &&
    (value['store'] === 'vault' || value['store'] === 'cluster') &&
    typeof value['path'] === 'string'
  );
}

function valueAt(given: GivenValues, path: readonly string[]): unknown {
  let value: unknown = given;
  for (const name of path) {
    if (!isJsonObject(value) || !Object.hasOwn(value, name)) return undefined;
    value = value[name];
  }
  return value;
}

function setAt(values: MutableObject, path: readonly string[], value: Json): void {
  let target = values;
  for (const name of path.slice(0, -1)) {
    const next = Object.hasOwn(target, name) ? target[name] : undefined;
    const inner: MutableObject = isJsonObject(next) ? (next as MutableObject) : {};
    define(target, name, inner);
    target = inner;
  }
  define(target, path.at(-1) ?? '', value);
}

/** Plain assignment would lose a key named `__proto__`. */
function define(target: MutableObject, name: string, value: Json): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

/** What is given and not asked for; values of a chart that are no inputs may be given too. */
function unknownValues(contract: Contract, given: GivenValues): readonly Diagnostic[] {
  const leaves = new Set<string>();
  const above = new Set<string>();
  for (const { path } of [...contract.inputs, ...contract.plain]) {
    leaves.add(JSON.stringify(path));
    for (let length = 1; length < path.length; length++) above.add(JSON.stringify(path.slice(0, length)));
  }
  const found: Diagnostic[] = [];
  const names = contract.inputs.map(inputName);
  const visit = (value: GivenValues, path: readonly string[]) => {
    for (const [name, member] of Object.entries(value)) {
      const below = [...path, name];
      const key = JSON.stringify(below);
      if (member === undefined || leaves.has(key)) continue;
      if (above.has(key) && isJsonObject(member)) visit(member, below);
      else {
        const summary = `The template asks for no \`${below.join('.')}\``;
        found.push(error('INPUT_UNKNOWN', { summary, fix: didYouMean(below.join('.'), names) }));
      }
    }
  };
  visit(given, []);
  return found;
}
