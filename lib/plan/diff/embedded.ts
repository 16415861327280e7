import { isJsonObject, type Json } from '../../model/json.ts';
import type { ParseYaml } from './yaml-reader.ts';

/** Two texts that are YAML or JSON themselves, as data of one kind. */
export interface EmbeddedData {
  readonly before: Json;
  readonly after: Json;
}

/**
 * Reads two texts as data when both are a mapping, or both a list of mappings; undefined when they are mere text.
 *
 * Tried for `helm.values`, for keys that end in `.yaml`, `.yml` or `.json` as in ConfigMaps, and for any two texts of
 * several lines.
 */
export function parseEmbedded(
  before: string,
  after: string,
  path: readonly string[],
  parse: ParseYaml,
): EmbeddedData | undefined {
  const likely = isDataPath(path) || (before.includes('\n') && after.includes('\n'));
  if (!likely || !mayBeData(before) || !mayBeData(after)) return undefined;
  const a = onlyDocument(before, parse);
  const b = a === undefined ? undefined : onlyDocument(after, parse);
  if (a === undefined || b === undefined || Array.isArray(a) !== Array.isArray(b)) return undefined;
  return { before: a, after: b };
}

// --- internal ---

function isDataPath(path: readonly string[]): boolean {
  const key = path.at(-1) ?? '';
  return /\.(?:ya?ml|json)$/i.test(key) || (key === 'values' && path.at(-2) === 'helm');
}

/** Spares the parser: a mapping has a colon somewhere. */
function mayBeData(text: string): boolean {
  return text.includes(':') || text.includes('{');
}

function onlyDocument(text: string, parse: ParseYaml): Json | undefined {
  const documents = parse(text);
  const value = documents?.length === 1 ? documents[0] : undefined;
  const list = Array.isArray(value) && value.length > 0 && value.every(isJsonObject);
  return list || isJsonObject(value) ? value : undefined;
}
