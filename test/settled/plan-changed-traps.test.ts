import { afterEach, describe, expect, it } from 'vitest';
import type { Cache } from '../../lib/cache/cache.ts';
import { canonicalJson } from '../../lib/plan/canonical-json.ts';
import { digestOf } from '../../lib/plan/digest.ts';
import { gitInFront } from '../tools/git-in-front.ts';
import {
  bothOf,
  createSettledProject,
  openSettledCache,
  planOf,
  SAID,
  type Said,
  type SettledProject,
} from './settled-project.ts';

/** Local, and in the repositories whose ledgers are not what would be written. */
const LOCAL: Said = { ...SAID, services: { ...SAID.services, 'red-a': { replicas: 7 } } };

const LEFT = "kcdk.Lifecycle.of(map).ignoreChanges('data.text');";
const MAP = 'registry/environments/dev-global/red-0/map/config.yaml';
const LEDGER = '.konstruct/grown.json';

let project: SettledProject;
let cache: Cache;

afterEach(() => project.remove());

describe('a ledger that is right, and that the next change writes in another way', () => {
  it('takes in which fields are left to others since', async () => {
    await open();
    project.say(SAID, LEFT);
    await expectNothing();
    project.say(LOCAL, LEFT);
    await expectLaw();
  });

  it('takes in what others have made of a field that is left to them', async () => {
    await open(LEFT);
    const apps = project.repository('red/apps');
    apps.commit({ [MAP]: String(apps.read(MAP)).replace('first', 'theirs') });
    await expectNothing();
    project.say(LOCAL);
    await expectLaw();
  });

  it.each<[what: string, change: (ledger: LedgerJson) => LedgerJson]>([
    ['records in another order', (ledger) => ({ ...ledger, records: ledger.records.toReversed() })],
    ['holds in another order', (ledger) => ({ ...ledger, holds: ledger.holds.toReversed() })],
    ['more members of files', (ledger) => withFiles(ledger, { more: 1 })],
    [
      'more members of records',
      (ledger) => ({ ...ledger, records: ledger.records.map((one) => ({ ...one, more: 1 })) }),
    ],
    ['a member that says what is so anyway', (ledger) => withFiles(ledger, { protect: false })],
  ])('has %s, with the right digest', async (_, change) => {
    await open();
    for (const name of ['red/apps', 'grown/red']) {
      const repository = project.repository(name);
      const before = JSON.parse(String(repository.read(LEDGER))) as Omit<LedgerJson, 'holds'>;
      repository.commit({ [LEDGER]: laidOut(change({ holds: [], ...before })) });
    }
    await expectNothing();
    project.say(LOCAL);
    await expectLaw();
  });
});

describe('a text that is the same', () => {
  it('does not hide that a value is named, although it is none', async () => {
    await open();
    project.say({ ...SAID, services: { 'red-a': {} } });
    await project.ok(['apply', '--yes']);
    await expectNothing();
    const text = project.read('main.ts');
    project.write('main.ts', text.replace('[dev, test], values }', '[dev, test], values: { note: undefined } }'));
    await expectLaw();
  });
});

describe('a repository that cannot be read', () => {
  it('makes the plan incomplete, and stops nothing', async () => {
    await open();
    await expectNothing();
    const script = `case " $* " in *' cat-file '*|*' fetch '*) exit 128 ;; esac\nexec "$git" "$@"\n`;
    const env = { ...project.env, PATH: gitInFront(project.folder, script) };
    // not local: what a full plan says of it
    project.say({ ...LOCAL, dev: { color: '#00ff00' } });
    expect((await planOf(project, { cache, env })).bundle.plan.complete).toBe(false);
    project.say(LOCAL);
    expect((await planOf(project, { cache, env })).bundle.plan.complete).toBe(false);
  });
});

// --- internal ---

interface LedgerJson {
  readonly format_version: string;
  readonly project: string;
  readonly files: Readonly<Record<string, object>>;
  readonly records: readonly object[];
  readonly holds: readonly object[];
}

async function open(also = ''): Promise<void> {
  project = await createSettledProject({ also });
  cache = openSettledCache(project);
}

async function expectNothing(): Promise<void> {
  for (const isSettled of [false, true]) {
    const made = await planOf(project, { cache });
    expect([made.isSettled, made.bundle.plan.resource_changes, made.bundle.plan.phases]).toEqual([isSettled, [], []]);
  }
}

async function expectLaw(): Promise<void> {
  const { made, whole } = await bothOf(project, { cache });
  expect(made).toEqual(whole);
}

function withFiles(ledger: LedgerJson, more: object): LedgerJson {
  const files = Object.entries(ledger.files).map(([path, file]) => [path, path === MAP ? { ...file, ...more } : file]);
  return { ...ledger, files: Object.fromEntries(files) };
}

/** As a ledger is written, of whatever it holds. */
function laidOut({ format_version: version, project: name, files, records, holds }: LedgerJson): string {
  const json = { format_version: version, project: name, files, records, ...(holds.length > 0 && { holds }) };
  const list = (lines: readonly string[]) => (lines.length === 0 ? '' : `\n    ${lines.join(',\n    ')}\n  `);
  const entries = Object.entries(files).map(
    ([path, file]) => `${JSON.stringify(path)}: ${canonicalJson(file as never)}`,
  );
  return `{
  "format_version": "${version}",
  "project": "${name}",
  "digest": "${digestOf(json)}",
  "files": {${list(entries)}},
  "records": [${list(records.map((one) => canonicalJson(one as never)))}]${holds.length > 0 ? `,\n  "holds": [${list(holds.map((one) => canonicalJson(one as never)))}]` : ''}
}
`;
}
