import { readFile } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import { dirname, extname } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { OnLoadResult, OnResolveArgs, OnResolveResult, Plugin, PluginBuild } from 'esbuild';
import { digest } from '../cache/digest.ts';
import type { PackageLookup } from './bundle-manifest.ts';
import { findPackage, packageNameOf } from './find-package.ts';

/** Where to take a package from that the program's folder does not have: a file URL, or undefined. */
export type PackageFallback = (specifier: string) => string | undefined;

export interface SourcePlugin {
  readonly plugin: Plugin;
  /** Filled while the bundler runs. */
  readonly sources: Map<string, string>;
  readonly prefixes: Map<string, number>;
  readonly packages: Map<string, PackageLookup>;
  readonly externals: Set<string>;
  /** What the fallback answered, by import. */
  readonly lent: Map<string, string>;
}

/** Names that a source may use to learn about itself, and the constants that stand for them. */
export const SELF_REFERENCES: Readonly<Record<string, string>> = {
  'import.meta.url': '__kcdk_url',
  'import.meta.filename': '__kcdk_filename',
  'import.meta.dirname': '__kcdk_dirname',
  'import.meta.resolve': '__kcdk_resolve',
  'import.meta.main': '__kcdk_is_main',
  'require.main': '__kcdk_main',
  'require.resolve': '__kcdk_require_resolve',
  __filename: '__kcdk_filename',
  __dirname: '__kcdk_dirname',
};

/** First line of every bundle: what the constants and left-over calls of `require` need. */
export function bundleBanner(entry: string): string {
  return [
    "import { createRequire as __kcdk_createRequire } from 'node:module';",
    "import { pathToFileURL as __kcdk_toUrl } from 'node:url';",
    `const require = __kcdk_createRequire(${JSON.stringify(entry)});`,
  ].join(' ');
}

/**
 * Makes the plugin that lets sources move into one file elsewhere without noticing: what they say about themselves
 * stays true, and packages stay outside, named by the absolute place that Node would have found from the source.
 */
export function sourcePlugin(entry: string, fallback: PackageFallback): SourcePlugin {
  const state = {
    sources: new Map<string, string>(),
    prefixes: new Map<string, number>(),
    packages: new Map<string, PackageLookup>(),
    externals: new Set<string>(),
    lent: new Map<string, string>(),
  };
  const plugin: Plugin = {
    name: 'kcdk',
    setup(build) {
      build.onLoad({ filter: /.*/, namespace: 'file' }, async ({ path }): Promise<OnLoadResult> => {
        const bytes = await readFile(path);
        state.sources.set(path, digest(bytes));
        if (!CODE.test(path)) return { contents: bytes, loader: 'default' };
        const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
        const prefix = selfReferences(text, path, path === entry);
        if (prefix === '') return { contents: text, loader: 'default' };
        state.prefixes.set(path, prefix.length);
        return { contents: prefix + text.replace(/^#!/, '//'), loader: 'default' };
      });
      build.onResolve({ filter: /^[^./]/ }, (args) => resolveBare(build, args, fallback, state));
    },
  };
  return { plugin, ...state };
}

// --- internal ---

const CODE = /\.[cm]?[jt]sx?$/;
const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;

/** Packages of which the running kcdk has a copy to lend. */
const LENT = new Set(['konstruct-cdk', 'constructs', 'cdk8s']);

/** Declares the constants that the text needs, in one line without an end. */
function selfReferences(text: string, path: string, isEntry: boolean): string {
  const mentions = (word: string) => text.includes(word);
  const isMeta = mentions('import.meta');
  const filename = JSON.stringify(path);
  const declarations: string[] = [];
  if (isMeta) declarations.push(`__kcdk_url = ${JSON.stringify(pathToFileURL(path).href)}`);
  if (isMeta) declarations.push(`__kcdk_is_main = ${isEntry}`);
  if (isMeta || mentions('__filename')) declarations.push(`__kcdk_filename = ${filename}`);
  if (isMeta || mentions('__dirname')) declarations.push(`__kcdk_dirname = ${JSON.stringify(dirname(path))}`);
  if (mentions('import.meta.resolve')) {
    const resolved = `__kcdk_createRequire(${filename}).resolve(name)`;
    declarations.push(`__kcdk_resolve = (name) => __kcdk_toUrl(${resolved}).href`);
  }
  if (mentions('require.main')) declarations.push(`__kcdk_main = ${isEntry ? 'module' : 'undefined'}`);
  if (mentions('require.resolve')) {
    declarations.push(`__kcdk_require_resolve = __kcdk_createRequire(${filename}).resolve`);
  }
  return declarations.length === 0 ? '' : `const ${declarations.join(', ')}; `;
}

async function resolveBare(
  build: PluginBuild,
  args: OnResolveArgs,
  fallback: PackageFallback,
  state: Pick<SourcePlugin, 'packages' | 'externals' | 'lent'>,
): Promise<OnResolveResult | undefined> {
  const { path: specifier, kind, resolveDir } = args;
  if (args.pluginData === ASKED || kind === 'entry-point' || args.namespace !== 'file') return undefined;
  if (isBuiltin(specifier)) return { path: specifier, external: true };
  if (/^[a-z][a-z0-9+.-]+:/i.test(specifier)) {
    return specifier.startsWith('file:') ? { path: fileURLToPath(specifier) } : undefined;
  }
  const { importer, with: attributes } = args;
  const found = await build.resolve(specifier, { kind, importer, resolveDir, with: attributes, pluginData: ASKED });
  const name = packageNameOf(specifier);
  const folder = specifier.startsWith('#') ? undefined : findPackage(resolveDir, name);
  if (!specifier.startsWith('#')) {
    state.packages.set(`${resolveDir}\0${name}`, { from: resolveDir, name, found: folder ?? null });
  }
  const isFound = found.errors.length === 0;
  if (isFound && (found.external || found.namespace !== 'file')) {
    return { path: found.path, external: found.external, namespace: found.namespace };
  }
  const lent = isFound || !LENT.has(name) ? undefined : fallback(specifier);
  if (!isFound && lent === undefined) return undefined; // the bundler says where and why
  if (lent !== undefined) state.lent.set(specifier, lent);
  const path = lent === undefined ? found.path : fileURLToPath(lent);
  const isPackage = lent !== undefined || folder !== undefined || /[\\/]node_modules[\\/]/.test(path);
  // Node 20 can neither load types nor JSON without ado; both are bundled with the program
  if (!isPackage || TYPESCRIPT.test(path) || extname(path) === '.json') return { path, suffix: found.suffix };
  state.externals.add(path);
  const isRequire = kind === 'require-call' || kind === 'require-resolve';
  return { path: isRequire ? path : pathToFileURL(path).href, external: true };
}

/** Marks the question that this plugin asks the bundler, so that it does not answer it itself. */
const ASKED = Symbol('asked');
