// @ts-check
import { createHash } from 'node:crypto';
import { basename, dirname, relative, resolve } from 'node:path';
import { build } from 'esbuild';

/**
 * Writes what esbuild made, with chunks that are loaded together joined into one file.
 *
 * esbuild makes a chunk for each set of files that share a module: 80 files for a plan. To find, open and link one takes longer
 * than to run most of them.
 *
 * @param {import('esbuild').BuildResult<{ write: false, metafile: true }>} built  with source maps inside
 * @param {readonly { readonly name: string, readonly loaders: readonly string[] }[]} groups  a file for each: the chunks that
 *   are loaded with its loaders, entry points or modules that are imported when needed. Of several groups the first gets a chunk
 * @param {import('esbuild').BuildOptions & { readonly outdir: string }} options  as it was built
 */
export async function joinChunks(built, groups, options) {
  const outdir = resolve(options.outdir);
  const files = filesOf(built);
  const joined = groupChunks(files, groups, outdir);
  const entries = [...joined.values()].map(({ group }) => group);
  await build({
    ...options,
    entryPoints: [
      ...[...files.keys()].filter((path) => !joined.has(path)).map((path) => entryPoint(path, outdir)),
      ...[...new Set(entries)].map(({ path }) => ({ ...entryPoint(path, outdir), in: `group:${path}` })),
    ],
    bundle: true,
    splitting: false,
    plugins: [readFiles(files), linkGroups(files, joined)],
  });
}

// --- internal ---

/**
 * @typedef {object} BuiltFile
 * @property {string} text
 * @property {readonly string[]} exports
 * @property {readonly string[]} needs paths of what it imports at once
 * @property {string | undefined} source what it was made for, where that is one module
 *
 * @typedef {object} Group
 * @property {string} path
 * @property {ReadonlyMap<string, string>} prefixes by chunk: the chunks of a group may export the same names
 *
 * @typedef {ReadonlyMap<string, BuiltFile>} BuiltFiles by absolute path
 * @typedef {ReadonlyMap<string, { readonly group: Group }>} Joined by absolute path of a chunk
 */

/** @param {import('esbuild').BuildResult<{ write: false, metafile: true }>} built @returns {BuiltFiles} */
function filesOf({ outputFiles, metafile }) {
  const described = new Map(Object.entries(metafile.outputs).map(([path, output]) => [resolve(path), output]));
  return new Map(
    outputFiles.map(({ path, text }) => {
      const { imports = [], exports = [], entryPoint: source } = described.get(path) ?? {};
      const needs = imports.filter(({ kind, external }) => kind === 'import-statement' && external !== true);
      return [path, { text, exports, needs: needs.map((one) => resolve(one.path)), source }];
    }),
  );
}

/** @returns {Joined} @param {BuiltFiles} files @param {Parameters<typeof joinChunks>[1]} groups @param {string} outdir */
function groupChunks(files, groups, outdir) {
  /** @type {Map<string, { readonly group: Group }>} */
  const joined = new Map();
  for (const { name, loaders } of groups) {
    const starts = loaders.map((loader) => {
      const start = [...files].find(([, { source }]) => source === loader);
      if (start === undefined) throw new Error(`${loader} was not built`);
      return start[0];
    });
    const needed = new Set(starts.flatMap((start) => [...neededBy(start, files)]));
    const chunks = [...needed].filter((path) => files.get(path)?.source === undefined && !joined.has(path)).sort();
    // Names of chunks carry the digest of what is in them, and that of a group carries theirs: code asks for its own name.
    const digest = createHash('sha256')
      .update(chunks.map((path) => relative(outdir, path)).join('\n'))
      .digest('hex');
    const prefixes = new Map(chunks.map((path, index) => [path, `c${index}_`]));
    const group = { path: resolve(outdir, 'chunks', `${name}-${digest.slice(0, 8).toUpperCase()}.js`), prefixes };
    for (const path of chunks) joined.set(path, { group });
  }
  return joined;
}

/** @param {string} path @param {BuiltFiles} files @param {Set<string>} found */
function neededBy(path, files, found = new Set()) {
  if (found.has(path)) return found;
  found.add(path);
  for (const needed of files.get(path)?.needs ?? []) neededBy(needed, files, found);
  return found;
}

/** @param {string} path @param {string} outdir */
function entryPoint(path, outdir) {
  return { in: path, out: relative(outdir, path).replace(/\.js$/, '') };
}

/** @param {string} folder @param {string} file */
function pathFrom(folder, file) {
  const path = relative(folder, file);
  return path.startsWith('.') ? path : `./${path}`;
}

/** Files that are not written yet. @param {BuiltFiles} files @returns {import('esbuild').Plugin} */
function readFiles(files) {
  return {
    name: 'read-files',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\// }, ({ path, kind }) => (kind === 'entry-point' ? { path } : undefined));
      onLoad({ filter: /\.js$/, namespace: 'file' }, ({ path }) => ({ contents: files.get(path)?.text }));
    },
  };
}

/** @param {BuiltFiles} files @param {Joined} joined @returns {import('esbuild').Plugin} */
function linkGroups(files, joined) {
  /** @type {(chunk: string, from: string, rename: (name: string) => string) => string} */
  const exportsOf = (chunk, from, rename) => {
    const { exports } = /** @type {BuiltFile} */ (files.get(chunk));
    return exports.length === 0 ? `import '${from}';` : `export { ${exports.map(rename)} } from '${from}';`;
  };
  return {
    name: 'link-groups',
    setup({ onResolve, onLoad }) {
      const groups = new Map([...joined.values()].map(({ group }) => [group.path, group]));
      onResolve({ filter: /^group:/ }, ({ path }) => ({ path: path.slice('group:'.length), namespace: 'group' }));
      onLoad({ filter: /./, namespace: 'group' }, ({ path }) => {
        const { prefixes } = /** @type {Group} */ (groups.get(path));
        const lines = [...prefixes].map(([chunk, prefix]) =>
          exportsOf(chunk, pathFrom(dirname(path), chunk), (name) => `${name} as ${prefix}${name}`),
        );
        return { contents: lines.join('\n'), resolveDir: dirname(path) };
      });
      onResolve({ filter: /./ }, ({ path, resolveDir, importer, namespace, kind }) => {
        if (kind === 'entry-point') return undefined;
        if (!path.startsWith('.')) return { path, external: true };
        const target = resolve(resolveDir, path);
        const group = joined.get(target)?.group;
        const own = namespace === 'group' ? groups.get(importer) : joined.get(importer)?.group;
        // What is in no group keeps its place, and so does all that imports it.
        if (namespace === 'stand-in' || group === undefined) return { path, external: true };
        if (group === own) return { path: target };
        return { path: `${pathFrom(resolveDir, group.path)}?${basename(target)}`, namespace: 'stand-in' };
      });
      // Stands where the chunk stood, for those outside of its group; nothing is left of it but the names.
      onLoad({ filter: /./, namespace: 'stand-in' }, ({ path }) => {
        const [from = '', name = ''] = path.split('?');
        const chunk = [...joined.keys()].find((one) => basename(one) === name) ?? '';
        const prefix = joined.get(chunk)?.group.prefixes.get(chunk);
        return { contents: exportsOf(chunk, from, (name) => `${prefix}${name} as ${name}`), resolveDir: '/' };
      });
    },
  };
}
