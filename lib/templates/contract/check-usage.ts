import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { type Contract, inputName, isBooleanEnum } from './contract.ts';
import { findValueReferences } from './value-references.ts';

/**
 * Checks how the files of a Helm chart use its inputs: none is left unused, and none that carries `true` or `false` as a
 * text decides a condition by itself.
 *
 * A value that is handed on whole counts as used. Inputs of subcharts count as used.
 *
 * @param chart  its folder in the files, and the names and aliases of its subcharts
 */
export function checkUsage(
  contract: Contract,
  files: TemplateFiles,
  chart: { readonly folder: string; readonly subcharts: ReadonlySet<string> },
): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const usage = createUsage();
  const booleans = new Map(contract.inputs.filter(isBooleanEnum).map((input) => [keyOf(input.path), input]));
  for (const [path, content] of files) {
    if (!path.startsWith(`${chart.folder}templates/`) || typeof content !== 'string') continue;
    const references = findValueReferences(content);
    const lines = indexLines(content, path);
    for (const reference of references) {
      usage.add(reference.path);
      const input = reference.asCondition ? booleans.get(keyOf(reference.path)) : undefined;
      if (input === undefined) continue;
      const name = inputName(input);
      const summary = `\`${name}\` is the text \`true\` or \`false\`, and a condition takes every text as true`;
      const fix = `Write \`eq (toString .Values.${name}) "true"\`.`;
      const related = [{ message: 'the input', source: input.position }];
      const source = lines.positionAt(reference.offset);
      found.push(warning('INPUT_BOOLEAN_IN_CONDITION', { summary, fix, source, related }));
    }
  }
  for (const input of contract.inputs) {
    const [first = ''] = input.path;
    // The value of a secret is a token for the platform; a chart need not read it.
    if (input.type === 'secret' || first === 'global' || chart.subcharts.has(first) || usage.has(input.path)) continue;
    const summary = `The input \`${inputName(input)}\` is never used in the template`;
    found.push(warning('INPUT_UNUSED', { summary, source: input.position }));
  }
  return found;
}

// --- internal ---

interface Usage {
  add(path: readonly string[]): void;
  /** Whether the path, something above it or something below it was added. */
  has(path: readonly string[]): boolean;
}

function createUsage(): Usage {
  const exact = new Set<string>();
  const above = new Set<string>();
  return {
    add(path) {
      exact.add(keyOf(path));
      for (let length = 0; length < path.length; length++) above.add(keyOf(path.slice(0, length)));
    },
    has(path) {
      if (above.has(keyOf(path))) return true;
      for (let length = 0; length <= path.length; length++) if (exact.has(keyOf(path.slice(0, length)))) return true;
      return false;
    },
  };
}

function keyOf(path: readonly string[]): string {
  return JSON.stringify(path);
}
