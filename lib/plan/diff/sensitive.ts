import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';

/** What a plan shows in place of a secret value. */
export const SENSITIVE = '(sensitive)';

/** True when a text may hold a Secret as YAML or JSON, whether it parses or not. */
export function mentionsSecret(text: string): boolean {
  return text.includes('Secret') && SECRET_IN_TEXT.test(text);
}

/** True for a mapping that is a Kubernetes Secret or a list of them. */
export function isSecret(value: Json | undefined): boolean {
  if (!isJsonObject(value) || !Object.hasOwn(value, 'kind')) return false;
  return value['kind'] === 'Secret' || value['kind'] === 'SecretList';
}

/** Members of a Secret that hold its values, the copy that `kubectl apply` keeps in an annotation included. */
export function isSecretMember(path: readonly string[]): boolean {
  if (path.length === 1) return path[0] === 'data' || path[0] === 'stringData' || path[0] === 'items';
  return path.length === 3 && path[0] === 'metadata' && path[1] === 'annotations' && path[2] === LAST_APPLIED;
}

/**
 * Replaces the values of Secrets by `(sensitive)`, anywhere in a value and in texts inside it.
 *
 * The keys of a Secret stay. A value without a Secret is returned itself, not copied.
 */
export function redact(value: Json): Json {
  if (typeof value === 'string') return mentionsSecret(value) ? SENSITIVE : value;
  if (typeof value !== 'object' || value === null) return value;
  if (!isJsonObject(value)) return redactList(value);
  return isSecret(value) ? redactSecret(value) : redactMembers(value, redact);
}

// --- internal ---

const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const SECRET_IN_TEXT = /\bkind\\?["']?\s*:\s*(?:[!&]\S*\s+)*\\?["']?Secret(?:List)?\b/;

function redactList(list: readonly Json[]): Json {
  let changed = false;
  const copy = list.map((item) => {
    const redacted = redact(item);
    if (redacted !== item) changed = true;
    return redacted;
  });
  return changed ? copy : list;
}

function redactMembers(value: JsonObject, change: (member: Json, key: string) => Json): JsonObject {
  let changed = false;
  const entries: [string, Json | undefined][] = [];
  for (const [key, member] of Object.entries(value)) {
    const redacted = member === undefined ? undefined : change(member, key);
    if (redacted !== member) changed = true;
    entries.push([key, redacted]);
  }
  return changed ? Object.fromEntries(entries) : value;
}

function redactSecret(secret: JsonObject): JsonObject {
  return redactMembers(secret, (member, key) => {
    if (isSecretMember([key])) return isJsonObject(member) ? redactMembers(member, () => SENSITIVE) : SENSITIVE;
    if (key !== 'metadata' || !isJsonObject(member)) return redact(member);
    return redactMembers(member, (inner, name) => {
      if (name !== 'annotations' || !isJsonObject(inner)) return redact(inner);
      return redactMembers(inner, (text, annotation) => (annotation === LAST_APPLIED ? SENSITIVE : redact(text)));
    });
  });
}
