import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect } from 'vitest';

/** `npm run test:update` writes what is expected instead of comparing with it. */
const updates = process.env['KCDK_UPDATE_GOLDEN'] === '1';

/** Compares texts by path with the files of a folder: no file more, none less, every byte. */
export function expectGolden(folder: string, actual: Readonly<Record<string, string>>): void {
  if (updates) {
    rmSync(folder, { recursive: true, force: true });
    for (const [path, text] of Object.entries(actual)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
  }
  expect(readTree(folder)).toEqual(actual);
}

/** Every file below a folder by path. */
export function readTree(folder: string): Readonly<Record<string, string>> {
  if (!existsSync(folder)) return {};
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map((entry) => {
      const file = join(entry.parentPath, entry.name);
      return [relative(folder, file), readFileSync(file, 'utf8')];
    }),
  );
}

/** The same for one file. */
export function expectGoldenFile(file: string, actual: string): void {
  if (updates) writeFileSync(file, actual);
  expect(existsSync(file) ? readFileSync(file, 'utf8') : undefined).toBe(actual);
}
