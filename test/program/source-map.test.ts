import { SourceMap } from 'node:module';
import { transformSync } from 'esbuild';
import { describe, expect, it } from 'vitest';
import { parseSourceMap } from '../../lib/program/source-map.ts';

const SOURCE = Array.from(
  { length: 60 },
  (_, index) =>
    `// ${index}\ninterface I${index} { a: string }\nexport const v${index}: number = call(${index}, 'x'.repeat(${index} % 3), { a: ${index} });\n`,
).join('');

describe('parseSourceMap', () => {
  it("agrees with Node's own reader at every place of a compiled file", () => {
    const { code, map } = transformSync(`declare const call: any;\n${SOURCE}`, {
      loader: 'ts',
      sourcemap: 'external',
      sourcefile: 'in.ts',
    });
    const own = parseSourceMap(map);
    const node = new SourceMap(JSON.parse(map));
    let compared = 0;
    for (const [line, text] of code.split('\n').entries()) {
      for (let column = 0; column < text.length; column++) {
        const expected = node.findEntry(line, column);
        if (!('originalLine' in expected)) continue;
        const { originalSource: source, originalLine, originalColumn } = expected;
        // Node answers with the line before where a line has no segment
        if (expected.generatedLine !== line) continue;
        expect(own.find(line + 1, column + 1)).toEqual({ source, line: originalLine + 1, column: originalColumn + 1 });
        compared++;
      }
    }
    expect(compared).toBeGreaterThan(1000);
  });

  it('knows nothing of code without an origin', () => {
    const index = parseSourceMap('{"version":3,"sources":["a"],"mappings":";AAAA,A;;CACA"}');
    expect(index.find(1, 1)).toBeUndefined();
    expect(index.find(2, 1)).toBeUndefined();
    expect(index.find(3, 1)).toBeUndefined();
    expect(index.find(4, 9)).toEqual({ source: 'a', line: 2, column: 1 });
    expect(index.find(99, 1)).toBeUndefined();
  });
});
