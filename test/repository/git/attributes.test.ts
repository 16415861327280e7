import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { blobId } from '../../../lib/repository/blob-id.ts';
import { openGitRepository } from '../../../lib/repository/git/open-git-repository.ts';
import { createBareRepository, testGitEnv } from '../../tools/git-server.ts';
import { commit } from '../contract.ts';

const POINTER = `version https://git-lfs.github.com/spec/v1\noid sha256:${'a'.repeat(64)}\nsize 12345\n`;
const ATTRIBUTES = '*.bin filter=lfs diff=lfs merge=lfs -text\n*.yaml filter=lfs text eol=crlf ident\n';

const home = mkdtempSync(join(tmpdir(), 'kcdk-attributes-'));
afterAll(() => rmSync(home, { recursive: true, force: true }));

it('files that attributes give to LFS and to conversions are read and written byte for byte, and no filter runs', async () => {
  // a filter that fails where it is run, as git-lfs does where it is not installed
  const config = join(home, 'gitconfig');
  writeFileSync(config, '[filter "lfs"]\n\tclean = false\n\tsmudge = false\n\tprocess = false\n\trequired = true\n');
  const bare = createBareRepository({ '.gitattributes': ATTRIBUTES, 'big.bin': POINTER, 'old.yaml': 'a: 1\r\n$Id$\n' });
  try {
    const env = testGitEnv({ GIT_CONFIG_GLOBAL: config });
    const repository = openGitRepository({ name: 'platform', url: bare.path }, { env });
    const snapshot = await repository.snapshot();
    const before = new Map([...snapshot.files].map(([path, { blob }]) => [path, blob]));
    const pointer = before.get('big.bin') ?? '';
    const old = before.get('old.yaml') ?? '';
    const contents = await repository.read(snapshot, [pointer, old]);
    expect(new TextDecoder().decode(contents.get(pointer))).toBe(POINTER);
    expect(new TextDecoder().decode(contents.get(old))).toBe('a: 1\r\n$Id$\n');

    await commit(repository, snapshot, { 'new.yaml': 'b: 2\n$Id$\n' });
    const after = new Map([...(await repository.snapshot()).files].map(([path, { blob }]) => [path, blob]));
    expect(after).toEqual(new Map([...before, ['new.yaml', blobId('b: 2\n$Id$\n', 'sha1')]]));
    await repository.close();
  } finally {
    bare.remove();
  }
});
