// @ts-check
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { CHECK_OPTIONS } from '../../dist/lib/json-schema/compile-schema.js';
import { knownKinds, schemaOfKind } from '../../dist/lib/validate/schemas/known-kinds.js';

const require = createRequire(import.meta.url);

/**
 * Checks that are compiled into one file, since they share definitions.
 *
 * @typedef {object} CheckFile
 * @property {object} schema
 * @property {Readonly<Record<string, string>>} pointers by the name of a check, the JSON pointer to its schema
 */

/**
 * Compiles our schemas, and puts the result into `ready-checks.js`.
 *
 * @returns {import('esbuild').Plugin}
 */
export function compileChecks() {
  return {
    name: 'compile-checks',
    setup({ onResolve, onLoad }) {
      const files = checkFiles();
      onLoad({ filter: /[\\/]json-schema[\\/]ready-checks\.js$/ }, ({ path }) => {
        const entries = [...files].flatMap(([file, { pointers }]) =>
          Object.keys(pointers).map((name) => `['${name}', () => import('checks:${file}')]`),
        );
        const source = readFileSync(path, 'utf8');
        const contents = source.replace('new Map()', `new Map([${entries}])`);
        if (contents === source) throw new Error('ready-checks.js has no place for the checks');
        return { contents };
      });
      onResolve({ filter: /^checks:/ }, ({ path }) => ({ path: path.slice('checks:'.length), namespace: 'checks' }));
      onLoad({ filter: /./, namespace: 'checks' }, ({ path }) => ({ contents: checkCode(files.get(path)) }));
    },
  };
}

// --- internal ---

/** @returns {ReadonlyMap<string, CheckFile>} */
function checkFiles() {
  const config = { schema: require('../../schemas/cdk8s.schema.json'), pointers: { 'cdk8s.yaml': '' } };
  const schema = require('../../schemas/records.schema.json');
  const kinds = Object.keys(schema.definitions).filter((name) => /^[A-Z]/.test(name));
  const records = kinds.map((kind) => [`konstruct-cdk.dev/v1/${kind}`, `/definitions/${kind}`]);
  return new Map([
    ['check-config', config],
    ['check-records', { schema, pointers: Object.fromEntries(records) }],
    ...kindFiles(),
  ]);
}

/** A file for each group of the API, and one for what has pods, whose definitions are the largest by far. */
function kindFiles() {
  /** @type {Map<string, CheckFile>} */
  const files = new Map();
  for (const [name, kind] of knownKinds()) {
    const { $defs, ...schema } = schemaOfKind(kind);
    const file = 'PodSpec' in $defs ? 'check-pods' : `check-${kind.group || 'core'}`;
    const { schema: known, pointers } = files.get(file) ?? { schema: { $defs: {} }, pointers: {} };
    files.set(file, {
      schema: { $defs: { ...known.$defs, ...$defs, [name]: schema } },
      pointers: { ...pointers, [name]: `/$defs/${encodeURIComponent(name.replaceAll('/', '~1'))}` },
    });
  }
  return files;
}

/** @param {CheckFile | undefined} file */
function checkCode(file) {
  if (file === undefined) throw new Error('there is no such file of checks');
  const { Ajv } = require('ajv');
  const standaloneCode = require('ajv/dist/standalone').default;
  const ajv = new Ajv({ ...CHECK_OPTIONS, messages: false, code: { source: true, esm: true, optimize: 2 } });
  ajv.addSchema(file.schema, 'file');
  const pointers = Object.entries(file.pointers);
  const refs = Object.fromEntries(pointers.map(([, pointer], index) => [`check${index}`, `file#${pointer}`]));
  // What the code needs of ajv is required where it stands, as by a CommonJS module.
  return `import { createRequire } from 'node:module';
    const require = createRequire(import.meta.url);
    ${standaloneCode(ajv, refs)}
    export const checks = { ${pointers.map(([name], index) => `'${name}': check${index}`)} };`;
}
