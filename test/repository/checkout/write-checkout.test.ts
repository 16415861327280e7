import {
  chmodSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { KcdkError } from '../../../lib/diagnostics/error.ts';
import { type CheckoutWrite, writeCheckout } from '../../../lib/repository/checkout/write-checkout.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'kcdk-checkout-'));
  put('a.yaml', 'a: 1\n');
  put('b/c.yaml', '\uFEFFc: 1\r\n');
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

function contents(): Readonly<Record<string, string>> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1)).sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(root, path), 'utf8')]));
}

async function codesOf(writes: readonly CheckoutWrite[]): Promise<readonly (string | undefined)[]> {
  try {
    await writeCheckout(root, writes);
    return [];
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    return cause.diagnostics.map(({ code, path }) => (path === undefined ? code : `${code} ${path}`));
  }
}

const EDIT: CheckoutWrite = { path: 'a.yaml', before: 'a: 1\n', after: 'a: 2\n' };

describe('writeCheckout', () => {
  it('edits, adds, moves and removes, and keeps modes and bytes', async () => {
    chmodSync(join(root, 'a.yaml'), 0o755);
    put('d.yaml', 'd: 1\n');
    await writeCheckout(root, [
      EDIT,
      { path: 'new/e.yaml', before: undefined, after: 'e: 1\n' },
      { path: 'b/moved.yaml', previousPath: 'b/c.yaml', before: '\uFEFFc: 1\r\n', after: '\uFEFFc: 2\r\n' },
      { path: 'd.yaml', before: 'd: 1\n', after: undefined },
    ]);
    expect(contents()).toEqual({ 'a.yaml': 'a: 2\n', 'b/moved.yaml': '\uFEFFc: 2\r\n', 'new/e.yaml': 'e: 1\n' });
    expect(lstatSync(join(root, 'a.yaml')).mode & 0o777).toBe(0o755);
  });

  it.each<[string, CheckoutWrite, string]>([
    ['a file that was edited', { path: 'b/c.yaml', before: 'c: 1\n', after: 'c: 2\n' }, 'b/c.yaml'],
    ['a file that is gone', { path: 'gone.yaml', before: 'x: 1\n', after: 'x: 2\n' }, 'gone.yaml'],
    ['a file that is there by now', { path: 'b/c.yaml', before: undefined, after: 'x: 2\n' }, 'b/c.yaml'],
    ['a place that is taken', { path: 'b/c.yaml', previousPath: 'a.yaml', before: 'a: 1\n', after: '' }, 'b/c.yaml'],
    ['a path out of the checkout', { path: '../x.yaml', before: undefined, after: 'x: 2\n' }, '../x.yaml'],
    ['the folder of git', { path: '.git/config', before: undefined, after: 'x: 2\n' }, '.git/config'],
    ['a folder', { path: 'b', before: undefined, after: 'x: 2\n' }, 'b'],
    ['a file for a folder', { path: 'a.yaml/x.yaml', before: undefined, after: 'x: 2\n' }, 'a.yaml/x.yaml'],
  ])('writes nothing at all when it meets %s', async (_, write, path) => {
    const before = contents();
    expect(await codesOf([EDIT, write])).toEqual([`CHECKOUT_CHANGED ${path}`]);
    expect(contents()).toEqual(before);
  });

  it('follows no link', async () => {
    symlinkSync('/tmp', join(root, 'out'));
    symlinkSync('a.yaml', join(root, 'link.yaml'));
    expect(
      await codesOf([
        { path: 'out/x.yaml', before: undefined, after: 'x: 1\n' },
        { path: 'link.yaml', before: 'a: 1\n', after: 'a: 2\n' },
      ]),
    ).toEqual(['CHECKOUT_CHANGED out/x.yaml', 'CHECKOUT_CHANGED link.yaml']);
    expect(contents()['a.yaml']).toBe('a: 1\n');
  });

  it('reports every file that is not as expected, and leaves nothing behind', async () => {
    put(`a.yaml.kcdk-${process.pid}`, 'in the way');
    expect(await codesOf([EDIT])).toEqual(['CHECKOUT_UNWRITABLE']);
    expect(contents()['a.yaml']).toBe('a: 1\n');
  });

  it('puts everything back when it fails half-way', async () => {
    const write: CheckoutWrite = { path: 'a.yaml', previousPath: 'b/c.yaml', before: '\uFEFFc: 1\r\n', after: 'x' };
    const before = contents();
    // The second write needs a folder where the first one put a file.
    expect(
      await codesOf([
        { path: 'n', before: undefined, after: 'file\n' },
        { path: 'n/x.yaml', before: undefined, after: 'x: 1\n' },
      ]),
    ).toEqual(['CHECKOUT_UNWRITABLE']);
    expect(contents()).toEqual(before);
    expect(await codesOf([write])).toEqual(['CHECKOUT_CHANGED a.yaml']);
  });
});
