/** Takes secrets out of a text; the only way git's own words reach a message. */
export type Redactor = (text: string) => string;

/** What stands in for a secret. */
export const REDACTED = '[redacted]';

/**
 * Makes a redactor for the given secrets.
 *
 * Besides them, it removes what looks like a secret wherever git prints one: the user part of a URL and the value
 * of an `Authorization` header.
 */
export function redactor(secrets: Iterable<string>): Redactor {
  // Longest first, so that a secret inside another does not leave the rest of it behind.
  const ordered = [...new Set(secrets)].filter((secret) => secret !== '').sort((a, b) => b.length - a.length);
  return (text) => {
    let clean = text;
    for (const secret of ordered) clean = clean.replaceAll(secret, REDACTED);
    return clean
      .replace(/\b([a-z][a-z0-9+.-]*:\/\/)[^/\s'"]*@/gi, `$1${REDACTED}@`)
      .replace(/\b(authorization:\s*)(?:(?:basic|bearer|token)\s+)?\S+/gi, `$1${REDACTED}`);
  };
}

/** Every spelling of a token under which it may turn up: plain, percent-encoded, and inside a Basic header. */
export function spellingsOf(username: string, token: string): readonly string[] {
  return [
    token,
    encodeURIComponent(Buffer.from(token).toString()),
    Buffer.from(token).toString('base64'),
    Buffer.from(`${username}:${token}`).toString('base64'),
  ];
}
