import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { describeRepositoryContract } from '../contract.ts';
import { overPath } from './adapters.ts';

/** Runs on this machine what ssh would run on another one. */
const fakeSsh = join(mkdtempSync(join(tmpdir(), 'kcdk-ssh-')), 'ssh');
writeFileSync(fakeSsh, '#!/bin/sh\nfor last; do :; done\nexec /bin/sh -c "$last"\n');
chmodSync(fakeSsh, 0o755);
afterAll(() => rmSync(join(fakeSsh, '..'), { recursive: true, force: true }));

const overSsh = {
  url: (bare: { readonly path: string }) => `git@localhost:${bare.path}`,
  env: { GIT_SSH_COMMAND: fakeSsh },
};

describeRepositoryContract(overPath('git over a path', { url: (bare) => bare.path }));
describeRepositoryContract(overPath('git over file://', { url: (bare) => `file://${bare.path}` }, { full: false }));
describeRepositoryContract(overPath('git over ssh', overSsh, { full: false }));
