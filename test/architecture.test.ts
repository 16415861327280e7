import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';

const ROOT = resolve(import.meta.dirname, '..');

function sources(...folders: readonly string[]): readonly string[] {
  return folders.flatMap((folder) =>
    readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => relative(ROOT, join(entry.parentPath, entry.name))),
  );
}

const linesOf = (file: string) => readFileSync(join(ROOT, file), 'utf8').split('\n').length;

describe('the house', () => {
  it('has no source file over 400 lines and no test over 500', () => {
    expect(sources('lib', 'constructs', 'cli', 'page').filter((file) => linesOf(file) > 400)).toEqual([]);
    expect(sources('test').filter((file) => linesOf(file) > 500)).toEqual([]);
  });

  it('has no drawer for what found no place', () => {
    const drawers = /\/(utils?|helpers?|common|misc)(\/|\.ts$)/;
    expect(sources('lib', 'constructs', 'cli').filter((file) => drawers.test(file))).toEqual([]);
  });

  it('gives every code to one stage only', () => {
    const seen = new Map<string, string>();
    const twice: string[] = [];
    for (const file of sources('lib/diagnostics/codes')) {
      for (const [, code = ''] of readFileSync(join(ROOT, file), 'utf8').matchAll(/^ {2}([A-Z_]+): \{$/gm)) {
        if (seen.has(code)) twice.push(`${code}: ${seen.get(code)}, ${file}`);
        seen.set(code, file);
      }
    }
    expect(twice).toEqual([]);
    expect(seen.size).toBeGreaterThan(50);
  });

  it('throws nothing but diagnostics', () => {
    const bare = sources('lib', 'constructs', 'cli').filter((file) =>
      /throw new (Error|TypeError|RangeError)\(/.test(readFileSync(join(ROOT, file), 'utf8')),
    );
    expect(bare).toEqual([]);
  });

  it('uses every code it has', () => {
    const text = sources('lib', 'constructs', 'cli')
      .filter((file) => !file.startsWith('lib/diagnostics/codes/'))
      .map((file) => readFileSync(join(ROOT, file), 'utf8'))
      .join('\n');
    const codes = sources('lib/diagnostics/codes').flatMap((file) =>
      [...readFileSync(join(ROOT, file), 'utf8').matchAll(/^ {2}([A-Z_]+): \{$/gm)].map(([, code = '']) => code),
    );
    expect(codes.filter((code) => !text.includes(`'${code}'`) && !text.includes(`.${code}`))).toEqual([]);
  });
});
