import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { Json } from '../../model/json.ts';
import { SecretRef } from '../../model/secret-ref.ts';
import {
  type Contract,
  effectiveDefault,
  inputName,
  isBooleanEnum,
  mustBeGiven,
  secretPathInput,
  type TemplateInput,
} from '../contract/contract.ts';
import { isSameValue, typeProblem, unquote } from '../contract/input-text.ts';
import type { TerraformVariable } from '../terraform/module.ts';
import type { GivenKey, ValuesFile } from './read-values.ts';
import { holdsSomething, isSecretName, type Secrecy, secrecyOf } from './secrecy.ts';
import { takeVariable } from './take-variable.ts';

/** A value for a program, with the comments that go with it. */
export interface MatchedValue {
  readonly path: readonly string[];
  readonly value: Json | SecretRef;
  readonly comments: readonly string[];
}

export interface MatchedValues {
  readonly values: readonly MatchedValue[];
  readonly infrastructureValues: readonly MatchedValue[];
  /** Names of values that are what the template has anyway. */
  readonly defaults: readonly string[];
  /** Names of values that follow from where the deployment goes. */
  readonly supplied: readonly string[];
  /** Warnings: whatever of the file is not in the program. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Brings the values of a deployment into the form that a program gives them in.
 *
 * A secret becomes a reference to where its input keeps it; neither its text nor a comment that repeats it is copied, and
 * no finding quotes it. Numbers and booleans that forms made texts of become what they were. What the template does not
 * ask for, or would refuse, is left out and told.
 *
 * @param placeValues names that a deployment says by where it goes
 * @param terraform  the Terraform of the template. @default - it has none
 */
export function matchValues(
  contract: Contract,
  file: ValuesFile,
  placeValues: ReadonlySet<string>,
  terraform: MatchedTerraform = NO_TERRAFORM,
): MatchedValues {
  const matcher = new Matcher(contract, placeValues, terraform, secrecyOf(literalsOf(contract, file, terraform)));
  matcher.visit(file.values, [], !terraform.hasChart);
  matcher.visit(file.infrastructureValues, [], true);
  return matcher.finish();
}

/** What the Terraform of a template asks for beside its tokens. */
export interface MatchedTerraform {
  readonly variables: readonly TerraformVariable[];
  /** Whether a chart stands beside it, which plain values are for. */
  readonly hasChart: boolean;
}

// --- internal ---

type Literal = string;

const NO_TERRAFORM: MatchedTerraform = { variables: [], hasChart: true };

/** Texts that are given for secrets, at any depth. */
function literalsOf(
  contract: Contract,
  { values, infrastructureValues }: ValuesFile,
  { variables }: MatchedTerraform,
): readonly Literal[] {
  const found: Literal[] = [];
  const sensitive = new Set(variables.filter((each) => each.sensitive).map(({ name }) => name));
  const visit = (keys: readonly GivenKey[], path: readonly string[]) => {
    for (const { name, text, keys: inner } of keys) {
      const below = [...path, name];
      const isVariable = path.length === 0 && sensitive.has(name);
      const isOne = isVariable || inputAt(contract, below)?.type === 'secret' || isSecretName(name);
      if (isOne && text !== undefined && holdsSomething(text))
        found.push(text, ...text.split('\n').map((row) => row.trim()));
      visit(inner ?? [], below);
    }
  };
  visit(values, []);
  visit(infrastructureValues, []);
  return found;
}

/** By its keys; at the root also by its token, as the platform's operator matches them. */
function inputAt({ inputs }: Contract, path: readonly string[]): TemplateInput | undefined {
  const [name = '', ...deeper] = path;
  const direct = inputs.find(
    (input) => input.path.length === path.length && input.path.every((key, at) => key === path[at]),
  );
  if (direct !== undefined || deeper.length > 0) return direct;
  const token = name.startsWith('<') ? name : `<${name}>`;
  return inputs.find(
    (input) => input.token === token || (input.secret?.env !== undefined && `<${input.secret.env}>` === token),
  );
}

class Matcher {
  private readonly found = new Map<TemplateInput | string, MatchedValue>();
  /** Secrets that the file holds as texts. */
  private readonly literals = new Map<TemplateInput, GivenKey>();
  private readonly given = new Set<TemplateInput>();
  private readonly variables = new Map<string, MatchedValue>();
  private readonly givenVariables = new Set<string>();
  private readonly defaults: string[] = [];
  private readonly supplied: string[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly plain: ReadonlySet<string>;
  private readonly above: ReadonlySet<string>;
  private readonly contract: Contract;
  private readonly placeValues: ReadonlySet<string>;
  private readonly terraform: MatchedTerraform;
  private readonly secrecy: Secrecy;

  constructor(contract: Contract, placeValues: ReadonlySet<string>, terraform: MatchedTerraform, secrecy: Secrecy) {
    this.contract = contract;
    this.placeValues = placeValues;
    this.terraform = terraform;
    this.secrecy = secrecy;
    const paths = [...contract.inputs, ...contract.plain].map(({ path }) => path);
    this.plain = new Set(contract.plain.map(({ path }) => JSON.stringify(path)));
    this.above = new Set(paths.flatMap((path) => path.slice(1).map((_, at) => JSON.stringify(path.slice(0, at + 1)))));
  }

  visit(keys: readonly GivenKey[], path: readonly string[], takesVariables: boolean): void {
    for (const key of keys) {
      const below = [...path, key.name];
      const input = inputAt(this.contract, below);
      const variable = takesVariables && path.length === 0 ? this.variableOf(key) : undefined;
      if (input !== undefined) this.takeInput(input, key);
      else if (variable !== undefined) this.takeVariable(variable, key);
      else if (this.plain.has(JSON.stringify(below))) this.takePlain(below, key);
      else if (this.above.has(JSON.stringify(below)) && key.keys !== undefined) this.visit(key.keys, below, false);
      else if (this.placeValues.has(key.name) && path.length === 0) this.supplied.push(key.name);
      else if (key.data !== null || !this.above.has(JSON.stringify(below))) this.tellUnknown(below, key);
    }
  }

  finish(): MatchedValues {
    const { inputs } = this.contract;
    for (const [input, { path }] of this.found) {
      if (typeof input === 'string' || input.type !== 'secret') continue;
      const ref = this.refOf(input);
      this.found.set(input, { path, value: ref, comments: [] });
      const literal = this.literals.get(input);
      if (literal !== undefined) this.tellSecret(inputName(input), literal, ref);
    }
    for (const input of inputs) {
      if (this.given.has(input)) continue;
      if (input.type === 'secret') {
        if (input.required) this.found.set(input, { path: input.path, value: this.refOf(input), comments: [] });
      } else if (mustBeGiven(input) && !this.placeValues.has(input.path[0] ?? '')) {
        const summary = `The template needs \`${inputName(input)}\`, and the file does not give it`;
        this.diagnostics.push(warning('VALUES_INPUT_MISSING', { summary, related: [relatedTo(input)] }));
      }
    }
    for (const variable of this.terraform.variables) this.tellMissing(variable);
    const entries = [...this.found];
    const isInfrastructure = (input: TemplateInput | string) => typeof input !== 'string' && input.token !== undefined;
    return {
      values: entries.filter(([input]) => !isInfrastructure(input)).map(([, value]) => value),
      infrastructureValues: [
        ...entries.filter(([input]) => isInfrastructure(input)).map(([, value]) => value),
        ...this.variables.values(),
      ],
      defaults: this.defaults,
      supplied: this.supplied,
      diagnostics: this.diagnostics,
    };
  }

  private takeInput(input: TemplateInput, key: GivenKey): void {
    const name = inputName(input);
    this.given.add(input);
    if (input.path.length === 1 && this.placeValues.has(name)) this.supplied.push(name);
    else if (input.type === 'secret') this.takeSecret(input, key);
    else if (key.text === undefined) this.refuse(input, key, 'It is a mapping or a list.');
    else {
      const text = unquote(key.text);
      const problem = text === '' ? undefined : typeProblem(text, input.type, input.options);
      if (isSecretName(input.path.at(-1) ?? '') && holdsSomething(text)) this.tellSecret(name, key, undefined);
      else if (this.secrecy.isSecret(text)) this.tellSecret(name, key, undefined);
      else if (problem !== undefined) this.refuse(input, key, problem);
      else if (isSameValue(text, effectiveDefault(input) ?? '', input.type)) this.defaults.push(name);
      else this.put(input, input.path, typed(text, input), key);
    }
  }

  private variableOf({ name }: GivenKey): TerraformVariable | undefined {
    return this.terraform.variables.find((variable) => variable.name === name);
  }

  private takeVariable(variable: TerraformVariable, key: GivenKey): void {
    const { name } = variable;
    this.givenVariables.add(name);
    if (variable.sensitive) {
      const isLiteral = key.text === undefined ? key.data !== null : holdsSomething(key.text);
      if (!isLiteral && !variable.required) return;
      const ref = this.putReference(variable);
      if (isLiteral) this.tellSecret(name, key, ref);
      return;
    }
    const { data, removed } = this.secrecy.withoutSecrets(key.data, name);
    const taken = takeVariable(variable, key);
    if (removed.length > 0 || data === undefined) this.tellSecret(removed[0] ?? name, key, undefined);
    else if ('problem' in taken) {
      const summary = `\`${name}\` is not what the Terraform takes, and is left out`;
      const related = [{ message: 'the variable', source: variable.position }];
      this.diagnostics.push(
        warning('VALUES_INPUT_REFUSED', { summary, detail: taken.problem, source: key.position, related }),
      );
    } else if (taken.isDefault) this.defaults.push(name);
    else this.variables.set(name, { path: [name], value: taken.value, comments: this.commentsOn(name, key) });
  }

  /** The property of an entry of Vault that has the name of the variable. */
  private putReference({ name }: TerraformVariable): SecretRef {
    const ref = SecretRef.vault(`konstruct/shared/${kebab(name)}`);
    this.variables.set(name, { path: [name], value: ref, comments: [] });
    return ref;
  }

  private tellMissing(variable: TerraformVariable): void {
    const { name, required, sensitive, position } = variable;
    if (!required || this.givenVariables.has(name)) return;
    if (sensitive) this.putReference(variable);
    else {
      const summary = `The Terraform needs \`${name}\`, and the file does not give it`;
      const related = [{ message: 'the variable', source: position }];
      this.diagnostics.push(warning('VALUES_INPUT_MISSING', { summary, related }));
    }
  }

  /** Where it is kept may stand further below; what is said about a secret may repeat it. */
  private takeSecret(input: TemplateInput, key: GivenKey): void {
    const isLiteral = key.text === undefined ? key.data !== null : holdsSomething(key.text);
    if (isLiteral) this.literals.set(input, key);
    if (isLiteral || input.required || (key.text ?? '') !== '') {
      this.found.set(input, { path: input.path, value: this.refOf(input), comments: [] });
    }
  }

  private takePlain(path: readonly string[], key: GivenKey): void {
    const { data, removed } = this.secrecy.withoutSecrets(key.data, key.name);
    for (const member of removed)
      this.tellSecret([...path.slice(0, -1), member].join('.'), keyAt(key, member), undefined);
    if (data !== undefined && !isNothing(data)) this.put(JSON.stringify(path), path, data, key);
  }

  private put(id: TemplateInput | string, path: readonly string[], value: Json, key: GivenKey): void {
    this.found.set(id, { path, value, comments: this.commentsOn(path.join('.'), key) });
  }

  private commentsOn(name: string, { comments, position }: GivenKey): readonly string[] {
    const kept = comments.filter((comment) => !this.secrecy.isSecret(comment));
    if (kept.length < comments.length) {
      const summary = `A comment on \`${name}\` may hold a secret and is not copied`;
      this.diagnostics.push(warning('VALUES_COMMENT_NOT_COPIED', { summary, source: position }));
    }
    return kept;
  }

  /** Where the input keeps it: in Vault a whole entry, else one property of one. */
  private refOf(input: TemplateInput): SecretRef {
    const name = input.path.at(-1) ?? '';
    const { path: kept = `konstruct/shared/${kebab(name)}`, key = kebab(name), backend } = input.secret ?? {};
    const reader = secretPathInput(this.contract, input);
    const given = reader && this.found.get(reader)?.value;
    const path = (typeof given === 'string' ? given : ((reader && effectiveDefault(reader)) ?? kept)).replace(
      /^\/+/,
      '',
    );
    return backend === 'vault' ? SecretRef.vault(path) : SecretRef.store(path, key);
  }

  private tellSecret(name: string, key: GivenKey, ref: SecretRef | undefined): void {
    const where =
      ref === undefined
        ? undefined
        : ref.store === 'vault'
          ? `\`${ref.path}\` of Vault`
          : `property \`${ref.property}\` of \`${ref.path}\``;
    const fix =
      where === undefined
        ? 'Keep it in a secret store, and have the template read it from there.'
        : `Keep it in ${where}, and change it where it was in git.`;
    const shown = this.secrecy.isSecret(name) ? key.name : name;
    const summary = `\`${this.secrecy.isSecret(shown) ? '…' : shown}\` holds a secret as text and is not copied`;
    this.diagnostics.push(warning('VALUES_SECRET_NOT_COPIED', { summary, fix, source: key.position }));
  }

  private tellUnknown(path: readonly string[], key: GivenKey): void {
    const name = path.join('.');
    const summary = `The template asks for no \`${this.secrecy.isSecret(name) ? '…' : name}\``;
    const known = [...this.contract.inputs.map(inputName), ...this.terraform.variables.map((each) => each.name)];
    const fix = didYouMean(name, known);
    this.diagnostics.push(
      warning('VALUES_INPUT_UNKNOWN', { summary, source: key.position, ...(fix !== undefined && { fix }) }),
    );
  }

  private refuse(input: TemplateInput, key: GivenKey, detail: string): void {
    const summary = `\`${inputName(input)}\` is not of type ${input.type} and is left out`;
    const related = [relatedTo(input)];
    this.diagnostics.push(warning('VALUES_INPUT_REFUSED', { summary, detail, source: key.position, related }));
  }
}

/** The innermost key on the way to a member; items of lists are no keys. */
function keyAt(key: GivenKey, member: string): GivenKey {
  const [, ...names] = member.split('.');
  let found = key;
  for (const name of names) {
    const inner = found.keys?.find((each) => each.name === name);
    if (inner === undefined) break;
    found = inner;
  }
  return found;
}

function relatedTo({ position }: TemplateInput) {
  return { message: 'the input', source: position };
}

/** Forms hand over texts; a program says what they stand for. */
function typed(text: string, input: TemplateInput): Json {
  if (text === '') return '';
  if (input.type === 'boolean' || isBooleanEnum(input)) return text === 'true';
  if (input.type !== 'int' && input.type !== 'number') return text;
  const number = Number(text);
  return input.type === 'int' && !Number.isSafeInteger(number) ? text : number;
}

function isNothing(data: Json): boolean {
  return data === null || (typeof data === 'object' && Object.keys(data).length === 0);
}

function kebab(name: string): string {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .replace(/[^A-Za-z0-9]+/g, '-')
    .toLowerCase();
}
