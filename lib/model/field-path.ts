/**
 * The way to a field of a manifest: keys, and items of lists as `[0]` or `[name=http]`, each a segment of its own.
 *
 * Plans show fields in this form, and it is the form in which people name them.
 */
export type FieldPath = readonly string[];

/** Stands for every key of a mapping, or every item of a list, where fields are selected. */
export const ANY_SEGMENT = '*';

/** `spec.containers[name=app].image`, keys that are no plain words in quotes; empty for the root. */
export function formatFieldPath(path: FieldPath): string {
  let text = '';
  for (const segment of path) {
    if (/^\[.*\]$/s.test(segment)) text += segment;
    else if (PLAIN_KEY.test(segment)) text += text === '' ? segment : `.${segment}`;
    else text += segment === ANY_SEGMENT ? '[*]' : `[${JSON.stringify(segment)}]`;
  }
  return text;
}

/**
 * Reads what `formatFieldPath` writes: `metadata.annotations["argocd.argoproj.io/sync-wave"]`, `spec.sources[*].path`.
 *
 * @returns undefined for a text that is no path, or the empty one
 */
export function parseFieldPath(text: string): FieldPath | undefined {
  const segments: string[] = [];
  let at = 0;
  while (at < text.length) {
    const found = readSegment(text, at);
    if (found === undefined) return undefined;
    segments.push(found.segment);
    at = found.end;
  }
  return segments.length === 0 ? undefined : segments;
}

// --- internal ---

const PLAIN_KEY = /^[A-Za-z0-9_/-]+$/;

const KEY = /\.?([A-Za-z0-9_/-]+|\*)/y;
const QUOTED = /\[("(?:[^"\\]|\\.)*")\]/y;
const ITEM = /\[(\*|[0-9]+|[^\]"*][^\]]*)\]/y;

function readSegment(text: string, at: number): { readonly segment: string; readonly end: number } | undefined {
  const match = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[1];
  };
  const quoted = match(QUOTED);
  if (quoted !== undefined) {
    const key = unquote(quoted);
    return key === undefined ? undefined : { segment: key, end: QUOTED.lastIndex };
  }
  const item = match(ITEM);
  if (item !== undefined) {
    const end = ITEM.lastIndex;
    if (item === ANY_SEGMENT) return { segment: ANY_SEGMENT, end };
    return /^[0-9]+$|^[^=,]+=/.test(item) ? { segment: `[${item}]`, end } : undefined;
  }
  const key = match(KEY);
  const dotted = text[at] === '.';
  return key === undefined || dotted === (at === 0) ? undefined : { segment: key, end: KEY.lastIndex };
}

function unquote(quoted: string): string | undefined {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return undefined;
  }
}
