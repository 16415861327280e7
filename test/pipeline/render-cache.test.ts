import { readdirSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Cache, openCache } from '../../lib/cache/cache.ts';
import { type CompiledProgram, compileProgram } from '../../lib/pipeline.ts';
import { temporaryFolder } from '../config/temporary-folder.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');

describe('kept renderings', () => {
  it.each(['catalog', 'clouds'])(
    'give examples/%s the bytes, objects and origins of a run that keeps nothing',
    async (name) => {
      const cache = openCache({ folder: temporaryFolder(), version: '1' });
      const { counted, hits } = count(cache);
      const none = shown(await compileProgram({ cwd: resolve(EXAMPLES, name), env: {} }));
      expect(shown(await compileProgram({ cwd: resolve(EXAMPLES, name), env: {}, cache: counted }))).toEqual(none);
      const before = hits();
      expect(shown(await compileProgram({ cwd: resolve(EXAMPLES, name), env: {}, cache: counted }))).toEqual(none);
      expect(hits() - before).toBeGreaterThan(2);
      expect(readdirSync(dirname(cache.file('renders.txt', 'x'))).length).toBeGreaterThan(2);
    },
  );
});

// --- internal ---

/** Counts how often something was found of renderings. */
function count(cache: Cache): { readonly counted: Cache; readonly hits: () => number } {
  let hits = 0;
  const counted: Cache = {
    ...cache,
    get(kind, key) {
      const value = cache.get(kind, key);
      if (kind === 'renders.txt' && value !== undefined) hits += 1;
      return value;
    },
  };
  return { counted, hits: () => hits };
}

function shown({ compilation }: CompiledProgram): unknown {
  return {
    diagnostics: compilation.diagnostics,
    files: compilation.fileSets.map(({ repository, files }) => ({
      repository,
      files: Array.from(files, ([path, { content, documents, origin, provenance }]) => ({
        path,
        content,
        documents,
        address: origin.address,
        lines: provenance?.lines(),
      })),
    })),
  };
}
