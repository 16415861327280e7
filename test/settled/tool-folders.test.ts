import { describe, expect, it } from 'vitest';
import type { FileSet, WantedFile } from '../../lib/model/file-set.ts';
import type { Json, Manifest } from '../../lib/model/json.ts';
import type { RepoPath } from '../../lib/model/repo-path.ts';
import { mayHoldObjects } from '../../lib/plan/impact/may-hold-objects.ts';
import { toolFolders } from '../../lib/plan/impact/tool-folders.ts';
import { snapshotOf } from '../plan/world.ts';

type Texts = Readonly<Record<string, string | readonly Manifest[]>>;

function wantedOf(texts: Texts): FileSet {
  const origin = { address: 'acme', position: () => undefined };
  const files = Object.entries(texts).map(([path, text]): [RepoPath, WantedFile] => {
    const file = typeof text === 'string' ? { content: text } : { content: JSON.stringify(text), documents: text };
    return [path as RepoPath, { path: path as RepoPath, origin, ...file }];
  });
  return { repository: 'platform', files: new Map(files) };
}

function foldersOf(wanted: Texts, git: Readonly<Record<string, string>> = {}): ReadonlySet<string> {
  return new Set(toolFolders({ wanted: wantedOf(wanted), snapshot: snapshotOf(git), entries: [] }));
}

function application(spec: Readonly<Record<string, Json>>, kind = 'Application'): Texts {
  return { 'apps/a.yaml': [{ apiVersion: 'argoproj.io/v1alpha1', kind, metadata: { name: 'a' }, spec }] };
}

const source = (path: string, tool: Readonly<Record<string, Json>> = {}) => ({ repoURL: 'https://x', path, ...tool });

describe('toolFolders', () => {
  it.each<[what: string, wanted: Texts, git: Readonly<Record<string, string>>, folders: readonly string[]]>([
    ['nothing', {}, {}, []],
    [
      'files of no tool',
      { 'a/b.yaml': 'a: b' },
      { 'c/values.yaml': '', 'c/Chart.yaml.bak': '', 'c/chart.yaml': '' },
      [],
    ],
    ['charts, in git and wanted', { 'a/Chart.yaml': '' }, { 'b/c/Chart.yaml': '' }, ['a', 'b/c']],
    [
      'kustomizations of every name',
      {},
      { 'a/kustomization.yaml': '', 'b/kustomization.yml': '', 'c/Kustomization': '' },
      ['a', 'b', 'c'],
    ],
    ['a tool at the root', {}, { 'Chart.yaml': '' }, ['']],
    ['a plain folder', application({ source: source('a') }), {}, []],
    ['a plain folder with settings', application({ source: source('a', { directory: { recurse: true } }) }), {}, []],
    ['helm', application({ source: source('a', { helm: {} }) }), {}, ['a']],
    ['kustomize', application({ source: source('./a/b/', { kustomize: { namePrefix: 'x' } }) }), {}, ['a/b']],
    ['a plugin at the root', application({ source: source('.', { plugin: {} }) }), {}, ['']],
    ['a tool that is no mapping', application({ source: source('a', { helm: true }) }), {}, []],
    ['a chart', application({ source: { repoURL: 'https://x', chart: 'a', helm: {} } }), {}, []],
    ['a source without a folder', application({ source: { repoURL: 'https://x', helm: {} } }), {}, []],
    ['several plain folders', application({ sources: [source('a'), source('b')] }), {}, ['a', 'b']],
    ['a folder beside a chart', application({ sources: [{ repoURL: 'https://x', chart: 'c' }, source('a')] }), {}, []],
    [
      'a folder beside a chart with values',
      application({ sources: [{ repoURL: 'https://x', chart: 'c', helm: {} }, source('a')] }),
      {},
      ['a'],
    ],
    ['what is none', application({ source: source('a', { helm: {} }) }, 'ApplicationSet'), {}, []],
    ['a text that may hold one', { 'a.yaml': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n' }, {}, ['']],
    ['a text that holds something else', { 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\n' }, {}, []],
    ['a text that is no manifest', { 'a.md': 'apiVersion: argoproj.io/v1alpha1\nkind: Application\n' }, {}, []],
  ])('of %s', (_, wanted, git, folders) => {
    expect(foldersOf(wanted, git)).toEqual(new Set(folders));
  });

  it('is said of an Application that goes, too', () => {
    const [before] = (Object.values(application({ source: source('gone', { helm: {} }) }))[0] ??
      []) as readonly Manifest[];
    const entries = [{ pair: { before } }] as unknown as Parameters<typeof toolFolders>[0]['entries'];
    expect([...toolFolders({ wanted: wantedOf({}), snapshot: snapshotOf({}), entries })]).toEqual(['gone']);
  });
});

describe('mayHoldObjects', () => {
  const TEXT = 'apiVersion: v1\nkind: ConfigMap\n';
  const TEMPLATE = `${TEXT}data: { a: {{ .Values.a }} }\n`;

  it.each<[what: string, path: string, texts: Texts, expected: boolean]>([
    ['a text', 'a.yaml', { 'a.yaml': TEXT }, true],
    ['a text of every ending', 'a.JSON', { 'a.JSON': '{"apiVersion":"v1"}' }, true],
    ['objects that are known', 'a.yaml', { 'a.yaml': [] }, false],
    ['another ending', 'a.yaml.bak', { 'a.yaml.bak': TEXT }, false],
    ['no object', 'a.yaml', { 'a.yaml': 'a: b\n' }, false],
    ['a template of a chart', 'a/templates/b.yaml', { 'a/templates/b.yaml': TEMPLATE, 'a/Chart.yaml': '' }, false],
    [
      'a template deep in a chart',
      'a/templates/b/c.yaml',
      { 'a/templates/b/c.yaml': TEMPLATE, 'a/Chart.yaml': '' },
      false,
    ],
    [
      'a template of a chart at the root',
      'templates/b.yaml',
      { 'templates/b.yaml': TEMPLATE, 'Chart.yaml': '' },
      false,
    ],
    ['a template without a chart', 'a/templates/b.yaml', { 'a/templates/b.yaml': TEMPLATE, 'b/Chart.yaml': '' }, true],
    ['braces beside a chart', 'a/b.yaml', { 'a/b.yaml': TEMPLATE, 'a/Chart.yaml': '' }, true],
    [
      'a template with nothing to fill in',
      'a/templates/b.yaml',
      { 'a/templates/b.yaml': TEXT, 'a/Chart.yaml': '' },
      true,
    ],
  ])('tells of %s', (_, path, texts, expected) => {
    const wanted = wantedOf(texts);
    const file = wanted.files.get(path as RepoPath);
    expect(file && mayHoldObjects(file, wanted)).toBe(expected);
  });
});
