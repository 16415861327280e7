// @ts-check
import { build } from 'esbuild';

/** What the page does not use of our modules goes: none of them does anything by being loaded. */
const withoutSideEffects = /** @type {import('esbuild').Plugin} */ ({
  name: 'without-side-effects',
  setup({ onResolve, resolve }) {
    onResolve({ filter: /^\.\.?\// }, async ({ path, resolveDir, kind, pluginData }) => {
      if (pluginData === 'resolved') return undefined;
      const found = await resolve(path, { resolveDir, kind, pluginData: 'resolved' });
      return { path: found.path, errors: found.errors, sideEffects: false };
    });
  },
});

/**
 * Joins the program and the style of the report page into two texts that stand in every page.
 *
 * @returns {Promise<{ script: string, style: string }>}
 */
export async function bundlePage() {
  const { outputFiles } = await build({
    absWorkingDir: import.meta.dirname,
    entryPoints: ['main.ts', 'page.css'],
    outdir: 'out',
    bundle: true,
    write: false,
    minify: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome110', 'firefox115', 'safari16.4'],
    legalComments: 'none',
    logLevel: 'warning',
    plugins: [withoutSideEffects],
  });
  const textOf = (/** @type {string} */ ending) => {
    const file = outputFiles.find(({ path }) => path.endsWith(ending));
    if (file === undefined) throw new Error(`the page has no ${ending}`);
    return file.text;
  };
  return { script: textOf('.js'), style: textOf('.css') };
}
