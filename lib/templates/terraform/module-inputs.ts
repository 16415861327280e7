import { type Diagnostic, warning } from '../../diagnostics/diagnostic.ts';
import type { TemplateFiles } from '../template-files.ts';
import { readVariables, type TerraformVariable } from './module.ts';

/** The variables of the Terraform of a template, in the order of its files, and those that nothing reads. */
export interface ModuleInputs {
  readonly variables: readonly TerraformVariable[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads what the Terraform of a template asks for: at its root, or in `iac/` beside a chart. */
export function readModuleInputs(files: TemplateFiles): ModuleInputs {
  const folder = [...files.keys()].some((path) => path.startsWith(FOLDER)) ? FOLDER : '';
  const module = new Map(
    [...files].flatMap(([path, content]) =>
      path.startsWith(folder) ? [[path.slice(folder.length), content] as const] : [],
    ),
  );
  const variables = [...readVariables(module).values()].map((variable) => ({
    ...variable,
    position: { ...variable.position, file: `${folder}${variable.position.file}` },
  }));
  const read = new Set<string>();
  for (const [path, content] of module) {
    if (typeof content !== 'string' || !/\.tf(?:\.json)?$/.test(path)) continue;
    for (const [, name = ''] of content.matchAll(/\bvar\.([\p{ID_Start}_][\p{ID_Continue}-]*)/gu)) read.add(name);
  }
  const diagnostics = variables.flatMap(({ name, position }) => {
    if (read.has(name)) return [];
    const summary = `The variable \`${name}\` is never used in the Terraform`;
    return [warning('INPUT_UNUSED', { summary, source: position })];
  });
  return { variables, diagnostics };
}

// --- internal ---

const FOLDER = 'iac/';
