// biome-ignore lint/correctness/noNodejsModules: loading a module is no look at the world
import { createRequire } from 'node:module';

const load = createRequire(import.meta.url);

/** Regular expressions as Go has them, loaded with the first one: most charts have none. */
export function re2(): typeof import('re2js').RE2JS {
  return (load('re2js') as typeof import('re2js')).RE2JS;
}

/** Reads TOML. Loaded when the first template does. */
export function toml(): typeof import('smol-toml') {
  return load('smol-toml') as typeof import('smol-toml');
}

/** Opens what gzip has compressed. Loaded with the first packed subchart. */
export function gunzip(bytes: Uint8Array): Uint8Array {
  return (load('fflate') as typeof import('fflate')).gunzipSync(bytes);
}
