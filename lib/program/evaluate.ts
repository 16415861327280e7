import { realpathSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { types } from 'node:util';
import type { IConstruct } from 'constructs';
import type { Cache } from '../cache/cache.ts';
import { digest } from '../cache/digest.ts';
import type { Config } from '../config/config.ts';
import type { Diagnostic, SourcePosition } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { bundleProgram } from './bundle.ts';
import { refuseCommand } from './command-app.ts';
import { runProgram } from './run-program.ts';
import type { PackageFallback } from './source-plugin.ts';
import { type StackMapper, stackMapper, withoutBundle } from './stack-mapper.ts';

export interface EvaluateOptions {
  /** Keeps bundles between runs. @default - the program is bundled anew each time */
  readonly cache?: Cache | undefined;
  /** Stops waiting for the program. */
  readonly signal?: AbortSignal | undefined;
  /** Milliseconds that the program may take. @default - no limit */
  readonly timeout?: number | undefined;
  /**
   * Where `konstruct-cdk`, `constructs` and `cdk8s` come from when the program's folder does not have them.
   * @default - the copies that this package itself uses
   */
  readonly fallback?: PackageFallback | undefined;
}

/** What a program left behind when it had run. */
export interface EvaluatedProgram {
  /** The app that was handed over. */
  readonly root: IConstruct;
  /** The topmost frame of an error's stack that lies in the program's sources. Cheap from the second call on. */
  readonly locate: (error: Error) => SourcePosition | undefined;
  /** Absolute paths of the source files the program consists of, sorted; packages excepted. */
  readonly inputs: readonly string[];
  /** SHA-256 over the compiled sources; the folder that they lie in does not count. */
  readonly digest: () => string;
  /** Warnings of the compiler. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Runs the user's program in this process and receives its construct tree. Every call runs it anew.
 *
 * Programs run one at a time, in order of the calls.
 *
 * @throws {KcdkError} codes of `PROGRAM_CODES`; a `KcdkError` of the program itself comes through with positions
 */
export async function evaluate(config: Config, options: EvaluateOptions = {}): Promise<EvaluatedProgram> {
  if (config.app.kind === 'command') refuseCommand(config.app.command);
  const { cache, signal, timeout, fallback = ownCopy } = options;
  if (signal?.aborted) throw kcdkError('ABORTED', {}, signal.reason);
  const folder = realPath(config.root);
  const entry = realPath(config.app.path);
  const bundle = await bundleProgram({ entry, root: folder, cache, fallback });
  const mapper = stackMapper(bundle, folder);
  const file = cache?.file('bundle.mjs', bundle.manifest.bundle);
  try {
    const root = await runProgram({
      id: bundle.id,
      code: bundle.code,
      file,
      entry,
      folder,
      signal,
      timeout,
      locate: mapper.locate,
    });
    const { sources: inputs, warnings: diagnostics } = bundle.manifest;
    return { root, locate: mapper.locate, inputs, digest: () => sourcesDigest(bundle.code, folder), diagnostics };
  } catch (reason) {
    throw toKcdkError(reason, mapper);
  }
}

// --- internal ---

/** The copy that an import from this very file would get, hence one identity with what the pipeline uses. */
function ownCopy(specifier: string): string | undefined {
  try {
    return import.meta.resolve(specifier);
  } catch {
    return undefined;
  }
}

/** Sources are known by their real paths, as in Node. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (reason) {
    throw kcdkError('CONFIG_APP_NOT_FOUND', { summary: `${path} does not exist` }, reason);
  }
}

function toKcdkError(reason: unknown, mapper: StackMapper): KcdkError {
  const source = mapper.locate(reason);
  if (KcdkError.is(reason)) {
    const isComplete = source === undefined || reason.diagnostics.every((diagnostic) => diagnostic.source);
    if (isComplete) return reason;
    return new KcdkError(
      reason.diagnostics.map((diagnostic) => ({ ...diagnostic, source: diagnostic.source ?? source })),
      reason,
    );
  }
  const detail = mapper.describe(reason);
  if (!isError(reason)) {
    const summary = `The program threw a value that is no Error: ${firstLine(detail)}`;
    return kcdkError('PROGRAM_THREW', { summary, fix: 'Throw an `Error`, which says where it comes from.' }, reason);
  }
  const summary = `The program threw ${reason.name}: ${firstLine(messageOf(reason))}`;
  return kcdkError('PROGRAM_THREW', { summary, detail, ...(source && { source }) }, reason);
}

/** The last line names the module, by a digest that knows the folder. */
function sourcesDigest(code: string, folder: string): string {
  const end = code.lastIndexOf('\n//# sourceURL=');
  return digest(
    (end < 0 ? code : code.slice(0, end)).replaceAll(pathToFileURL(folder).href, '').replaceAll(folder, ''),
  );
}

/** Also one that was made in another realm, such as a `vm` context. */
function isError(reason: unknown): reason is Error {
  return reason instanceof Error || types.isNativeError(reason);
}

function messageOf(error: Error): string {
  return withoutBundle(String(error.message));
}

function firstLine(text: string): string {
  const line = text.split('\n', 1)[0] ?? '';
  return line.replace(/\.$/, '').slice(0, 300);
}
