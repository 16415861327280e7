import { shorten, visible } from '../../lib/report/visible.ts';
import {
  type Contract,
  effectiveDefault,
  inputName,
  mustBeGiven,
  type TemplateInput,
} from '../../lib/templates/contract/contract.ts';
import type { TerraformVariable } from '../../lib/templates/terraform/module.ts';
import { typeText } from '../../lib/templates/terraform/variable-type.ts';

/** A contract as JSON, with everything that is known about each input, and about each variable of its Terraform. */
export function contractJson(contract: Contract, terraform: readonly TerraformVariable[] = []): string {
  const { format, file, clusterType = null } = contract;
  const inputs = contract.inputs.map((input) => ({
    name: inputName(input),
    path: input.path,
    token: input.token ?? null,
    type: input.type,
    required: input.required,
    default: effectiveDefault(input) ?? null,
    options: input.options,
    secret: input.secret ?? null,
    description: input.description ?? null,
    tip: input.tip ?? null,
    position: input.position,
  }));
  const variables = terraform.map((variable) => ({
    name: variable.name,
    type: typeText(variable.type),
    required: variable.required,
    sensitive: variable.sensitive,
    default: variable.default ?? null,
    options: variable.options,
    description: variable.description ?? null,
    position: variable.position,
  }));
  const document = { format_version: '1.1', format, file, clusterType, inputs, variables };
  return `${JSON.stringify(document, undefined, 2)}\n`;
}

/**
 * A contract as a table, a line for each input, tokens and variables of Terraform among them; empty when it asks for nothing.
 */
export function contractTable(contract: Contract, terraform: readonly TerraformVariable[] = []): string {
  const asked = [...contract.inputs.map(row), ...terraform.map(variableRow)];
  if (asked.length === 0) return '';
  const rows = [['NAME', 'TYPE', 'REQUIRED', 'DEFAULT', 'DESCRIPTION'], ...asked];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...rows.map((cells) => cells[column]?.length ?? 0)));
  const line = (cells: readonly string[]) => cells.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ');
  return `${rows.map((cells) => line(cells).trimEnd()).join('\n')}\n`;
}

// --- internal ---

const WIDEST = 60;

function row(input: TemplateInput): readonly string[] {
  const { type, options, required, description = '' } = input;
  const cells = [
    inputName(input),
    options.length > 0 ? `${type}(${options.join(',')})` : type,
    mustBeGiven(input) ? 'yes' : required ? 'has default' : 'no',
    effectiveDefault(input) ?? '',
  ];
  return [...cells.map((cell) => shorten(visible(cell), WIDEST)), visible(description)];
}

function variableRow(variable: TerraformVariable): readonly string[] {
  const { name, type, options, required, sensitive, description = '' } = variable;
  const text = sensitive ? 'secret' : options.length > 0 ? `enum(${options.join(',')})` : typeText(type);
  const cells = [`var.${name}`, text, required ? 'yes' : 'no', variable.default ?? ''];
  return [...cells.map((cell) => shorten(visible(cell), WIDEST)), visible(description)];
}
