import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ApiObject, Chart } from 'cdk8s';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  App,
  Environment,
  Folder,
  GitConnection,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  Team,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { type Compilation, compile } from '../../lib/compile.ts';
import { type CodeownersFile, codeowners } from '../../lib/permissions/codeowners/codeowners.ts';
import { heldRoles, isAllowed } from '../../lib/permissions/evaluate.ts';
import { MATRIX_VERSIONS } from '../../lib/permissions/matrix.ts';
import { needsOfFile } from '../../lib/permissions/needs.ts';
import { indexOwnership } from '../../lib/permissions/ownership.ts';
import { DEFAULT_PERMISSIONS, effectiveMatrix, type PermissionSettings } from '../../lib/permissions/settings.ts';
import { organization, smallCluster, smallPlatform } from '../tools/program.ts';

const folder = mkdtempSync(join(tmpdir(), 'kcdk-codeowners-'));
beforeAll(() => {
  execFileSync('git', ['init', '--quiet', folder]);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/**
 * The last pattern that matches each path by the rules of git's ignore files, which CODEOWNERS follows. One pattern at a
 * time, since git does not look below a folder that an earlier one ignores.
 */
function lastMatches(patterns: readonly string[], paths: readonly string[]): readonly (string | undefined)[] {
  const last = new Map<string, string>();
  for (const pattern of patterns) {
    writeFileSync(join(folder, '.gitignore'), `${pattern}\n`);
    const { stdout } = spawnSync('git', ['-C', folder, 'check-ignore', '--no-index', '-z', '--stdin'], {
      input: paths.join('\0'),
      encoding: 'utf8',
    });
    for (const path of stdout.split('\0')) last.set(path, pattern);
  }
  return paths.map((path) => last.get(path));
}

function modelOf(compilation: Compilation) {
  if (compilation.model === undefined) throw new Error('no platform');
  return { ...compilation, model: compilation.model };
}

/** A platform with teams, two organizations, and charts beside what follows from records. */
function teamedPlatform() {
  const small = smallPlatform();
  smallCluster(small);
  const { app, platform, retail } = small;
  const odd = new Chart(new Folder(retail, 'odd', { path: 'registry/clusters/lon1/a #b [c]' }), 'what*');
  new ApiObject(odd, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'odd' } });
  new Team(platform, 'operators', { roles: { admins: 'Platform Admin', helpers: 'Developer' } });
  new Team(retail, 'shop', { roles: { Leads: 'Team Admin', 'Shop Devs': 'Developer', owners: 'Platform Admin' } });
  const logistics = organization(platform, 'logistics');
  new Team(logistics, 'freight', { roles: { movers: 'Team Admin' } });
  new Environment(logistics, 'dev');
  new WorkloadCluster(logistics, 'ams1', { management: new ManagementCluster(logistics, 'freight-mgmt') });
  return app;
}

const file = (files: readonly CodeownersFile[], repository: string): CodeownersFile => {
  const found = files.find((each) => each.repository === repository);
  if (found === undefined) throw new Error(`no file for ${repository}`);
  return found;
};

describe('codeowners', () => {
  it('names who may write each folder, and nothing twice', () => {
    const { files, diagnostics } = codeowners(modelOf(compile(teamedPlatform())), DEFAULT_PERMISSIONS);
    expect(diagnostics).toEqual([]);
    expect(files.map(({ repository, path }) => [repository, path])).toEqual([
      ['acme/platform', '.github/CODEOWNERS'],
      ['acme-platform/logistics', '.github/CODEOWNERS'],
      ['acme-platform/retail', '.github/CODEOWNERS'],
      ['acme-logistics/logistics', '.github/CODEOWNERS'],
      ['acme-retail/retail', '.github/CODEOWNERS'],
    ]);
    const { rules } = file(files, 'acme-platform/retail');
    expect(Object.fromEntries(rules.map(({ pattern, owners }) => [pattern, owners.join(' ')]))).toEqual({
      '*': '@acme-platform/admins @acme-platform/owners',
      '/registry/clusters/lon1/a\\ ?b\\ ?c?/what?.yaml': '@acme-platform/admins @acme-platform/owners',
      '/registry/clusters/': '@acme-platform/admins @acme-platform/leads @acme-platform/owners',
      '/registry/konstruct/retail/application/':
        '@acme-platform/admins @acme-platform/helpers @acme-platform/leads @acme-platform/owners @acme-platform/shop-devs',
      '/registry/konstruct/retail/catalog-application/':
        '@acme-platform/admins @acme-platform/leads @acme-platform/owners',
      '/registry/konstruct/retail/catalog-deployment/':
        '@acme-platform/admins @acme-platform/helpers @acme-platform/leads @acme-platform/owners @acme-platform/shop-devs',
      '/registry/konstruct/retail/cluster/': '@acme-platform/admins @acme-platform/leads @acme-platform/owners',
      '/registry/konstruct/retail/cluster-template/':
        '@acme-platform/admins @acme-platform/leads @acme-platform/owners',
      '/registry/konstruct/retail/environment/':
        '@acme-platform/admins @acme-platform/helpers @acme-platform/leads @acme-platform/owners @acme-platform/shop-devs',
      '/registry/konstruct/retail/helm-template/': '@acme-platform/admins @acme-platform/leads @acme-platform/owners',
      '/registry/konstruct/retail/pipeline-template/':
        '@acme-platform/admins @acme-platform/leads @acme-platform/owners',
      '/.konstruct/':
        '@acme-platform/admins @acme-platform/helpers @acme-platform/leads @acme-platform/owners @acme-platform/shop-devs',
    });
    expect(rules.map(({ pattern }) => pattern)[0]).toBe('*');
  });

  it('gives the teams of the repository its own owner, and keeps itself to administrators', () => {
    const { files } = codeowners(modelOf(compile(teamedPlatform())), DEFAULT_PERMISSIONS);
    const apps = file(files, 'acme-retail/retail');
    expect(apps.rules.at(-1)).toEqual({
      pattern: '/.github/CODEOWNERS',
      groups: ['admins', 'owners'],
      owners: ['@acme-retail/admins', '@acme-retail/owners'],
    });
  });

  it.each(MATRIX_VERSIONS)('by matrix %s agrees with the judgement of every file', (version) => {
    const settings: PermissionSettings = { ...DEFAULT_PERMISSIONS, matrix: version };
    agrees(modelOf(compile(teamedPlatform())), settings);
  });

  it('agrees with it under overrides that tear folders apart', () => {
    const overrides = { cluster: { 'Team Admin': 'R' }, application: { Developer: 'R' } } as const;
    agrees(modelOf(compile(teamedPlatform())), { ...DEFAULT_PERMISSIONS, overrides });
  });

  it('agrees with it where repositories are shared', () => {
    const { app, platform, retail } = smallPlatform();
    const shared = {
      platformRepository: { url: 'https://git.example.com/acme/platform' },
      applicationRepository: { url: 'https://git.example.com/acme-retail/retail' },
    };
    const logistics = organization(platform, 'logistics', shared);
    new Team(platform, 'operators', { roles: { admins: 'Platform Admin' } });
    new Team(retail, 'shop', { roles: { leads: 'Team Admin', devs: 'Developer' } });
    new Team(logistics, 'freight', { roles: { movers: 'Team Admin', devs: 'Developer' } });
    for (const each of [retail, logistics]) {
      const environments = [new Environment(each, 'dev', { slug: `${each.name}-dev` })];
      const management = new ManagementCluster(each, `${each.name}-mgmt`);
      new WorkloadCluster(each, `${each.name}-lon1`, { management, environments });
    }
    agrees(modelOf(compile(app)), DEFAULT_PERMISSIONS);
  });

  it('is the same whatever the order of teams', () => {
    const build = (reversed: boolean) => {
      const { app, platform, retail } = smallPlatform();
      const teams = [
        () => new Team(platform, 'a', { roles: { admins: 'Platform Admin' } }),
        () => new Team(retail, 'b', { roles: { devs: 'Developer', leads: 'Team Admin' } }),
      ];
      for (const make of reversed ? teams.toReversed() : teams) make();
      return codeowners(modelOf(compile(app)), DEFAULT_PERMISSIONS).files.map(({ text }) => text);
    };
    expect(build(true)).toEqual(build(false));
  });

  it('warns of what nobody may write instead of letting everybody in', () => {
    const { app, retail } = smallPlatform();
    new Team(retail, 'shop', { roles: { devs: 'Developer' } });
    const { files, diagnostics } = codeowners(modelOf(compile(app)), DEFAULT_PERMISSIONS);
    expect(diagnostics.map(({ code, repository }) => `${code} ${repository}`)).toEqual([
      'CODEOWNERS_NO_OWNER acme/platform',
      'CODEOWNERS_NO_OWNER acme-platform/retail',
      'CODEOWNERS_NO_OWNER acme-retail/retail',
    ]);
    for (const { rules } of files) expect(rules.filter(({ owners }) => owners.length === 0)).toEqual([]);
    expect(file(files, 'acme/platform').rules).toEqual([]);
  });

  it('warns of groups whose name cannot be written', () => {
    const { app, platform } = smallPlatform();
    new Team(platform, 'operators', { roles: { admins: 'Platform Admin', 管理者: 'Platform Admin' } });
    const { diagnostics } = codeowners(modelOf(compile(app)), DEFAULT_PERMISSIONS);
    expect(diagnostics.map(({ code, address }) => [code, address])).toEqual([
      ['CODEOWNERS_GROUP_NAME', 'acme/operators'],
    ]);
  });

  it('is for GitLab where the organization is', () => {
    const app = new App();
    const platform = new Platform(app, 'acme', {
      domain: 'acme.dev',
      repository: { url: 'https://gitlab.com/acme/infra/platform.git' },
    });
    const retail = new Organization(platform, 'retail', {
      git: GitConnection.gitlabGroup({ group: 'acme/retail', credentials: SecretRef.vault('argocd/retail') }),
      platformRepository: { url: 'https://gitlab.com/acme/infra/retail.git' },
      applicationRepository: { url: 'https://gitlab.com/acme/retail/apps.git' },
    });
    new Team(platform, 'operators', { roles: { 'Platform.Admins': 'Platform Admin' } });
    new Team(retail, 'shop', { roles: { devs: 'Developer' } });
    const { files } = codeowners(modelOf(compile(app)), DEFAULT_PERMISSIONS);
    expect(files.map(({ provider, path, rules }) => [provider, path, rules[0]?.owners])).toEqual([
      ['gitlab', 'CODEOWNERS', ['@acme/infra/platform.admins']],
      ['gitlab', 'CODEOWNERS', ['@acme/infra/platform.admins']],
      ['gitlab', 'CODEOWNERS', ['@acme/retail/devs', '@acme/retail/platform.admins']],
    ]);
  });
});

/** For every file of the program, the last line that git matches names exactly the groups that may write it. */
function agrees(compilation: ReturnType<typeof modelOf>, settings: PermissionSettings): void {
  const { model, fileSets, records } = compilation;
  const matrix = effectiveMatrix(settings);
  const { files } = codeowners(compilation, settings);
  const ownership = indexOwnership(
    model,
    fileSets.map(({ repository, files: wanted }) => ({
      name: repository,
      url: '',
      branch: '',
      wanted,
      records: records.get(repository) ?? [],
      ledger: undefined,
    })),
  );
  const groups = [
    ...new Set(model.teams.flatMap(({ roleMappings }) => roleMappings.map((each) => each.ssoGroup))),
  ].sort();
  let checked = 0;
  for (const { repository, files: wanted } of fileSets) {
    const { rules } = file(files, repository);
    const paths = [...wanted.keys()];
    const matches = lastMatches(
      rules.map(({ pattern }) => pattern),
      paths,
    );
    for (const [index, path] of paths.entries()) {
      const needs = needsOfFile({ repository, path, goes: false }, ownership);
      const expected = groups.filter((group) => {
        const held = heldRoles(matrix, { groups: [group], superUser: false }, model.teams);
        return needs.every((need) => isAllowed(matrix, held, need));
      });
      const actual = rules.findLast(({ pattern }) => pattern === matches[index])?.groups;
      expect({ repository, path, groups: actual }).toEqual({ repository, path, groups: expected });
      checked++;
    }
  }
  expect(checked).toBeGreaterThan(15);
}
