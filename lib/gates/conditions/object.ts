import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { redactor } from '../../repository/git/redact.ts';

/** The member at a path of keys, or undefined. */
export function at(value: Json | undefined, ...keys: readonly string[]): Json | undefined {
  return keys.reduce<Json | undefined>((part, key) => (isJsonObject(part) ? part[key] : undefined), value);
}

/** The text at a path of keys; empty where there is none. */
export function textAt(value: Json | undefined, ...keys: readonly string[]): string {
  const found = at(value, ...keys);
  return typeof found === 'string' ? found : '';
}

/** The objects in a list at a path of keys. */
export function listAt(value: Json | undefined, ...keys: readonly string[]): readonly JsonObject[] {
  const found = at(value, ...keys);
  return Array.isArray(found) ? found.filter(isJsonObject) : [];
}

/** `namespace/name`, or the name alone. */
export function nameOf(object: JsonObject): string {
  const namespace = textAt(object, 'metadata', 'namespace');
  return `${namespace === '' ? '' : `${namespace}/`}${textAt(object, 'metadata', 'name')}`;
}

/** What an object says of itself in `status.conditions`: one line a condition that is not as it should be. */
export function unmetConditions(object: JsonObject, wanted: readonly string[]): readonly string[] {
  const conditions = listAt(object, 'status', 'conditions');
  return wanted.flatMap((type) => {
    const condition = conditions.find((one) => one['type'] === type);
    if (condition === undefined) return [`it has no condition ${type} yet`];
    if (condition['status'] === 'True') return [];
    const why = [textAt(condition, 'reason'), message(textAt(condition, 'message'))].filter((one) => one !== '');
    return [`${type} is ${textAt(condition, 'status') || 'not True'}${why.length > 0 ? `: ${why.join(': ')}` : ''}`];
  });
}

/** The conditions of an Application that are errors, a line each. */
export function errorConditions(application: JsonObject): readonly string[] {
  return listAt(application, 'status', 'conditions')
    .filter((condition) => /Error$/.test(textAt(condition, 'type')))
    .map((condition) => `${textAt(condition, 'type')}: ${message(textAt(condition, 'message'))}`);
}

/** A message of a controller: one line, of a length that can be read, without what looks like a secret. */
export function message(text: string): string {
  const line = clean(text).replaceAll(TOKENS, '[redacted]').replace(/\s+/g, ' ').trim();
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}

// --- internal ---

const LONGEST = 300;

const clean = redactor([]);

/** Controllers quote commands and URLs, and with them tokens. */
const TOKENS =
  /\bgh[pousr]_\w{20,}|\bgithub_pat_\w{20,}|\bgl[a-z]{2,4}-[\w-]{20,}|\b(?:AKIA|ASIA)[0-9A-Z]{16}\b|\bhv[sbr]\.[\w-]{20,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]*|-----BEGIN [A-Z ]*PRIVATE KEY[\s\S]*/g;
