import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';
import { afterAll, beforeAll } from 'vitest';
import type { Config } from '../../lib/config/config.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { type EvaluatedProgram, type EvaluateOptions, evaluate } from '../../lib/program/evaluate.ts';
import { rejection, temporaryFolder } from '../config/temporary-folder.ts';

let library = '';

/**
 * Provides a second copy of this package in plain JavaScript, with an `App` like ours, for the tests of a file; programs
 * in empty folders get it as `konstruct-cdk`.
 */
export function provideLibrary(): void {
  let folder = '';
  beforeAll(async () => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'kcdk-library-')));
    library = join(folder, 'konstruct-cdk.mjs');
    const host = fileURLToPath(new URL('../../lib/program/host.ts', import.meta.url));
    const contents = `
      import { Construct } from 'constructs';
      import { handOver } from ${JSON.stringify(host)};
      export class App extends Construct {
        constructor() { super(undefined, ''); }
        synth() { handOver(this); }
      }
      export class Thing extends Construct {
        constructor(scope, id) { super(scope, id); this.created = new Error('created'); }
      }
      export { kcdkError } from ${JSON.stringify(join(host, '../../diagnostics/error.ts'))};
    `;
    await build({
      stdin: { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: library,
      alias: { constructs: require.resolve('constructs') },
      external: [require.resolve('constructs')],
    });
  });
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
}

/** What `evaluate` needs of a project whose program is `entry`. */
export function configOf(root: string, entry = 'main.ts'): Config {
  return {
    root,
    file: join(root, 'cdk8s.yaml'),
    app: { kind: 'module', path: join(root, entry) },
    output: join(root, 'dist'),
    project: undefined,
    repositories: {},
  };
}

/** Stands in for the copies that an installed kcdk would lend. */
export function fallback(specifier: string): string | undefined {
  if (specifier === 'konstruct-cdk') return pathToFileURL(library).href;
  return specifier === 'constructs' ? pathToFileURL(require.resolve('constructs')).href : undefined;
}

/** Evaluates a project of these files in a new folder. The first file is the program. */
export async function run(
  files: Readonly<Record<string, string>>,
  options: EvaluateOptions = {},
): Promise<EvaluatedProgram & { readonly folder: string }> {
  const folder = temporaryFolder(files);
  return { folder, ...(await evaluate(configOf(folder, Object.keys(files)[0]), { fallback, ...options })) };
}

/** The error that such a project ends in; anything but a `KcdkError` fails the test. */
export async function failure(files: Readonly<Record<string, string>>, options?: EvaluateOptions): Promise<KcdkError> {
  const reason = await rejection(run(files, options));
  if (!KcdkError.is(reason)) throw reason;
  return reason;
}

/** A property of the app that a program handed over. */
export function found(program: EvaluatedProgram, key = 'found'): unknown {
  return Reflect.get(program.root, key);
}

// --- internal ---

const require = createRequire(import.meta.url);
