import { looksSecret } from '../model/secret-text.ts';

/** A place where the configuration holds a secret itself: a path of keys, and whether the key or the value is it. */
export interface SecretFinding {
  readonly path: readonly string[];
  readonly part: 'key' | 'value';
}

/**
 * Finds secrets that are written into the configuration: tokens of known form anywhere, credentials in a URL, and
 * whatever stands where only the source of a secret may stand.
 */
export function findLiteralSecrets(data: unknown): readonly SecretFinding[] {
  const findings: SecretFinding[] = [];
  visit(data, [], findings);
  return findings;
}

// --- internal ---

/** Keys that people use for a secret itself. */
const SECRET_KEY = /^(token|password|passwd|pass|secret|value|key|api_?key|apitoken|access_?token|pat|auth)$/i;

/** True for a place where only the source of a secret may stand. */
function isSource(path: readonly string[]): boolean {
  if (path[0] !== 'konstruct') return false;
  if (path[1] === 'repositories') {
    return (path.length === 4 && path[3] === 'credentials') || (path.length === 6 && path[5] === 'privateKey');
  }
  return path[1] === 'clusters' && path.length === 5 && (path[4] === 'token' || path[4] === 'jwt');
}

function visit(value: unknown, path: readonly string[], findings: SecretFinding[]): void {
  if (typeof value === 'string' || typeof value === 'number') {
    const isCredentials = isSource(path);
    if (isCredentials || looksSecret(String(value))) findings.push({ path, part: 'value' });
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  const isCredentials = isSource(path);
  for (const [key, item] of Object.entries(value)) {
    const below = [...path, key];
    const isSecretKey = isCredentials && SECRET_KEY.test(key) && typeof item !== 'object';
    if (isSecretKey || looksSecret(key)) findings.push({ path: below, part: 'key' });
    else visit(item, below, findings);
  }
}
