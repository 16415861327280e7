import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { walk } from '../../lib/edit/node.ts';
import { readYaml } from '../../lib/edit/read-yaml.ts';
import { expectGolden, readTree } from '../tools/golden.ts';
import { generateCorpus } from './generate/corpus.ts';

const CORPUS = resolve(import.meta.dirname, 'corpus');

describe('the corpus', () => {
  it('is what its generator makes', () => {
    expectGolden(resolve(CORPUS, 'generated'), generateCorpus());
  });

  it('is read without problems, and every node lies within its parent', () => {
    const files = readTree(CORPUS);
    expect(Object.keys(files).length).toBeGreaterThan(200);
    for (const [path, text] of Object.entries(files)) {
      const file = readYaml(text, path);
      expect([path, file.problems]).toEqual([path, []]);
      for (const { root } of file.documents) {
        for (const node of walk(root)) {
          expect(node.start).toBeLessThanOrEqual(node.end);
          const parts = node.kind === 'map' ? node.entries : node.kind === 'list' ? node.items : [];
          for (const [index, part] of parts.entries()) {
            expect(part.start).toBeGreaterThanOrEqual(node.start);
            expect(part.end).toBeLessThanOrEqual(node.end);
            expect(part.end).toBeLessThanOrEqual(parts[index + 1]?.start ?? node.end);
          }
        }
      }
    }
  });
});
