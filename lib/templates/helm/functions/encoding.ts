import { type FunctionTable, fn, fnIn } from '../go/function.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { toBytes } from '../go/text.ts';
import type { Value } from '../go/values.ts';
import { decodeYaml } from '../yaml/decode.ts';
import { encodeYaml } from '../yaml/encode.ts';
import { YamlFailure } from '../yaml/token.ts';
import { base32, base64OfText, decodeBase32, decodeBase64 } from './base64.ts';
import { decodeJson, encodeJson } from './json.ts';

/** Functions that turn values into text and back; those of Helm replace those of Sprig with the same name. */
export const ENCODING_FUNCTIONS: FunctionTable = {
  b64enc: fn(['string'], base64OfText),
  b64dec: fn(['string'], (text) => decoded(decodeBase64(text), 'base64')),
  b32enc: fn(['string'], (text) => base32(toBytes(text))),
  b32dec: fn(['string'], (text) => decoded(decodeBase32(text), 'base32')),
  toYaml: fnIn(['any'], (runtime, value) => orEmpty(() => encodeYaml(value, runtime))),
  mustToYaml: fnIn(['any'], (runtime, value) => encodeYaml(value, runtime)),
  toYamlPretty: fnIn(['any'], (runtime, value) => orEmpty(() => encodeYaml(value, runtime, 2))),
  fromYaml: fnIn(['string'], (runtime, text) => mapOrError(() => readYaml(text, runtime.bounds), 'YAML')),
  fromYamlArray: fnIn(['string'], (runtime, text) => listOrError(() => readYaml(text, runtime.bounds), 'YAML')),
  toJson: fnIn(['any'], (runtime, value) => orEmpty(() => encodeJson(value, runtime))),
  mustToJson: fnIn(['any'], (runtime, value) => encodeJson(value, runtime)),
  toPrettyJson: fnIn(['any'], (runtime, value) => orEmpty(() => encodeJson(value, runtime, { indent: '  ' }))),
  mustToPrettyJson: fnIn(['any'], (runtime, value) => encodeJson(value, runtime, { indent: '  ' })),
  toRawJson: fnIn(['any'], (runtime, value) => encodeJson(value, runtime, { raw: true })),
  mustToRawJson: fnIn(['any'], (runtime, value) => encodeJson(value, runtime, { raw: true })),
  fromJson: fn(['string'], (text) => mapOrError(() => decodeJson(text), 'JSON')),
  fromJsonArray: fn(['string'], (text) => listOrError(() => decodeJson(text), 'JSON')),
  mustFromJson: fn(['string'], decodeJson),
};

// --- internal ---

function decoded(result: string | number, name: string): string {
  return typeof result === 'string' ? result : `illegal ${name} data at input byte ${result}`;
}

function readYaml(text: string, bounds: { readonly aliasNodes: number }): Value {
  try {
    return decodeYaml(text, bounds);
  } catch (cause) {
    if (cause instanceof YamlFailure) throw new FunctionFailure(`error converting YAML to JSON: ${cause.message}`);
    throw cause;
  }
}

/** Helm swallows what cannot be written; bounds are none of that. */
function orEmpty(encode: () => string): string {
  try {
    return encode();
  } catch (cause) {
    if (cause instanceof FunctionFailure && cause.code === 'TEMPLATE_CALL_FAILED') return '';
    throw cause;
  }
}

function mapOrError(read: () => Value, language: string): Value {
  return recovered(
    () => {
      const value = read();
      if (value === null) return new Map();
      if (value instanceof Map) return value;
      throw mismatch(value, 'map[string]interface {}', language);
    },
    (message) => new Map([['Error', message]]),
  );
}

function listOrError(read: () => Value, language: string): Value {
  return recovered(
    () => {
      const value = read();
      if (value === null) return [];
      if (Array.isArray(value)) return value;
      throw mismatch(value, '[]interface {}', language);
    },
    (message) => [message],
  );
}

function recovered(read: () => Value, recover: (message: string) => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof FunctionFailure && cause.code === 'TEMPLATE_CALL_FAILED') return recover(cause.message);
    throw cause;
  }
}

function mismatch(value: Value, type: string, language: string): FunctionFailure {
  const found = Array.isArray(value)
    ? 'array'
    : value instanceof Map
      ? 'object'
      : typeof value === 'boolean'
        ? 'bool'
        : typeof value;
  const prefix = language === 'YAML' ? 'error unmarshaling JSON: while decoding JSON: ' : '';
  return new FunctionFailure(`${prefix}json: cannot unmarshal ${found} into Go value of type ${type}`);
}
