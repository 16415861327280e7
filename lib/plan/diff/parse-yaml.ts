import type { Document, Tags } from 'yaml';
import type { Json } from '../../model/json.ts';
import { yaml } from '../../yaml/load-yaml.ts';
import { readPlainYaml } from '../../yaml/read-plain-yaml.ts';
import { isDeeperThan } from '../canonical-json.ts';

/**
 * Reads YAML as Kubernetes' and Helm's tools do: YAML 1.1 (`yes` is true, `0777` octal, `<<` merges) without timestamps
 * and base-60 numbers.
 *
 * Undefined, so that the caller falls back to comparing text, for: syntax errors, unknown tags, duplicate keys, keys
 * that are collections, numbers that are not finite, more than 2 MiB, more than 100 levels, and aliases that multiply
 * (more than 100). Integers too large for a number stay as they are spelled.
 *
 * @see https://github.com/kubernetes-sigs/yaml
 */
export function parseYaml(text: string): readonly Json[] | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  return readPlainYaml(text) ?? parseAnyYaml(text);
}

/** The same without the short way, for what {@link readPlainYaml} leaves to the parser. */
export function parseAnyYaml(text: string): readonly Json[] | undefined {
  try {
    const documents = yaml().parseAllDocuments(text, OPTIONS);
    if (!Array.isArray(documents)) return [];
    const values: Json[] = [];
    for (const document of documents) {
      if (!isPlain(document)) return undefined;
      const value: unknown = document.toJS({ maxAliasCount: MAX_ALIAS_COUNT });
      if (isDeeperThan(value, MAX_DEPTH)) return undefined;
      values.push(value as Json);
    }
    return values;
  } catch {
    // Alias bombs, unresolved aliases and nesting that exhausts the parser's stack: whatever it is, it is no data.
    return undefined;
  }
}

// --- internal ---

const MAX_LENGTH = 2 * 1024 * 1024;
const MAX_DEPTH = 100;
/** How often one anchor may be used, what it holds in turn included; and how many uses a document may have. */
const MAX_ALIAS_COUNT = 100;
const MOST_ALIASES = 1_000;
/** Tags of YAML 1.1 whose values are not JSON. */
const FOREIGN_TAGS = new Set(
  ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`),
);

const OPTIONS = {
  version: '1.1',
  customTags: (tags: Tags): Tags =>
    tags.filter((tag) => typeof tag === 'string' || (!FOREIGN_TAGS.has(tag.tag) && tag.format !== 'TIME')),
  resolveKnownTags: false,
  // The check of the parser is quadratic in the number of keys; ours is below.
  uniqueKeys: false,
  prettyErrors: false,
  logLevel: 'error',
} as const;

function isPlain(document: Document.Parsed | Document): boolean {
  if (document.errors.length > 0 || document.warnings.length > 0) return false;
  let plain = true;
  let aliases = 0;
  const { isScalar, visit } = yaml();
  const refuse = (): symbol => {
    plain = false;
    return visit.BREAK;
  };
  visit(document, {
    // Resolving one is linear in the number of anchors.
    Alias: () => (++aliases > MOST_ALIASES ? refuse() : undefined),
    Map: (_, map) => {
      const keys = new Set<string>();
      for (const { key } of map.items) if (isScalar(key)) keys.add(String(key.value));
      return keys.size < map.items.length ? refuse() : undefined;
    },
    Scalar: (_, scalar) => {
      if (typeof scalar.value !== 'number') return undefined;
      if (!Number.isFinite(scalar.value)) return refuse();
      if (Number.isInteger(scalar.value) && !Number.isSafeInteger(scalar.value)) scalar.value = scalar.source;
      return undefined;
    },
  });
  return plain;
}
