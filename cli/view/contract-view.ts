import { shorten, visible } from '../../lib/report/visible.ts';
import {
  type Contract,
  effectiveDefault,
  inputName,
  mustBeGiven,
  type TemplateInput,
} from '../../lib/templates/contract/contract.ts';

/** A contract as JSON, with everything that is known about each input. */
export function contractJson(contract: Contract): string {
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
  return `${JSON.stringify({ format_version: '1.0', format, file, clusterType, inputs }, undefined, 2)}\n`;
}

/** A contract as a table, a line for each input; empty when it asks for nothing. */
export function contractTable(contract: Contract): string {
  if (contract.inputs.length === 0) return '';
  const rows = [['NAME', 'TYPE', 'REQUIRED', 'DEFAULT', 'DESCRIPTION'], ...contract.inputs.map(row)];
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
