import { describe, expect, it } from 'vitest';
import { App, Environment, Folder, ManagementCluster, Platform, WorkloadCluster } from '../../constructs/index.ts';
import { compile } from '../../lib/compile.ts';
import { smallPlatform } from '../tools/program.ts';
import type { Mistake } from './mistakes/mistake.ts';
import { configMap, PROGRAM_MISTAKES, secret } from './mistakes/program-mistakes.ts';
import { RESOURCE_MISTAKES } from './mistakes/resource-mistakes.ts';

/** Each is reported once, with the construct, and hides no other. */
const MISTAKES = [...PROGRAM_MISTAKES, ...RESOURCE_MISTAKES];

describe('mistakes in a program', () => {
  it.each(MISTAKES)('%s', (_, code, address, make) => {
    const program = smallPlatform();
    make(program);
    const { diagnostics } = compile(program.app);
    expect(diagnostics.map((diagnostic) => [diagnostic.code, diagnostic.address])).toEqual([[code, address]]);
    for (const { summary, fix } of diagnostics) {
      expect(summary).not.toMatch(/\.$|\n/);
      expect(fix).not.toBe('');
    }
    expect(JSON.stringify(diagnostics)).not.toMatch(/hunter2|ghp_|AAAA/);
  });

  it('are distinct', () => {
    expect(MISTAKES.length).toBeGreaterThanOrEqual(60);
    expect(new Set(MISTAKES.map(([what]) => what)).size).toBe(MISTAKES.length);
  });

  it('hide no other mistake, and are reported once beside it', { timeout: 60_000 }, () => {
    let combined = 0;
    const wrong: unknown[] = [];
    for (const [index, first] of MISTAKES.entries()) {
      for (const second of MISTAKES.slice(index + 1)) {
        const found = codesOfBoth(first, second);
        if (found === undefined) continue;
        combined += 1;
        const expected = [first, second].map(([, code, address]) => `${code} ${address}`).toSorted();
        if (String(found) !== String(expected)) wrong.push({ first: first[0], second: second[0], found });
      }
    }
    expect(wrong).toEqual([]);
    expect(combined).toBeGreaterThan((MISTAKES.length * (MISTAKES.length - 1)) / 4);
  });

  it('a domain that is a URL', () => {
    const app = new App();
    new Platform(app, 'acme', { domain: 'https://acme.dev', repository: { url: 'https://git.example.com/a/b' } });
    expect(compile(app).diagnostics).toMatchObject([{ code: 'DOMAIN_INVALID', address: 'acme' }]);
  });

  it('no platform at all', () => {
    expect(compile(new App()).diagnostics).toMatchObject([{ code: 'PLATFORM_MISSING' }]);
  });

  it('HTML in a ConfigMap is only a warning', () => {
    const { app, retail } = smallPlatform();
    configMap(new Folder(retail, 'a'), '<HTML>hello</HTML>');
    expect(compile(app).diagnostics).toMatchObject([{ code: 'TOKEN_UNRESOLVED', severity: 'warning' }]);
  });

  it.each([
    ['no values', { type: 'kubernetes.io/service-account-token' }, {}],
    ['references that are resolved in the cluster', { stringData: { password: '<path:secret/data/db#password>' } }, {}],
    ['encrypted values', { data: { password: 'ENC[AES256_GCM,data:p673w==,iv:YY=,tag:Ug==,type:str]' } }, {}],
    [
      'the settings of a repository of Argo CD',
      { stringData: { type: 'git', url: 'https://git.example.com/acme/retail' } },
      { 'argocd.argoproj.io/secret-type': 'repository' },
    ],
  ])('a Secret with %s is none', (_name, members, labels) => {
    const { app, retail } = smallPlatform();
    secret(new Folder(retail, 'a'), members, labels);
    expect(compile(app).diagnostics).toEqual([]);
  });

  it('names what was probably meant', () => {
    const { app, platform, retail } = smallPlatform();
    new Environment(platform, 'staging');
    new ManagementCluster(retail, 'mgmt');
    new WorkloadCluster(retail, 'lon1', { environments: [{ name: 'stagin', namespace: 'default' }] });
    expect(compile(app).diagnostics[0]?.fix).toBe('Did you mean `staging (Global)`?');
  });
});

// --- internal ---

/** What is found when both are made in one program; undefined where they use the same id, so that no program has both. */
function codesOfBoth([, , , first]: Mistake, [, , , second]: Mistake): readonly string[] | undefined {
  const program = smallPlatform();
  try {
    first(program);
    second(program);
  } catch (cause) {
    if (cause instanceof Error && cause.message.startsWith('There is already a Construct')) return undefined;
    throw cause;
  }
  return compile(program.app)
    .diagnostics.map(({ code, address }) => `${code} ${address}`)
    .toSorted();
}
