import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { looksSecret } from '../../model/secret-text.ts';
import { isToken } from '../contract/contract.ts';

/** Says what of a file of values may be copied, given the secrets that stand in it as texts. */
export interface Secrecy {
  /** True for a text that holds a secret: one of the file's, one of known form, or one that its words announce. */
  readonly isSecret: (text: string) => boolean;
  /** The data without the members that hold a secret, and their paths with dots. */
  readonly withoutSecrets: (
    data: Json,
    name: string,
  ) => { readonly data: Json | undefined; readonly removed: string[] };
}

/** @param secrets texts that are given for secret inputs; short ones are left to the other signs */
export function secrecyOf(secrets: readonly string[]): Secrecy {
  const known = secrets.filter((text) => text.length >= SHORTEST);
  const isSecret = (text: string) =>
    known.some((secret) => text.includes(secret)) || looksSecret(text) || ANNOUNCED.test(text);
  const visit = (data: Json, name: string, path: string, removed: string[]): Json | undefined => {
    if (isSecret(name)) removed.push('a key that looks like a secret');
    else if (isLeaf(data)) {
      if (!isSecret(String(data)) && !(isSecretName(name) && holdsSomething(data))) return data;
      removed.push(path);
    } else if (!isJsonObject(data)) {
      return data.flatMap((item, at) => visit(item, name, `${path}.${at}`, removed) ?? []);
    } else if (isSecretVariable(data)) {
      removed.push(`${path}.value`);
      return { name: data['name'] ?? null };
    } else {
      const members = Object.entries(data).flatMap(([key, value]) => {
        const kept = value === undefined ? undefined : visit(value, key, `${path}.${key}`, removed);
        return kept === undefined ? [] : [[key, kept] as const];
      });
      return Object.fromEntries(members);
    }
    return undefined;
  };
  return {
    isSecret,
    withoutSecrets(data, name) {
      const removed: string[] = [];
      return { data: visit(data, name, name, removed), removed };
    },
  };
}

/** True for a name that stands for a secret itself, and not for where it is kept. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) && !PLACE_NAME.test(name);
}

/** False for what stands where a secret would be and is none: nothing, a token, an expression, a reference. */
export function holdsSomething(value: string | number | boolean | null): boolean {
  if (value === null || typeof value === 'boolean') return false;
  const text = String(value).replace(/^(["'])\1$/, '');
  return text !== '' && !isToken(text) && !/^(?:\{\{.*\}\}|\$\{.*\})$/s.test(text);
}

// --- internal ---

/** Shorter texts are parts of too many words. */
const SHORTEST = 4;

const SECRET_NAME =
  /(?:password|passwd|passphrase|pass|token|secret|api[-_]?key|app[-_]?key|access[-_]?key|private[-_]?key|secret[-_]?key|credentials?|dsn)$/i;

/** Names of Secrets of Kubernetes, which hold the secret and are none. */
const PLACE_NAME = /^(?:existing|image[-_]?pull|pull|tls|external|from|use|create|enable)[-_]?/i;

/** `password: …` and `api key = …` in a comment, in a block of text or in arguments of a command. */
const ANNOUNCED =
  /(?:pass(?:word|wd|phrase)?|secret|token|(?:api|app|access|private)[-_ ]?key|credentials?)["'\])]?[^\S\n]*[:=][^\S\n]*["']?(?![<{$\s"'])\S/i;

/** A variable of a container's environment with its value. */
function isSecretVariable(data: JsonObject): boolean {
  const { name, value = null } = data;
  return typeof name === 'string' && isSecretName(name) && isLeaf(value) && holdsSomething(value);
}

function isLeaf(data: Json): data is string | number | boolean | null {
  return !Array.isArray(data) && !isJsonObject(data);
}
