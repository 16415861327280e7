import { isMap, isNode, isScalar, isSeq, type YAMLMap } from 'yaml';
import { type Diagnostic, error, type SourcePosition, warning } from '../../diagnostics/diagnostic.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import { indexLines, type LineIndex } from '../line-index.ts';
import { readClusterType } from './cluster-type.ts';
import { type ClusterType, type Contract, isToken, type TemplateInput } from './contract.ts';
import { byPlace, type ParsedContract } from './parse-values-contract.ts';
import { parseYamlDocument } from './yaml-document.ts';

/**
 * Reads the contract of a token template from its input file.
 *
 * ```yaml
 * clusterType: physical
 * inputs:
 *   - { name: cidr, token: <WORKLOAD_CIDR>, prompt: Block of addresses, tip: 10.0.0.0/16, required: false }
 * ```
 *
 * Every input is a string, and required unless `required` is false. An empty file asks for nothing. Total and pure.
 *
 * @see Konstruct documentation 0.3, "Custom cluster templates"
 */
export function parseInputFile(source: string, file: string): ParsedContract {
  const text = source.replace(/^\ufeff/, '');
  const lines = indexLines(text, file);
  const contract: Contract = { format: 'input-file', file, clusterType: undefined, inputs: [], plain: [] };
  const yaml = parseYamlDocument(text, lines);
  if ('diagnostics' in yaml) return { contract, diagnostics: yaml.diagnostics };
  const { contents } = yaml;
  if (contents === null || (isScalar(contents) && contents.value === null)) return { contract, diagnostics: [] };
  if (!isMap(contents)) {
    return { contract, diagnostics: [error('CONTRACT_NOT_A_MAPPING', { source: placeOf(contents, lines) })] };
  }
  const diagnostics: Diagnostic[] = [];
  const fields = readFields(contents, ['clusterType', 'inputs'], lines, diagnostics);
  const clusterType = clusterTypeOf(fields, lines, diagnostics);
  const inputs: TemplateInput[] = [];
  const list = fields.get('inputs');
  if (isSeq(list?.value)) {
    for (const item of list.value.items) {
      const input = readInput(item, list.position, lines, diagnostics);
      if (input !== undefined) inputs.push(input);
    }
  } else if (list !== undefined && !isNothing(list.value)) {
    diagnostics.push(error('INPUT_FILE_INVALID', { detail: '`inputs` is no list.', source: list.position }));
  }
  diagnostics.push(...repeated(inputs));
  return { contract: { ...contract, clusterType, inputs }, diagnostics: diagnostics.sort(byPlace) };
}

// --- internal ---

interface Field {
  readonly value: unknown;
  readonly position: SourcePosition;
}

type Fields = ReadonlyMap<string, Field>;

const INPUT_KEYS = ['name', 'token', 'prompt', 'tip', 'required'] as const;

function readFields(map: YAMLMap, known: readonly string[], lines: LineIndex, diagnostics: Diagnostic[]): Fields {
  const fields = new Map<string, Field>();
  for (const { key, value } of map.items) {
    if (!isScalar(key)) continue;
    const name = String(key.value);
    const position = placeOf(key, lines);
    if (fields.has(name)) {
      diagnostics.push(
        error('CONTRACT_DUPLICATE_KEY', { summary: `The key \`${name}\` is given twice`, source: position }),
      );
    } else if (!known.includes(name)) {
      const summary = `The key \`${name}\` of a file of inputs is not known`;
      diagnostics.push(warning('INPUT_FILE_UNKNOWN_KEY', { summary, fix: didYouMean(name, known), source: position }));
    }
    fields.set(name, { value, position });
  }
  return fields;
}

function readInput(
  item: unknown,
  fallback: SourcePosition,
  lines: LineIndex,
  diagnostics: Diagnostic[],
): TemplateInput | undefined {
  const position = isNode(item) ? placeOf(item, lines) : fallback;
  if (!isMap(item)) {
    diagnostics.push(error('INPUT_FILE_INVALID', { detail: 'An entry of `inputs` is no mapping.', source: position }));
    return undefined;
  }
  const fields = readFields(item, INPUT_KEYS, lines, diagnostics);
  const name = textOf(fields, 'name', diagnostics);
  const token = textOf(fields, 'token', diagnostics);
  for (const [key, text] of [
    ['name', name],
    ['token', token],
  ] as const) {
    if (text !== undefined && text !== '') continue;
    diagnostics.push(
      error('INPUT_FILE_INVALID', { detail: `An entry of \`inputs\` has no \`${key}\`.`, source: position }),
    );
  }
  if (token !== undefined && token !== '' && !isToken(token)) {
    const summary = `\`${token}\` has not the form of a token`;
    diagnostics.push(error('INPUT_TOKEN_INVALID', { summary, source: fields.get('token')?.position ?? position }));
  }
  const required = requiredOf(fields, diagnostics);
  if (name === undefined || name === '' || token === undefined || !isToken(token)) return undefined;
  return {
    path: [name],
    token,
    type: 'string',
    required,
    default: undefined,
    value: undefined,
    options: [],
    secret: undefined,
    description: textOf(fields, 'prompt', diagnostics) || undefined,
    tip: textOf(fields, 'tip', diagnostics) || undefined,
    position,
  };
}

function textOf(fields: Fields, name: string, diagnostics: Diagnostic[]): string | undefined {
  const field = fields.get(name);
  if (field === undefined || isNothing(field.value)) return undefined;
  if (!isScalar(field.value)) {
    diagnostics.push(error('INPUT_FILE_INVALID', { detail: `\`${name}\` is no text.`, source: field.position }));
    return undefined;
  }
  const { value, source } = field.value;
  return (typeof value === 'string' ? value : (source ?? String(value))).trim();
}

function requiredOf(fields: Fields, diagnostics: Diagnostic[]): boolean {
  const field = fields.get('required');
  if (field === undefined || isNothing(field.value)) return true;
  const value = isScalar(field.value) ? field.value.value : undefined;
  if (value === true || value === 'true') return true;
  if (value === false || value === 'false') return false;
  diagnostics.push(error('INPUT_REQUIRED_INVALID', { source: field.position }));
  return true;
}

function clusterTypeOf(fields: Fields, lines: LineIndex, diagnostics: Diagnostic[]): ClusterType | undefined {
  const field = fields.get('clusterType');
  const text = field === undefined ? undefined : textOf(fields, 'clusterType', diagnostics);
  if (field === undefined || text === undefined) return undefined;
  const source = isNode(field.value) ? placeOf(field.value, lines) : field.position;
  const read = readClusterType(text, source);
  diagnostics.push(...read.diagnostics);
  return read.clusterType;
}

function repeated(inputs: readonly TemplateInput[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const seen = new Map<string, TemplateInput>();
  for (const input of inputs) {
    for (const word of [`name \`${input.path[0]}\``, `token \`${input.token}\``]) {
      const first = seen.get(word);
      if (first === undefined) seen.set(word, input);
      else {
        const related = [{ message: 'first used here', source: first.position }];
        found.push(
          error('INPUT_REPEATED', { summary: `Two inputs have the ${word}`, source: input.position, related }),
        );
      }
    }
  }
  return found;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined || (isScalar(value) && value.value === null);
}

function placeOf(node: { readonly range?: readonly number[] | null | undefined }, lines: LineIndex): SourcePosition {
  return lines.positionAt(node.range?.[0] ?? 0);
}
