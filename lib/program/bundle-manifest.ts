import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, isAbsolute, join } from 'node:path';
import { digest } from '../cache/digest.ts';
import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import { findPackage, foldersFrom } from './find-package.ts';

/** Everything a bundle was made from, so that it can be told whether making it again would give the same. */
export interface BundleManifest {
  /** Key of the bundle and of its source map in the cache. */
  readonly bundle: string;
  /** Absolute paths of the bundled files. */
  readonly sources: readonly string[];
  /** Digest by absolute path of all that was read: sources and settings; null for what was looked for in vain. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Digest of the names of sources by folder: a new file there may take the place of another one. */
  readonly folders: Readonly<Record<string, string>>;
  /** What imports of packages led to. */
  readonly packages: readonly PackageLookup[];
  /** Absolute paths of the files outside that the bundle imports. */
  readonly externals: readonly string[];
  /** File URL by import of the packages that the program's folder does not have. */
  readonly lent: Readonly<Record<string, string>>;
  /** Characters put before the first line, by source. */
  readonly prefixes: Readonly<Record<string, number>>;
  readonly warnings: readonly Diagnostic[];
}

/** `found` is the folder of the package, null when there was none. */
export interface PackageLookup {
  readonly from: string;
  readonly name: string;
  readonly found: string | null;
}

/** What the bundler itself saw. */
export interface BundleTrace {
  /** Digest by absolute path of each source as it was bundled. */
  readonly sources: ReadonlyMap<string, string>;
  readonly packages: readonly PackageLookup[];
  readonly externals: readonly string[];
}

/** Completes what the bundler saw with the settings it read silently: `tsconfig.json`, `package.json`, folders. */
export function recordInputs(
  trace: BundleTrace,
  tool: string,
): Pick<BundleManifest, 'sources' | 'files' | 'folders' | 'packages' | 'externals'> {
  const sources = [...trace.sources.keys()].sort();
  const files = new Map<string, string | null>(trace.sources);
  const folders = new Map<string, string>();
  for (const source of sources) {
    const folder = dirname(source);
    folders.set(folder, digestFolder(folder));
    // `./name` becomes a file once there is one, before it is a folder
    if (/^index\./.test(basename(source))) folders.set(dirname(folder), digestFolder(dirname(folder)));
  }
  const settings = new Set([tool]);
  for (const folder of new Set(sources.map(dirname))) {
    for (const file of nearest(folder, 'package.json')) settings.add(file);
    for (const file of nearest(folder, 'tsconfig.json')) settings.add(file);
  }
  for (const lookup of trace.packages) if (lookup.found !== null) settings.add(join(lookup.found, 'package.json'));
  for (const file of settings) {
    files.set(file, digestFile(file));
    // a set may grow while it is walked
    if (!file.endsWith('package.json')) for (const base of extendedBy(file)) settings.add(base);
  }
  return {
    sources,
    files: Object.fromEntries(files),
    folders: Object.fromEntries(folders),
    packages: trace.packages,
    externals: trace.externals,
  };
}

/** True when nothing that went into the bundle has changed since. */
export function isFresh(manifest: BundleManifest, fallback: (specifier: string) => string | undefined): boolean {
  return (
    Object.entries(manifest.files).every(([file, known]) => digestFile(file) === known) &&
    Object.entries(manifest.folders).every(([folder, known]) => digestFolder(folder) === known) &&
    manifest.packages.every(({ from, name, found }) => (findPackage(from, name) ?? null) === found) &&
    Object.entries(manifest.lent).every(([specifier, url]) => fallback(specifier) === url) &&
    manifest.externals.every((file) => existsSync(file))
  );
}

// --- internal ---

const SOURCE = /\.(?:[cm]?[jt]sx?|json)$/;

function digestFile(file: string): string | null {
  try {
    return digest(readFileSync(file));
  } catch {
    return null;
  }
}

function digestFolder(folder: string): string {
  try {
    return digest(
      ...readdirSync(folder)
        .filter((name) => SOURCE.test(name))
        .sort(),
      '',
    );
  } catch {
    return '';
  }
}

/** The nearest file of that name, and the places before it where there is none. */
function nearest(folder: string, name: string): readonly string[] {
  const looked: string[] = [];
  for (const above of foldersFrom(folder)) {
    const file = join(above, name);
    looked.push(file);
    if (existsSync(file)) break;
  }
  return looked;
}

/** What a tsconfig extends. Read leniently, with comments: too many candidates do no harm. */
function extendedBy(tsconfig: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(tsconfig, 'utf8');
  } catch {
    return [];
  }
  const value = /"extends"\s*:\s*(\[[^\]]*\]|"[^"]*")/.exec(text)?.[1] ?? '';
  const found: string[] = [];
  for (const [, name = ''] of value.matchAll(/"([^"]+)"/g)) {
    const isPath = isAbsolute(name) || name.startsWith('.');
    const paths = isPath ? [join(isAbsolute(name) ? '' : dirname(tsconfig), name)] : inPackage(tsconfig, name);
    for (const path of paths) found.push(path, `${path}.json`);
  }
  return found;
}

function inPackage(tsconfig: string, name: string): readonly string[] {
  const { resolve } = createRequire(tsconfig);
  for (const candidate of [name, `${name}.json`, `${name}/tsconfig.json`]) {
    try {
      return [resolve(candidate)];
    } catch {
      // the next spelling
    }
  }
  return [];
}
