import { error } from '../../../diagnostics/diagnostic.ts';
import { KcdkError } from '../../../diagnostics/error.ts';
import { DEFAULT_BOUNDS } from '../bounds.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { type GoMap, isNil, type Value } from '../go/values.ts';
import { decodeYaml } from '../yaml/decode.ts';
import { YamlFailure } from '../yaml/token.ts';
import { setValues } from './set-values.ts';

/** Where values come from besides the chart. */
export interface GivenValues {
  /** Texts of values files, the later over the earlier, with names to show. */
  readonly files?: readonly { readonly name: string; readonly text: string }[] | undefined;
  /** `--set`, laid over the files in order. */
  readonly set?: readonly string[] | undefined;
  /** `--set-string`, laid over those. */
  readonly setStrings?: readonly string[] | undefined;
}

/**
 * Lays values over each other as the options of `helm template` do: mappings by key, everything else replaces.
 *
 * @throws {KcdkError} `HELM_VALUES_INVALID`, `HELM_SET_INVALID`
 */
export function mergeValues({ files = [], set = [], setStrings = [] }: GivenValues): GoMap {
  let values: GoMap = new Map();
  for (const { name, text } of files) values = merged(values, readValues(name, text));
  for (const one of set) setValues(values, one);
  for (const one of setStrings) setValues(values, one, { strings: true });
  return values;
}

// --- internal ---

function readValues(name: string, text: string): GoMap {
  const invalid = (detail: string, line = 1) =>
    new KcdkError([error('HELM_VALUES_INVALID', { detail, source: { file: name, line, column: 1 } })]);
  try {
    const values = decodeYaml(text, { aliasNodes: DEFAULT_BOUNDS.aliasNodes });
    if (isNil(values)) return new Map();
    if (values instanceof Map) return values;
  } catch (cause) {
    if (cause instanceof YamlFailure) throw invalid(cause.message);
    if (cause instanceof FunctionFailure) throw invalid(cause.message);
    throw cause;
  }
  throw invalid('Values must be a mapping.');
}

/** A copy with everything of the later one, mappings joined; unlike in charts, a null stays. */
function merged(earlier: GoMap, later: GoMap): GoMap {
  const result: GoMap = new Map(earlier);
  for (const [key, value] of later) {
    const known: Value = result.get(key);
    result.set(key, known instanceof Map && value instanceof Map ? merged(known, value) : value);
  }
  return result;
}
