import type { SourcePosition } from '../../diagnostics/diagnostic.ts';
import { isJsonObject, type Json, type JsonObject } from '../../model/json.ts';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { attributeOf, type HclBlock, type HclBody, literalText, scanHcl } from './scan-hcl.ts';
import { parseVariableType, type VariableType } from './variable-type.ts';

/** A variable that a module asks for. */
export interface TerraformVariable {
  readonly name: string;
  readonly type: VariableType;
  /** Whether it has to be given. */
  readonly required: boolean;
  /** What it is when nothing is given: a text without its quotes, anything else as it is written. */
  readonly default: string | undefined;
  /** Whether Terraform keeps it out of its output: what may take a secret. */
  readonly sensitive: boolean;
  /** Texts that a condition of the form `contains([...], var.<name>)` allows; empty when there is none. */
  readonly options: readonly string[];
  readonly description: string | undefined;
  readonly position: SourcePosition;
}

/** Where a module keeps its state. */
export interface TerraformBackend {
  readonly type: string;
  /** Its settings that are plain texts. */
  readonly settings: Readonly<Record<string, string>>;
}

/** The variables of a module's own files, by name; files in folders are other modules. */
export function readVariables(files: TemplateFiles): ReadonlyMap<string, TerraformVariable> {
  const found = new Map<string, TerraformVariable>();
  for (const [path, content] of files) {
    if (typeof content !== 'string' || path.includes('/')) continue;
    const variables = path.endsWith('.tf')
      ? ofHcl(content, path)
      : path.endsWith('.tf.json')
        ? ofJson(content, path)
        : [];
    for (const variable of variables) found.set(variable.name, variable);
  }
  return found;
}

/** The backend that a text of HCL names; undefined where it names none. */
export function readBackend(text: string): TerraformBackend | undefined {
  const terraform = scanHcl(text).blocks.filter(({ type }) => type === 'terraform');
  const block = terraform.flatMap(({ body }) => body.blocks).find(({ type }) => type === 'backend' || type === 'cloud');
  if (block === undefined) return undefined;
  const settings: Record<string, string> = {};
  for (const { name, text: expression } of block.body.attributes) {
    const value = literalText(expression);
    if (value !== undefined) settings[name] = value;
  }
  return { type: block.type === 'cloud' ? 'cloud' : (block.labels[0] ?? ''), settings };
}

// --- internal ---

function ofHcl(text: string, file: string): readonly TerraformVariable[] {
  const lines = indexLines(text, file);
  return scanHcl(text)
    .blocks.filter(({ type, labels }) => type === 'variable' && labels.length === 1)
    .map(({ labels: [name = ''], body, offset }) => ({
      name,
      type: parseVariableType(attributeOf(body, 'type') ?? 'any'),
      required: attributeOf(body, 'default') === undefined,
      default: defaultOf(attributeOf(body, 'default')),
      sensitive: attributeOf(body, 'sensitive') === 'true' || attributeOf(body, 'ephemeral') === 'true',
      options: optionsOf(name, body),
      description: literalText(attributeOf(body, 'description') ?? ''),
      position: lines.positionAt(offset),
    }));
}

function defaultOf(expression: string | undefined): string | undefined {
  return expression === undefined ? undefined : (literalText(expression) ?? expression);
}

const CONTAINS = /^contains\(\s*\[([^\]]*)\]\s*,\s*var\.([\w-]+)\s*\)$/;

function optionsOf(name: string, { blocks }: HclBody): readonly string[] {
  const conditions = blocks.filter(({ type }) => type === 'validation').map(conditionOf);
  for (const condition of conditions) {
    const [, list = '', variable] = CONTAINS.exec(condition) ?? [];
    if (variable !== name) continue;
    const members = list.split(',').map((each) => each.trim());
    const texts = members.filter((each) => each !== '').map(literalText);
    if (texts.every((each) => each !== undefined)) return texts;
  }
  return [];
}

function conditionOf({ body }: HclBlock): string {
  return attributeOf(body, 'condition') ?? '';
}

/** What cannot be read is for Terraform to refuse. */
function ofJson(text: string, file: string): readonly TerraformVariable[] {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch {
    return [];
  }
  const variables = isJsonObject(data) ? data['variable'] : undefined;
  if (!isJsonObject(variables)) return [];
  return Object.entries(variables).map(([name, each]) => jsonVariable(name, each, file));
}

function jsonVariable(name: string, value: Json | undefined, file: string): TerraformVariable {
  const spec: JsonObject = isJsonObject(value) ? value : {};
  const { type, description } = spec;
  return {
    name,
    type: parseVariableType(typeof type === 'string' ? type : 'any'),
    required: spec['default'] === undefined,
    default: typeof spec['default'] === 'string' ? spec['default'] : JSON.stringify(spec['default']),
    sensitive: spec['sensitive'] === true,
    options: [],
    description: typeof description === 'string' ? description : undefined,
    position: { file, line: 1, column: 1 },
  };
}
