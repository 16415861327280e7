import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import { digestOf } from '../../lib/plan/digest.ts';
import { type Ledger, serializeLedger } from '../../lib/plan/ledger.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { codesIn, positionsIn } from '../tools/cli.ts';
import type { BareRepository, FilesOf } from '../tools/git-server.ts';
import { createProject, refsOf, type TestProject } from '../tools/project.ts';

const RETAIL = 'acme/retail';
const LEDGER = '.konstruct/acme.json';
const FILE = 'registry/clusters/lon1/appproject.yaml';

interface LedgerJson {
  readonly project: string;
  readonly records: Ledger['records'];
  readonly files: Readonly<Record<string, { readonly blob: string; readonly address: string }>>;
}

const made: TestProject[] = [];
afterAll(() => {
  for (const project of made) project.remove();
});

function newProject(): TestProject {
  const project = createProject();
  made.push(project);
  return project;
}

/** Findings of `plan`, and that neither it nor `apply` touches anything. */
async function refused(project: TestProject): Promise<readonly Diagnostic[]> {
  const before = refsOf(project);
  const planned = await project.run(['plan', '--json', '--out', 'never.kplan']);
  const { diagnostics, applyable } = JSON.parse(planned.stdout) as PlanDocument;
  const applied = await project.run(['apply', '-y']);
  expect({ exitCodes: [planned.exitCode, applied.exitCode], applyable }).toEqual({
    exitCodes: [1, 1],
    applyable: false,
  });
  expect(codesIn(applied.stderr).toSorted()).toEqual(diagnostics.map(({ code }) => code).toSorted());
  expect(diagnostics.every(({ fix, repository, path }) => fix !== '' && repository === RETAIL && path)).toBe(true);
  expect(existsSync(join(project.folder, 'never.kplan'))).toBe(false);
  expect(refsOf(project)).toEqual(before);
  return diagnostics;
}

describe('a ledger', () => {
  let project: TestProject;
  let retail: BareRepository;
  let good = '';
  beforeAll(async () => {
    project = newProject();
    await project.ok(['apply', '-y']);
    retail = project.repository(RETAIL);
    good = String(retail.read(LEDGER));
  });

  const edited = (edit: (ledger: Record<string, unknown>) => void) => {
    const ledger = JSON.parse(good) as Record<string, unknown>;
    edit(ledger);
    return JSON.stringify(ledger, undefined, 2);
  };
  const rewritten = (change: Partial<Ledger>) => {
    const { files, project: name, records } = JSON.parse(good) as LedgerJson;
    const entries = Object.entries(files).map(([path, file]) => [path as RepoPath, file] as const);
    return serializeLedger({ project: name, records, files: new Map(entries), ...change });
  };
  const oneFile = (path: string, blob: string): Ledger['files'] =>
    new Map([[path as RepoPath, { blob, address: 'acme' }]]);

  const LEDGERS: readonly (readonly [string, string, () => string])[] = [
    ['that is garbage', 'LEDGER_NOT_JSON', () => 'mine now\n'],
    ['that is empty', 'LEDGER_NOT_JSON', () => ''],
    ['that is cut', 'LEDGER_NOT_JSON', () => good.slice(0, good.length / 2)],
    ['of an unfinished merge', 'LEDGER_NOT_JSON', () => `<<<<<<< HEAD\n${good}=======\n${good}>>>>>>> theirs\n`],
    ['of another shape', 'LEDGER_INVALID', () => '[]\n'],
    ['whose blobs are no object names', 'LEDGER_INVALID', () => good.replace(/"blob":"\w{40}"/g, '"blob":"HEAD"')],
    ['whose blobs are of other contents', 'LEDGER_EDITED', () => good.replace(/"blob":"\w{8}/, '"blob":"00000000')],
    ['without one of its lines', 'LEDGER_EDITED', () => good.replace(/^ {4}"[^"]+": .*,\n/m, '')],
    ['of another project', 'LEDGER_OTHER_PROJECT', () => rewritten({ project: 'other' })],
    [
      'with paths that we would never write',
      'LEDGER_PATH_UNSAFE',
      () => rewritten({ files: oneFile('../../etc/passwd', '0'.repeat(40)) }),
    ],
    [
      'from a newer version',
      'LEDGER_VERSION_NEWER',
      () => edited((ledger) => Object.assign(ledger, { format_version: '2.0', shape: 'unheard of' })),
    ],
  ];

  it.each(LEDGERS)('%s is refused with %s, at its path, and no repository is touched', async (_name, code, text) => {
    retail.commit({ [LEDGER]: text() });
    const diagnostics = await refused(project);
    retail.commit({ [LEDGER]: good });
    expect(new Set(diagnostics.map((one) => one.code))).toEqual(new Set([code]));
    expect(new Set(diagnostics.map((one) => one.path))).toEqual(new Set([LEDGER]));
  });

  it('from a newer minor version is read', async () => {
    const newer = edited((ledger) => {
      ledger['format_version'] = '1.9';
      ledger['later'] = { added: true };
      ledger['digest'] = digestOf(ledger);
    });
    retail.commit({ [LEDGER]: newer });
    expect((await project.ok(['plan', '--json'])).stdout).toContain('"complete":true');
    retail.commit({ [LEDGER]: good });
  });

  it('whose digest was made anew for wrong blobs shows drift, and does not let us overwrite', async () => {
    const { files } = JSON.parse(good) as LedgerJson;
    const forged = Object.entries(files).map(
      ([path, file]) => [path as RepoPath, path === FILE ? { ...file, blob: 'f'.repeat(40) } : file] as const,
    );
    retail.commit({ [LEDGER]: rewritten({ files: new Map(forged) }) });
    // What is in git is what we want: the ledger alone is mended.
    expect((await project.ok(['plan', '--json'])).stdout).toContain('"summary":{"add":0,"adopt":0,"change":0');
    project.edit("'monitoring')", "'monitoring', { scrapeInterval: '40s' })");
    retail.commit({ [FILE]: 'kind: Mine\n' });
    const diagnostics = await refused(project);
    project.edit("'monitoring', { scrapeInterval: '40s' })", "'monitoring')");
    retail.git('update-ref', 'refs/heads/main', 'main~2');
    expect(diagnostics.map((one) => [one.code, one.path])).toEqual([['DRIFT', FILE]]);
  });

  it('that is a link is refused', async () => {
    retail.commit({ [LEDGER]: '../README.md' }, { modes: { [LEDGER]: '120000' } });
    const diagnostics = await refused(project);
    retail.commit({ [LEDGER]: good });
    expect(diagnostics.map(({ code }) => code)).toContain('PATH_NOT_A_FILE');
  });

  it('that is missing is refused, with the paths in question, until they are adopted', async () => {
    retail.commit({ [LEDGER]: undefined });
    const diagnostics = await refused(project);
    expect(diagnostics.map(({ code }) => code)).toEqual(['LEDGER_MISSING']);
    expect(diagnostics[0]?.detail).toContain(FILE);
    await project.ok(['apply', '-y', '--adopt']);
    expect(String(retail.read(LEDGER))).toBe(good);
    expect((await project.ok(['plan'])).stdout).toMatch(/^No changes\./);
  });
});

describe('a wanted file', () => {
  interface Existing {
    readonly name: string;
    readonly files: FilesOf;
    readonly modes?: FilesOf;
    readonly codes: readonly string[];
    readonly path: string;
  }
  const added = 'registry/konstruct/retail/environment/qa.yaml';
  const ledgerOf = (project: string) =>
    serializeLedger({
      project,
      files: new Map([[added as RepoPath, { blob: '0'.repeat(40), address: project }]]),
      records: [],
    });
  const EXISTING: readonly Existing[] = [
    { name: 'that exists and is not ours', files: { [added]: 'a: 1\n' }, codes: ['NOT_OWNED'], path: added },
    {
      name: 'that belongs to another project',
      files: { [added]: 'a: 1\n', '.konstruct/other.json': ledgerOf('other') },
      codes: ['OWNED_BY_OTHER_PROJECT'],
      path: added,
    },
    {
      name: 'that another project claims, whose ledger cannot be read',
      files: { [added]: 'a: 1\n', '.konstruct/other.json': '{' },
      codes: ['OTHER_LEDGER_UNREADABLE', 'NOT_OWNED'],
      path: '.konstruct/other.json',
    },
    {
      name: 'that is a link',
      files: { [added]: '../x' },
      modes: { [added]: '120000' },
      codes: ['PATH_NOT_A_FILE'],
      path: added,
    },
    { name: 'that is a folder', files: { [`${added}/x`]: 'a: 1\n' }, codes: ['PATH_BLOCKED'], path: added },
    {
      name: 'that exists in another letter case',
      files: { [added.replace('qa', 'QA')]: 'a: 1\n' },
      codes: ['PATH_CASE_COLLISION'],
      path: added,
    },
  ];
  let project: TestProject;
  beforeAll(async () => {
    project = newProject();
    await project.ok(['apply', '-y']);
    project.edit('new ManagementCluster', "new Environment(retail, 'qa');\nnew ManagementCluster");
  });

  it.each(EXISTING)('$name is refused, with place and fix', async ({ files, modes = {}, codes, path }) => {
    const retail = project.repository(RETAIL);
    const head = retail.commit(files, { modes });
    const diagnostics = await refused(project).finally(() => retail.git('update-ref', 'refs/heads/main', `${head}~1`));
    expect(diagnostics.map(({ code }) => code)).toEqual(codes);
    expect(diagnostics.map((one) => one.path)).toContain(path);
    expect(diagnostics.at(-1)?.source).toMatchObject({ file: 'main.ts' });
  });
});

describe('a plan file', () => {
  let project: TestProject;
  let text = '';
  beforeAll(async () => {
    project = newProject();
    await project.ok(['plan', '--out', 'change.kplan']);
    text = project.read('change.kplan');
  });

  /** Codes of applying a plan of this text, and that nothing was touched by it. */
  async function codesOf(changed: string | Buffer): Promise<readonly string[]> {
    const before = refsOf(project);
    project.write('changed.kplan', changed);
    const { exitCode, stdout, stderr } = await project.run(['apply', 'changed.kplan']);
    expect({ exitCode, stdout, fixes: stderr.includes('fix: ') }).toEqual({ exitCode: 1, stdout: '', fixes: true });
    expect(new Set(positionsIn(stderr).map((position) => position.split(':')[0]))).toEqual(new Set(['changed.kplan']));
    expect(refsOf(project)).toEqual(before);
    return codesIn(stderr);
  }
  // biome-ignore lint/suspicious/noExplicitAny: an edited plan has any shape
  type Edited = any;
  const edited = (edit: (plan: Edited) => void) => {
    const plan = JSON.parse(text) as Edited;
    edit(plan);
    return JSON.stringify(plan);
  };

  it.each<[string, string, () => string | Buffer]>([
    ['a content', 'PLAN_FILE_EDITED', () => text.replace('kind: AppProject', 'kind: Applicatio')],
    ['a base', 'PLAN_FILE_EDITED', () => edited(({ plan }) => (plan.repositories[0].base = '0'.repeat(40)))],
    [
      'what was before',
      'PLAN_FILE_EDITED',
      () => edited(({ plan }) => (plan.repositories[0].ledger.before = 'f'.repeat(40))),
    ],
    ['a path', 'PLAN_FILE_EDITED', () => text.replaceAll(FILE, FILE.replace('lon1', 'lon2'))],
    ['a remote', 'PLAN_FILE_EDITED', () => edited(({ locations }) => (locations[0].url = '/tmp/elsewhere.git'))],
    ['a branch', 'PLAN_FILE_EDITED', () => edited(({ locations }) => (locations[0].branch = 'production'))],
    ['a ledger', 'PLAN_FILE_EDITED', () => edited(({ ledgers }) => (ledgers[RETAIL] = '{}'))],
    ['the summary', 'PLAN_FILE_EDITED', () => text.replace('"add":26', '"add":25')],
    ['a digest', 'PLAN_FILE_EDITED', () => edited((plan) => (plan.digest = `sha256:${'0'.repeat(64)}`))],
    ['its length, cut', 'PLAN_FILE_INVALID', () => text.slice(0, text.length / 2)],
    ['its length, cut by a byte', 'PLAN_FILE_INVALID', () => text.trimEnd().slice(0, -1)],
    ['its length, doubled', 'PLAN_FILE_INVALID', () => text + text],
    ['everything, to nothing', 'PLAN_FILE_INVALID', () => ''],
    ['everything, to bytes that are no text', 'PLAN_FILE_INVALID', () => Buffer.from([0xff, 0xfe, 0x00, 0x80])],
    ['everything, to other JSON', 'PLAN_FILE_INVALID', () => '{"a":1}'],
    ['its version', 'PLAN_VERSION_NEWER', () => edited((plan) => (plan.format_version = '2.0'))],
    ['the version of the plan in it', 'PLAN_FILE_EDITED', () => edited(({ plan }) => (plan.format_version = '1.9'))],
  ])('that was edited in %s is refused with %s, and nothing is touched', async (_name, code, changed) => {
    expect(await codesOf(changed())).toEqual([code]);
  });

  it('of which any byte was changed is refused', async () => {
    const bytes = Buffer.from(text);
    const change = fc.record({ at: fc.nat(bytes.length - 2), by: fc.integer({ min: 1, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, by }) => {
        const changed = Buffer.from(bytes);
        changed[at] = (bytes[at] ?? 0) ^ by;
        const codes = await codesOf(changed);
        expect(codes.every((code) => code.startsWith('PLAN_'))).toBe(true);
      }),
      { numRuns: 40 },
    );
  });

  it('that is not there is refused by name', async () => {
    for (const command of ['apply', 'show']) {
      const { exitCode, stderr } = await project.run([command, 'nowhere.kplan']);
      expect({ exitCode, codes: codesIn(stderr) }).toEqual({ exitCode: 1, codes: ['PLAN_FILE_MISSING'] });
    }
  });
});

describe('a saved plan that is stale', () => {
  async function staleCodes(project: TestProject, change: (project: TestProject) => unknown) {
    await project.ok(['plan', '--out', 'change.kplan']);
    await change(project);
    const before = refsOf(project);
    const { exitCode, stdout, stderr } = await project.run(['apply', 'change.kplan', '--json']);
    expect({ exitCode, stderr }).toEqual({ exitCode: 4, stderr: '' });
    expect(refsOf(project)).toEqual(before);
    const { diagnostics } = JSON.parse(stdout) as { diagnostics: readonly Diagnostic[] };
    return diagnostics.map(({ code, repository, detail }) => ({ code, repository, detail }));
  }
  const named = (detail: string | undefined) => (detail ?? '').split('\n').slice(1);

  it('since somebody wrote paths of it: exit 4 with those paths of all repositories, nothing written', async () => {
    const found = await staleCodes(newProject(), (project) => {
      project.repository(RETAIL).commit({ [FILE]: 'kind: Mine\n', 'registry/clusters/mgmt/x.yaml': 'x\n' });
      project.repository('retail/apps').commit({ 'registry/environments/dev/lon1/.gitkeep': 'x' });
    });
    expect(found.map(({ code, repository }) => [code, repository]).sort()).toEqual([
      ['PLAN_STALE', RETAIL],
      ['PLAN_STALE', 'retail/apps'],
    ]);
    expect(found.flatMap(({ detail }) => named(detail)).sort()).toEqual([
      `  ${FILE}`,
      '  registry/environments/dev/lon1/.gitkeep',
    ]);
  });

  it('since the project was applied with another program: exit 4 with what that one wrote', async () => {
    const project = newProject();
    await project.ok(['apply', '-y']);
    project.edit("'monitoring')", "'monitoring', { scrapeInterval: '15s' })");
    const found = await staleCodes(project, async () => {
      project.edit("scrapeInterval: '15s'", "scrapeInterval: '30s'");
      await project.ok(['apply', '-y']);
    });
    expect(found.flatMap(({ detail }) => named(detail))).toEqual([
      `  ${LEDGER}`,
      '  registry/clusters/lon1/35-kube-prometheus-stack.yaml',
    ]);
  });

  it('since a folder is where it writes a file: exit 4', async () => {
    const found = await staleCodes(newProject(), (project) => {
      project.repository(RETAIL).commit({ [`${FILE}/nested.yaml`]: 'x\n' });
    });
    expect(found.flatMap(({ detail }) => named(detail))).toEqual([`  ${FILE}`]);
  });

  it('is none when only files of others moved: it is applied on top of them', async () => {
    const project = newProject();
    await project.ok(['plan', '--out', 'change.kplan']);
    const head = project.repository(RETAIL).commit({ 'docs/news.md': 'news\n' });
    await project.ok(['apply', 'change.kplan']);
    expect(project.repository(RETAIL).git('rev-parse', 'main~1')).toBe(head);
    expect(String(project.repository(RETAIL).read('docs/news.md'))).toBe('news\n');
  });
});
