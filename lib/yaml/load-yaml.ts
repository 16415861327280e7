// biome-ignore lint/correctness/noNodejsModules: loading a module is no look at the world
import { createRequire } from 'node:module';

type Yaml = typeof import('yaml');

let loaded: Yaml | undefined;

/**
 * The YAML parser, loaded by whoever first needs it: a plan that finds nothing to tell reads no YAML, and to load the parser
 * costs as much as to start Node.
 */
export function yaml(): Yaml {
  loaded ??= createRequire(import.meta.url)('yaml') as Yaml;
  return loaded;
}
