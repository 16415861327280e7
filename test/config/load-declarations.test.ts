import { execFileSync } from 'node:child_process';
import { symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Cache, openCache } from '../../lib/cache/cache.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import { loadDeclarations } from '../../lib/config/load-declarations.ts';
import { KcdkError } from '../../lib/diagnostics/error.ts';
import { rejection, temporaryFolder, writeFiles } from './temporary-folder.ts';

const environment = (name: string, spec = '{}') =>
  `apiVersion: konstruct-cdk.dev/v1\nkind: Environment\nmetadata: { name: ${name}, namespace: default }\nspec: ${spec}\n`;

async function load(root: string, cache?: Cache) {
  const { declarations, diagnostics } = await loadDeclarations({ root, folder: join(root, 'platform'), cache });
  return {
    declarations,
    addresses: declarations.map(({ origin }) => origin.address),
    codes: diagnostics.map(({ code, source }) => `${code} ${source?.file}`),
  };
}

describe('the files of declarations', () => {
  it('are none where there is no folder', async () => {
    expect(await load(temporaryFolder())).toMatchObject({ addresses: [], codes: [] });
    expect(await load(temporaryFolder({ platform: 'a file' }))).toMatchObject({ addresses: [], codes: [] });
  });

  it('are those of the folder and the folders below, in order', async () => {
    const root = temporaryFolder({
      'platform/b.yaml': `${environment('two')}---\n${environment('one')}`,
      'platform/a/z.yml': environment('three'),
      'platform/empty.yaml': '# nothing yet\n',
      'platform/.hidden.yaml': 'a: [',
      'platform/.git/x.yaml': 'a: [',
      'platform/node_modules/x.yaml': 'a: [',
      'platform/notes.md': 'a: [',
    });
    const { addresses, codes, declarations } = await load(root);
    expect(addresses).toEqual([
      'platform/a/z.yml#environment/default/three',
      'platform/b.yaml#environment/default/two',
      'platform/b.yaml#environment/default/one',
    ]);
    expect(codes).toEqual([]);
    expect(declarations[2]?.origin.position()).toEqual({ file: 'platform/b.yaml', line: 6, column: 1 });
  });

  it('are followed through links inside of the project, each once, and never out of it', async () => {
    const outside = temporaryFolder({ 'secret.yaml': environment('secret'), 'folder/x.yaml': environment('x') });
    const root = temporaryFolder({ 'platform/a.yaml': environment('a'), 'shared/b.yaml': environment('b') });
    symlinkSync(join(root, 'shared'), join(root, 'platform/shared'));
    symlinkSync(join(root, 'platform'), join(root, 'platform/loop'));
    symlinkSync(join(root, 'platform/a.yaml'), join(root, 'platform/again.yaml'));
    symlinkSync(join(outside, 'secret.yaml'), join(root, 'platform/out.yaml'));
    symlinkSync(join(outside, 'folder'), join(root, 'platform/outfolder'));
    symlinkSync('/nowhere/at/all', join(root, 'platform/dangling.yaml'));
    symlinkSync('/nowhere/at/all', join(root, 'platform/dangling.txt'));
    const { addresses, codes } = await load(root);
    expect(addresses).toEqual([
      'platform/a.yaml#environment/default/a',
      'platform/shared/b.yaml#environment/default/b',
    ]);
    expect(codes.toSorted()).toEqual([
      'DECLARATIONS_OUTSIDE_PROJECT platform/out.yaml',
      'DECLARATIONS_OUTSIDE_PROJECT platform/outfolder',
      'DECLARATIONS_UNREADABLE platform/dangling.yaml',
    ]);
  });

  it('are reported when they are no text, no file or too large, and the others are read', async () => {
    const root = temporaryFolder({ 'platform/a.yaml': environment('a'), 'platform/large.yaml': '' });
    writeFileSync(join(root, 'platform/binary.yaml'), Buffer.from([0x61, 0xff, 0xfe]));
    truncateSync(join(root, 'platform/large.yaml'), 4 * 1024 * 1024 + 1);
    execFileSync('mkfifo', [join(root, 'platform/pipe.yaml')]);
    const { addresses, codes } = await load(root);
    expect(addresses).toEqual(['platform/a.yaml#environment/default/a']);
    expect(codes.toSorted()).toEqual([
      'DECLARATIONS_TOO_LARGE platform/large.yaml',
      'DECLARATIONS_UNREADABLE platform/binary.yaml',
      'DECLARATIONS_UNREADABLE platform/pipe.yaml',
    ]);
  });

  it('are not read at all when they are too much together', async () => {
    const root = temporaryFolder({ 'platform/a.yaml': environment('a') });
    for (let index = 0; index < 9; index++) {
      writeFileSync(join(root, `platform/${index}.yaml`), '');
      truncateSync(join(root, `platform/${index}.yaml`), 4 * 1024 * 1024);
    }
    expect(await load(root)).toMatchObject({ addresses: [], codes: ['DECLARATIONS_TOO_LARGE platform'] });
  });
});

describe('the cache of declarations', () => {
  const counting = (cache: Cache) => {
    const puts: string[] = [];
    const counted: Cache = {
      ...cache,
      put: (kind, key, value) => {
        puts.push(value);
        cache.put(kind, key, value);
      },
    };
    return { counted, puts };
  };

  it('gives the same again, warnings too, and writes only when something changed', async () => {
    const root = temporaryFolder({
      'platform/a.yaml': environment('a', '{ org_id: default, description: "x" }'),
      'platform/b.yaml': environment('b', '{ color: red }'),
    });
    const { counted, puts } = counting(openCache({ folder: join(temporaryFolder(), 'cache'), version: '1' }));
    const plain = (loaded: Awaited<ReturnType<typeof load>>) => JSON.stringify(loaded);
    const cold = await load(root, counted);
    expect(cold.codes).toEqual(['LEGACY_FIELD platform/a.yaml']);
    expect(plain(await load(root, counted))).toBe(plain(cold));
    expect(puts).toHaveLength(1);
    writeFiles(root, { 'platform/b.yaml': environment('c') });
    const edited = await load(root, counted);
    expect(edited.addresses).toEqual([
      'platform/a.yaml#environment/default/a',
      'platform/b.yaml#environment/default/c',
    ]);
    expect(puts).toHaveLength(2);
    expect(plain(await load(root, counted))).toBe(plain(edited));
    expect(plain(await load(root))).toBe(plain(edited));
  });

  it('never hides a mistake, nor a file that has gone', async () => {
    const root = temporaryFolder({
      'platform/a.yaml': environment('a'),
      'platform/b.yaml': environment('b', '{ colour: red }'),
    });
    const cache = openCache({ folder: join(temporaryFolder(), 'cache'), version: '1' });
    for (let run = 0; run < 3; run++) {
      expect((await load(root, cache)).codes).toEqual(['RECORD_UNKNOWN_FIELD platform/b.yaml']);
    }
    execFileSync('rm', [join(root, 'platform/a.yaml')]);
    expect((await load(root, cache)).addresses).toEqual(['platform/b.yaml#environment/default/b']);
  });
});

describe('the folder in the configuration', () => {
  const main = { 'main.ts': '', 'platform/a.yaml': '' };
  const configured = (konstruct: string, more = '') => ({
    ...main,
    'cdk8s.yaml': `app: main.ts\nkonstruct: ${konstruct}\n${more}`,
  });
  const problems = async (cwd: string) => {
    const reason = await rejection(loadConfig({ cwd, env: {} }));
    if (!KcdkError.is(reason)) throw reason;
    return reason.diagnostics.map(({ code, source }) => `${code} ${source?.line}:${source?.column}`);
  };

  it('is `platform`, or the one that is named', async () => {
    const root = temporaryFolder({ ...main, 'cdk8s.yaml': 'app: main.ts\n' });
    expect((await loadConfig({ cwd: root, env: {} })).declarations).toBe(join(root, 'platform'));
    const other = temporaryFolder({ ...configured('{ declarations: a/b }'), 'a/b/c.yaml': '' });
    expect((await loadConfig({ cwd: other, env: {} })).declarations).toBe(join(other, 'a/b'));
  });

  it.each([
    ['is missing', '{ declarations: nope }'],
    ['is outside', '{ declarations: .. }'],
    ['is the project', '{ declarations: . }'],
    ['is a file', '{ declarations: main.ts }'],
    ['leads out', '{ declarations: link }'],
  ])('is refused when it %s', async (_what, konstruct) => {
    const root = temporaryFolder(configured(konstruct));
    symlinkSync('/', join(root, 'link'));
    expect(await problems(root)).toEqual(['CONFIG_DECLARATIONS_UNUSABLE 2:28']);
  });

  it('is never written to', async () => {
    for (const output of ['platform', 'platform/dist', 'a']) {
      const konstruct = output === 'a' ? '{ declarations: a/b }' : '{}';
      const root = temporaryFolder({ ...configured(konstruct, `output: ${output}\n`), 'a/b/c.yaml': '' });
      expect(await problems(root)).toEqual(['CONFIG_OUTPUT_UNSAFE 3:9']);
    }
  });
});
