import { createRequire } from 'node:module';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { BuildFailure, BuildResult } from 'esbuild';
import type { Cache } from '../cache/cache.ts';
import { digest } from '../cache/digest.ts';
import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../diagnostics/error.ts';
import { type BundleManifest, isFresh, recordInputs } from './bundle-manifest.ts';
import { fromBundler } from './bundler-messages.ts';
import { bundleBanner, type PackageFallback, SELF_REFERENCES, sourcePlugin } from './source-plugin.ts';

/** A program as one module, ready to be imported. */
export interface Bundle {
  /** Part of the name of the module in stack traces: letters and digits. Equal bundles have equal ids. */
  readonly id: string;
  readonly code: string;
  /** The source map as JSON, with paths relative to the root; undefined when it was lost. */
  readonly map: () => string | undefined;
  readonly manifest: BundleManifest;
}

export interface BundleOptions {
  /** Absolute path of the module to start from, without symbolic links. */
  readonly entry: string;
  /** Absolute folder that paths are shown relative to, without symbolic links. */
  readonly root: string;
  readonly cache?: Cache | undefined;
  readonly fallback: PackageFallback;
}

/**
 * Bundles the sources of a program, packages excepted, or takes the bundle from the cache when nothing that went
 * into it has changed; then the bundler is not even loaded.
 *
 * @throws {KcdkError} with all `PROGRAM_SYNTAX` and `PROGRAM_IMPORT_NOT_FOUND` that were found
 */
export async function bundleProgram(options: BundleOptions): Promise<Bundle> {
  const { cache } = options;
  const place = digest(FORMAT, options.root, options.entry);
  const known = cache?.get('program.json', place);
  if (known !== undefined) {
    const manifest: BundleManifest = JSON.parse(known);
    const code = isFresh(manifest, options.fallback) ? cache?.get('bundle.mjs', manifest.bundle) : undefined;
    const map = () => cache?.get('map.json', manifest.bundle);
    if (code !== undefined) return { id: idOf(manifest.bundle), code, map, manifest };
  }
  const { code, map, manifest } = await build(options);
  cache?.put('bundle.mjs', manifest.bundle, code);
  cache?.put('map.json', manifest.bundle, map);
  cache?.put('program.json', place, JSON.stringify(manifest));
  return { id: idOf(manifest.bundle), code, map: () => map, manifest };
}

/** A path as diagnostics show it: relative to the root when inside it. */
export function shownPath(path: string, root: string): string {
  const inside = relative(root, path);
  const isOutside = inside === '..' || inside.startsWith(`..${sep}`) || isAbsolute(inside);
  return isOutside ? path : inside.replaceAll(sep, '/');
}

// --- internal ---

/** Changes when what is kept in the cache, or the way it is made, changes. */
const FORMAT = 'bundle 1';

function idOf(key: string): string {
  return key.slice(0, 16);
}

async function build(options: BundleOptions) {
  const { build: run } = await import('esbuild');
  const { root, entry } = options;
  const { plugin, sources, prefixes, packages, externals, lent } = sourcePlugin(entry, options.fallback);
  const show = (position: SourcePosition): SourcePosition => {
    const path = resolve(root, position.file);
    const prefix = position.line === 1 ? (prefixes.get(path) ?? 0) : 0;
    return { ...position, file: shownPath(path, root), column: Math.max(1, position.column - prefix) };
  };
  let result: BuildResult<{ write: false }>;
  try {
    result = await run({
      entryPoints: [entry],
      absWorkingDir: root,
      outfile: join(root, 'program.mjs'),
      write: false,
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node20',
      // without this the bundler would follow the condition `module`, which Node does not know
      conditions: [],
      mainFields: ['main'],
      sourcemap: 'external',
      sourcesContent: false,
      treeShaking: false,
      charset: 'utf8',
      logLevel: 'silent',
      logLimit: 0,
      define: { ...SELF_REFERENCES },
      banner: { js: bundleBanner(entry) },
      plugins: [plugin],
    });
  } catch (reason) {
    if (!isBuildFailure(reason)) throw kcdkError('IMPOSSIBLE', { detail: `bundling failed: ${reason}` }, reason);
    const warnings = reason.warnings.map((message) => fromBundler(message, 'warning', show));
    throw new KcdkError([...reason.errors.map((message) => fromBundler(message, 'error', show)), ...warnings], reason);
  }
  const text = (extension: string) => result.outputFiles.find((file) => file.path.endsWith(extension))?.text ?? '';
  const map = text('.map');
  const key = digest(text('.mjs'), map);
  const code = `${text('.mjs')}\n//# sourceURL=kcdk:program-${idOf(key)}\n`;
  const tool = join(dirname(createRequire(import.meta.url).resolve('esbuild/package.json')), 'package.json');
  const trace = { sources, packages: [...packages.values()], externals: [...externals] };
  const manifest: BundleManifest = {
    bundle: key,
    ...recordInputs(trace, tool),
    lent: Object.fromEntries(lent),
    prefixes: Object.fromEntries(prefixes),
    warnings: result.warnings.map((message) => fromBundler(message, 'warning', show)),
  };
  return { code, map, manifest };
}

function isBuildFailure(reason: unknown): reason is BuildFailure {
  return reason instanceof Error && 'errors' in reason && Array.isArray(reason.errors);
}
