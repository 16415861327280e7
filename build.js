// @ts-check
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { build } from 'esbuild';
import { createProgram } from './dist/cli/program.js';
import { HELP_WIDTH, helpFile } from './dist/cli/ready-help.js';
import { joinChunks } from './join-chunks.js';
import { compileChecks } from './lib/json-schema/build.js';
import { bundlePage } from './page/build.js';

// After the compiler: joins the modules behind the command line and behind the constructs into a few files, since finding
// and opening a module costs more than running it, compiles our schemas, and writes down what commander says of each command. See
// docs/adr/0006-speed.md.

const require = createRequire(import.meta.url);
const CLI = new URL('dist/cli/', import.meta.url);
const RUN = new URL('run/', CLI);
const CHUNKS = new URL('dist/chunks/', import.meta.url);
const HELP = new URL('help/', CLI);

/** CommonJS packages of plans. `require` spares the search for export names in their texts. */
const REQUIRED = ['commander', 'constructs', 'esbuild', 'yaml'];

const { dependencies, peerDependencies } = JSON.parse(readFileSync(new URL('package.json', import.meta.url), 'utf8'));
const external = Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => !REQUIRED.includes(name));

for (const folder of [CHUNKS, HELP]) rmSync(folder, { recursive: true, force: true });
const options = /** @type {const} */ ({
  absWorkingDir: import.meta.dirname,
  outdir: 'dist',
  format: 'esm',
  platform: 'node',
  target: 'node20',
  // names stay, so that the stack of a defect can be read
  minifyWhitespace: true,
  minifySyntax: true,
  logLevel: 'warning',
});
const built = await build({
  ...options,
  entryPoints: [
    'dist/cli/bin.js',
    'dist/constructs/index.js',
    'dist/lib/repository/template/render-worker.js',
    'dist/lib/json-schema/ready-checks.js',
  ],
  outbase: 'dist',
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  sourcemap: 'inline',
  write: false,
  metafile: true,
  external,
  plugins: [requirePackages(), joinCommands(), compileChecks()],
});
const groups = [
  { name: 'version', loaders: ['dist/cli/version.js'] },
  { name: 'cli', loaders: ['dist/cli/main.js'] },
  { name: 'constructs', loaders: ['dist/constructs/index.js'] },
  { name: 'plan', loaders: ['dist/cli/run/plan.js'] },
  { name: 'templates', loaders: ['dist/lib/repository/template/find-templates.js'] },
  { name: 'pipeline', loaders: ['dist/lib/pipeline.js'] },
  { name: 'library', loaders: ['dist/lib/repository/template/open-library.js'] },
  {
    name: 'schemas',
    loaders: ['dist/lib/validate/schemas/schema-set.js', 'dist/lib/validate/schemas/check-documents.js'],
  },
  { name: 'change', loaders: ['dist/lib/plan/impact/impact.js', 'dist/lib/plan/diff/parse-yaml.js'] },
  { name: 'run', loaders: ['commands:run'] },
];
await joinChunks(built, groups, { ...options, sourcemap: true, allowOverwrite: true });
await writeCommand();

mkdirSync(HELP);
for (const [file, text] of helpTexts()) writeFileSync(new URL(file, HELP), text);

const PAGE = new URL('dist/page/', import.meta.url);
const { script, style } = await bundlePage();
mkdirSync(PAGE, { recursive: true });
writeFileSync(new URL('page.js', PAGE), script);
writeFileSync(new URL('page.css', PAGE), style);

// --- internal ---

/** What `kcdk` starts: to start a CommonJS module costs a fifth less of Node than an ES module, and help needs no more. */
async function writeCommand() {
  const banner = "const moduleUrl = require('node:url').pathToFileURL(__filename).href;";
  await build({
    ...options,
    entryPoints: ['dist/cli/bin.js'],
    outdir: 'dist/cli',
    outExtension: { '.js': '.cjs' },
    format: 'cjs',
    define: { 'import.meta.url': 'moduleUrl' },
    banner: { js: banner },
    sourcemap: true,
  });
}

/** What commander says of the program and of every command, by the file that it is kept in. */
function helpTexts() {
  const nobody = { write: () => undefined, isTTY: false, columns: HELP_WIDTH };
  const stdin = { isTTY: false, question: async () => '' };
  const { signal } = new AbortController();
  const io = { stdout: nobody, stderr: nobody, stdin, env: {}, cwd: import.meta.dirname, signal };
  /** @type {[string, string][]} */
  const texts = [];
  /** @type {(command: import('commander').Command, words: readonly string[]) => void} */
  const add = (command, words) => {
    texts.push([helpFile(words), command.helpInformation()]);
    for (const below of command.commands) add(below, [...words, below.name()]);
  };
  add(createProgram({ io, exit: () => undefined }), []);
  return texts;
}

/** @returns {import('esbuild').Plugin} */
function requirePackages() {
  const filter = new RegExp(`^(?:${REQUIRED.join('|')})$`);
  return {
    name: 'require-packages',
    setup({ onResolve, onLoad }) {
      onResolve({ filter }, ({ path }) => ({ path, namespace: 'package' }));
      onLoad({ filter, namespace: 'package' }, ({ path }) => ({
        contents: `import { createRequire } from 'node:module';
          export const { ${Object.keys(require(path)).filter((name) => name !== 'default')} } =
            createRequire(import.meta.url)('${path}');`,
      }));
    },
  };
}

/**
 * One file for all commands but `plan`, in place of one for each and one for each set of commands that share something; and for
 * `plan`, which is run most, nothing that only others need.
 *
 * @returns {import('esbuild').Plugin}
 */
function joinCommands() {
  const modules = readdirSync(RUN).filter((name) => name.endsWith('.js'));
  return {
    name: 'join-commands',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^\.\.\/run\// }, ({ kind, path }) =>
        kind === 'dynamic-import' && path !== '../run/plan.js' ? { path: 'run', namespace: 'commands' } : undefined,
      );
      onLoad({ filter: /^run$/, namespace: 'commands' }, () => ({
        resolveDir: `${import.meta.dirname}/dist/cli/run`,
        contents: modules.map((name) => `export * from './${name}';`).join('\n'),
      }));
    },
  };
}
