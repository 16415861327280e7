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
import type { GivenKey, ValuesFile } from './read-values.ts';
import { holdsSomething, isSecretName, type Secrecy, secrecyOf } from './secrecy.ts';

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
 */
export function matchValues(contract: Contract, file: ValuesFile, placeValues: ReadonlySet<string>): MatchedValues {
  const matcher = new Matcher(contract, placeValues, secrecyOf(literalsOf(contract, file)));
  matcher.visit(file.values, []);
  matcher.visit(file.infrastructureValues, []);
  return matcher.finish();
}

// --- internal ---

type Literal = string;

/** Texts that are given for secrets, at any depth. */
function literalsOf(contract: Contract, { values, infrastructureValues }: ValuesFile): readonly Literal[] {
  const found: Literal[] = [];
  const visit = (keys: readonly GivenKey[], path: readonly string[]) => {
    for (const { name, text, keys: inner } of keys) {
      const below = [...path, name];
      const isOne = inputAt(contract, below)?.type === 'secret' || isSecretName(name);
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
  private readonly defaults: string[] = [];
  private readonly supplied: string[] = [];
  private readonly diagnostics: Diagnostic[] = [];
  private readonly plain: ReadonlySet<string>;
  private readonly above: ReadonlySet<string>;
  private readonly contract: Contract;
  private readonly placeValues: ReadonlySet<string>;
  private readonly secrecy: Secrecy;

  constructor(contract: Contract, placeValues: ReadonlySet<string>, secrecy: Secrecy) {
    this.contract = contract;
    this.placeValues = placeValues;
    this.secrecy = secrecy;
    const paths = [...contract.inputs, ...contract.plain].map(({ path }) => path);
    this.plain = new Set(contract.plain.map(({ path }) => JSON.stringify(path)));
    this.above = new Set(paths.flatMap((path) => path.slice(1).map((_, at) => JSON.stringify(path.slice(0, at + 1)))));
  }

  visit(keys: readonly GivenKey[], path: readonly string[]): void {
    for (const key of keys) {
      const below = [...path, key.name];
      const input = inputAt(this.contract, below);
      if (input !== undefined) this.takeInput(input, key);
      else if (this.plain.has(JSON.stringify(below))) this.takePlain(below, key);
      else if (this.above.has(JSON.stringify(below)) && key.keys !== undefined) this.visit(key.keys, below);
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
    const entries = [...this.found];
    const isInfrastructure = (input: TemplateInput | string) => typeof input !== 'string' && input.token !== undefined;
    return {
      values: entries.filter(([input]) => !isInfrastructure(input)).map(([, value]) => value),
      infrastructureValues: entries.filter(([input]) => isInfrastructure(input)).map(([, value]) => value),
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
    for (const member of removed) this.tellSecret([...path.slice(0, -1), member].join('.'), key, undefined);
    if (data !== undefined && !isNothing(data)) this.put(JSON.stringify(path), path, data, key);
  }

  private put(id: TemplateInput | string, path: readonly string[], value: Json, key: GivenKey): void {
    const kept = key.comments.filter((comment) => !this.secrecy.isSecret(comment));
    if (kept.length < key.comments.length) {
      const summary = `A comment on \`${path.join('.')}\` may hold a secret and is not copied`;
      this.diagnostics.push(warning('VALUES_COMMENT_NOT_COPIED', { summary, source: key.position }));
    }
    this.found.set(id, { path, value, comments: kept });
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
    const fix = didYouMean(name, this.contract.inputs.map(inputName));
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
