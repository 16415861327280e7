import { isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar, type YAMLMap } from 'yaml';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { indexLines, type LineIndex } from '../line-index.ts';
import type { ChartValue } from './contract.ts';
import { parseYamlDocument } from './yaml-document.ts';

/** A key of a YAML file, in the order of the file. */
export interface ValuesKey {
  readonly name: string;
  /** The key whose mapping this one is in; undefined at the root. */
  readonly parent: ValuesKey | undefined;
  /** True for a key that stands below an item of a list. */
  readonly inList: boolean;
  /** Offset of the key in the text. */
  readonly offset: number;
  readonly value: ChartValue;
  /** True where the value is a mapping with keys of its own. */
  readonly hasKeys: boolean;
}

export interface ValuesDocument {
  readonly lines: LineIndex;
  /** Empty when the text could not be read. */
  readonly keys: readonly ValuesKey[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Reads a YAML mapping as Helm does (YAML 1.1 without timestamps), keeping the place of every key.
 *
 * Total: whatever is wrong becomes a diagnostic. Texts over 2 MiB and over 100 levels are refused.
 *
 * @see https://github.com/kubernetes-sigs/yaml
 */
export function readValuesDocument(text: string, file: string): ValuesDocument {
  const lines = indexLines(text, file);
  const yaml = parseYamlDocument(text, lines);
  if ('diagnostics' in yaml) return { lines, keys: [], diagnostics: yaml.diagnostics };
  const { contents } = yaml;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { lines, keys: [], diagnostics: [] };
  if (!isMap(contents)) {
    const source = lines.positionAt(contents.range?.[0] ?? 0);
    return { lines, keys: [], diagnostics: [error('CONTRACT_NOT_A_MAPPING', { source })] };
  }
  const found = collectKeys(contents, lines);
  if (found !== TOO_DEEP) return { lines, ...found };
  const detail = `It nests deeper than ${MAX_DEPTH} levels.`;
  return { lines, keys: [], diagnostics: [error('CONTRACT_SYNTAX', { detail, source: lines.positionAt(0) })] };
}

/** Names from the root to the key. */
export function pathOf(key: ValuesKey): readonly string[] {
  const path: string[] = [];
  for (let each: ValuesKey | undefined = key; each !== undefined; each = each.parent) path.push(each.name);
  return path.reverse();
}

// --- internal ---

const MAX_DEPTH = 100;
const TOO_DEEP = Symbol('too deep');

/** Collects in the order of the file; places of keys only ever grow. */
function collectKeys(root: YAMLMap, lines: LineIndex): Omit<ValuesDocument, 'lines'> | typeof TOO_DEEP {
  const keys: ValuesKey[] = [];
  const diagnostics: Diagnostic[] = [];
  const anchors = new Map<string, Node>();
  let tooDeep = false;

  const visit = (node: unknown, parent: ValuesKey | undefined, inList: boolean, depth: number): void => {
    if (depth > MAX_DEPTH) tooDeep = true;
    if (tooDeep) return;
    if (isSeq(node)) {
      for (const item of node.items) {
        remember(item);
        visit(item, parent, true, depth + 1);
      }
    } else if (isMap(node)) {
      visitMap(node, parent, inList, depth);
    }
  };
  const visitMap = (map: YAMLMap, parent: ValuesKey | undefined, inList: boolean, depth: number): void => {
    const names = new Map<string, number>();
    for (const { key: keyNode, value: valueNode } of map.items) {
      remember(keyNode);
      remember(valueNode);
      if (!isScalar(keyNode)) continue;
      const name = String(scalarValue(keyNode));
      const offset = keyNode.range?.[0] ?? 0;
      const first = names.get(name);
      if (first !== undefined) diagnostics.push(duplicate(name, lines, offset, first));
      else names.set(name, offset);
      const node = isAlias(valueNode) ? anchors.get(valueNode.source) : valueNode;
      const value = toChartValue(node, lines, isNode(valueNode) ? (valueNode.range?.[0] ?? offset) : offset);
      const key: ValuesKey = { name, parent, inList, offset, value, hasKeys: isMap(node) && node.items.length > 0 };
      keys.push(key);
      visit(valueNode, key, inList, depth + 1);
    }
  };
  const remember = (node: unknown): void => {
    if (isNode(node) && 'anchor' in node && node.anchor !== undefined) anchors.set(node.anchor, node);
  };

  visit(root, undefined, false, 0);
  return tooDeep ? TOO_DEEP : { keys, diagnostics };
}

function duplicate(name: string, lines: LineIndex, offset: number, first: number): Diagnostic {
  return error('CONTRACT_DUPLICATE_KEY', {
    summary: `The key \`${name}\` is given twice`,
    source: lines.positionAt(offset),
    related: [{ message: 'first given here', source: lines.positionAt(first) }],
  });
}

function toChartValue(node: unknown, lines: LineIndex, offset: number): ChartValue {
  const position = lines.positionAt(offset);
  if (node === null || node === undefined) return { data: null, text: '', position };
  if (!isScalar(node)) return { data: undefined, text: '', position };
  const value = scalarValue(node);
  if (typeof value === 'string') return { data: value, text: value, position };
  if (typeof value === 'number' || typeof value === 'boolean') {
    return { data: value, text: node.source ?? String(value), position };
  }
  return { data: null, text: '', position };
}

/** The parser takes `e0` and `.` for numbers, which Go's does not; JSON has no infinity. */
function scalarValue({ value, source }: Scalar): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? (source ?? '') : value;
}
