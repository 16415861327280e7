import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { resolveTemplate } from '../../lib/repository/template/resolve-template.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { contractJson, contractTable } from '../view/contract-view.ts';
import { exitCodeOf, openSession } from './session.ts';
import { openTemplateSession } from './template-session.ts';

export interface InputsOptions extends GlobalOptions {
  readonly template: string;
  readonly path?: string;
  readonly ref?: string;
  readonly json?: boolean;
}

/** Prints what a template asks for, and what is wrong with how it asks. Writes nothing but the cache. */
export async function runInputs(options: InputsOptions, io: CliIo): Promise<ExitCode> {
  // Loaded when it runs: all commands are joined into one file, and most of them never parse YAML.
  const { readContract } = await import('../../lib/templates/contract/read-contract.ts');
  const { readModuleInputs } = await import('../../lib/templates/terraform/module-inputs.ts');
  const session = openSession(options, io);
  const templates = await openTemplateSession(session);
  const source = templates.source(options.template, options);
  const { files } = await resolveTemplate(source, templates.lock, templates.ports);
  const { contract, diagnostics } = readContract(files);
  const terraform = readModuleInputs(files);
  const found = [...diagnostics, ...terraform.diagnostics];
  session.report(found);
  const print = options.json === true ? contractJson : contractTable;
  io.stdout.write(print(contract, terraform.variables));
  return exitCodeOf(found);
}
