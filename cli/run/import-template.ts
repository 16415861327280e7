import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { TemplateReference } from '../../lib/model/template.ts';
import { writeLock } from '../../lib/repository/template/lock-file.ts';
import { resolveTemplate } from '../../lib/repository/template/resolve-template.ts';
import { PLACE_VALUES } from '../../lib/synth/compile/deployment-values.ts';
import type { Contract } from '../../lib/templates/contract/contract.ts';
import { platformValueOfName } from '../../lib/templates/contract/platform-values.ts';
import { serializeLock } from '../../lib/templates/source/lock.ts';
import { classNameOf, fileNameOf, isClassName } from '../../lib/templates/typescript/class-name.ts';
import { GENERATED_MARK, generateClass } from '../../lib/templates/typescript/generate-class.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { exitCodeOf, openSession } from './session.ts';
import { templateNameOf } from './template-name.ts';
import { openTemplateSession } from './template-session.ts';

export interface ImportTemplateOptions extends GlobalOptions {
  readonly template: string;
  readonly path?: string;
  readonly ref?: string;
  readonly name?: string;
  readonly output?: string;
  readonly stdout?: boolean;
}

/** Writes a typed class for a template, and locks the template if it is in a git repository. */
export async function runImportTemplate(options: ImportTemplateOptions, io: CliIo): Promise<ExitCode> {
  // Loaded when it runs: all commands are joined into one file, and most of them never parse YAML.
  const { readContract } = await import('../../lib/templates/contract/read-contract.ts');
  const { chartNameOf } = await import('../../lib/templates/contract/chart-metadata.ts');
  const session = openSession(options, io);
  const templates = await openTemplateSession(session);
  const source = templates.source(options.template, options);
  const { files, lock } = await resolveTemplate(source, templates.lock, templates.ports);
  const { contract, diagnostics } = readContract(files);
  session.report(diagnostics);
  if (errorsOf(diagnostics).length > 0) return exitCodeOf(diagnostics);
  const name = chartNameOf(files) ?? templateNameOf(source, templates.root);
  const className = chooseClassName(options.name, name);
  const format = contract.format === 'helm' ? 'helm' : 'tokens';
  const template: TemplateReference = { name, format, source };
  const text = generateClass(contract, { className, template, supplied: suppliedTo(contract) });
  if (options.stdout === true) io.stdout.write(text);
  else {
    const file =
      options.output === undefined
        ? join(templates.root, 'imports', `${fileNameOf(className)}.ts`)
        : resolve(session.cwd, options.output);
    await writeGenerated(file, text);
    const shown = relative(io.cwd, file);
    session.say(`Wrote class \`${className}\` with ${contract.inputs.length} inputs to ${shown}.`);
  }
  if (serializeLock(lock) !== serializeLock(templates.lock)) await writeLock(templates.root, lock);
  return 0;
}

// --- internal ---

/** What the platform supplies to a cluster template, and a deployment to its item by where it goes. */
function suppliedTo({ clusterType, inputs }: Contract): ReadonlySet<string> {
  const isSupplied = (name: string) =>
    clusterType === undefined ? PLACE_VALUES.has(name) : platformValueOfName(name) !== undefined;
  return new Set(inputs.map(({ path }) => path[0] ?? '').filter(isSupplied));
}

function chooseClassName(given: string | undefined, name: string): string {
  const chosen = given ?? classNameOf(name);
  if (chosen !== undefined && isClassName(chosen)) return chosen;
  const summary = `\`${given ?? name}\` cannot be the name of a class`;
  throw kcdkError('TEMPLATE_CLASS_NAME_INVALID', { summary });
}

async function writeGenerated(file: string, text: string): Promise<void> {
  try {
    const present = await readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
      if (cause.code === 'ENOENT') return undefined;
      throw cause;
    });
    if (present === text) return;
    if (present !== undefined && !present.startsWith(GENERATED_MARK)) {
      const summary = `\`${file}\` exists and was not made by \`kcdk import template\``;
      throw kcdkError('OUTPUT_NOT_OURS', { summary, fix: 'Move it away, or name another file with `--output`.' });
    }
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text);
  } catch (cause) {
    if (!(cause instanceof Error && 'syscall' in cause)) throw cause;
    throw kcdkError('OUTPUT_UNWRITABLE', { summary: `\`${file}\` cannot be written`, detail: cause.message }, cause);
  }
}
