import type { SourcePosition } from '../../diagnostics/diagnostic.ts';

/** The types an input can have, aliases resolved: `bool` is `boolean`, `float` is `number`. */
export const INPUT_TYPES = ['string', 'enum', 'int', 'number', 'boolean', 'secret'] as const;

export type InputType = (typeof INPUT_TYPES)[number];

/** Where a secret is kept, as far as its annotations say. */
export interface SecretBinding {
  /** Property inside the entry of the backend, for example `api-key`. */
  readonly key: string | undefined;
  /** Name of the token without its brackets, for example `DATADOG_API_KEY`. */
  readonly env: string | undefined;
  /** `aws-secrets-store` or `vault`. */
  readonly backend: string | undefined;
  /** Path of the entry in the backend, for example `konstruct/shared/datadog`. */
  readonly path: string | undefined;
}

/** The value that a chart itself has under the key of an input. */
export interface ChartValue {
  /** What YAML makes of it; undefined for a mapping or a list. */
  readonly data: string | number | boolean | null | undefined;
  /** As it is written, without quotes: `0.90` stays `0.90`. Empty for null, a mapping or a list. */
  readonly text: string;
  readonly position: SourcePosition;
}

/** One thing that a template asks for. */
export interface TemplateInput {
  /** Keys from the root of the values, for example `['externalDns', 'providerName']`; never empty. */
  readonly path: readonly string[];
  /** Token that stands for it in files, with its brackets; undefined for a value of a Helm chart. */
  readonly token: string | undefined;
  readonly type: InputType;
  readonly required: boolean;
  /** What a form is filled with: text without quotes, may be empty. Undefined where none is declared. */
  readonly default: string | undefined;
  /** Undefined for inputs of token templates. */
  readonly value: ChartValue | undefined;
  /** Allowed texts of an enum, in their order; empty for other types, and for an enum that lists none. */
  readonly options: readonly string[];
  /** Set for secrets only. */
  readonly secret: SecretBinding | undefined;
  /** One line. */
  readonly description: string | undefined;
  /** An example of a value, never used as one. */
  readonly tip: string | undefined;
  /** The key, or the entry of an input file. */
  readonly position: SourcePosition;
}

/** A value of a chart that is no input: it has a default and nobody is asked for it. */
export interface PlainValue {
  readonly path: readonly string[];
  readonly position: SourcePosition;
}

/** @see Konstruct documentation, "Cluster templates"; `gpu` only in input files of the first format */
export const CLUSTER_TYPES = ['control-plane', 'management', 'physical', 'virtual', 'gpu'] as const;

export type ClusterType = (typeof CLUSTER_TYPES)[number];

/**
 * What a template asks for. Plain data, in the order of the file.
 *
 * `helm`: annotated values of a chart. `input-file`: `kubefirst.yaml` or `konstruct.yaml` beside token files.
 * `tokens`: token files that declare nothing; every token that the platform does not supply is an input.
 */
export interface Contract {
  readonly format: 'helm' | 'input-file' | 'tokens';
  /** The file that declares the inputs, or the folder. */
  readonly file: string;
  readonly clusterType: ClusterType | undefined;
  readonly inputs: readonly TemplateInput[];
  /** Leaves that carry no annotation; empty for token templates. */
  readonly plain: readonly PlainValue[];
}

/** The path with dots, for people: `externalDns.providerName`. */
export function inputName(input: { readonly path: readonly string[] }): string {
  return input.path.join('.');
}

/** True for an enum that stands for a boolean: its options are `true` and `false`, in any order. */
export function isBooleanEnum(input: Pick<TemplateInput, 'type' | 'options'>): boolean {
  const { type, options } = input;
  return type === 'enum' && options.length === 2 && options.includes('true') && options.includes('false');
}

/**
 * What an input is when nobody gives a value: the declared default, else the value of the chart.
 *
 * Undefined for secrets and for placeholders, which stand for a value and are none.
 */
export function effectiveDefault(input: TemplateInput): string | undefined {
  if (input.type === 'secret') return undefined;
  const text = input.default ?? (input.value?.data === undefined ? undefined : input.value.text);
  return text === undefined || isToken(text) ? undefined : text;
}

/** True when the template cannot be rendered before somebody gave a value. */
export function mustBeGiven(input: TemplateInput): boolean {
  return input.required && (effectiveDefault(input) ?? '') === '';
}

/** True for a text that is one token and nothing else. */
export function isToken(text: string): boolean {
  return /^<[A-Z][A-Z0-9_]*(?:-[A-Z0-9_]+)*>$/.test(text);
}

/** The input that takes the entry of a secret: one of its own, else the common one. */
export function secretPathInput(contract: Contract, secret: TemplateInput): TemplateInput | undefined {
  const above = secret.path.slice(0, -1);
  const names = [[...above, `${secret.path.at(-1)}Path`], [...above, 'secretPath'], ['secretPath']];
  for (const wanted of names) {
    const found = contract.inputs.find(
      ({ path }) => path.length === wanted.length && path.every((key, at) => key === wanted[at]),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
