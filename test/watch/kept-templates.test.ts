import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openCache } from '../../lib/cache/cache.ts';
import { loadLibrary } from '../../lib/repository/template/find-templates.ts';
import { openTemplate } from '../../lib/templates/library/open-template.ts';
import type { ChartRequest, LoadedTemplate } from '../../lib/templates/library/template-library.ts';
import { keepTemplates } from '../../lib/watch/kept-templates.ts';
import { temporaryFolder } from '../config/temporary-folder.ts';

const FILES = new Map([
  ['Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
  ['values.yaml', 'title: ""\n'],
  ['templates/a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata: { title: {{ .Values.title }}}\n'],
  ['pipeline.txt', 'for <APP_NAME>\n'],
]);

describe('keepTemplates', () => {
  it('gives a template back as long as its digest is the same', async () => {
    const templates = keepTemplates();
    const kept = templates.put('web', await open('one'));
    expect(templates.get('web', 'one')).toBe(kept);
    expect(templates.get('web', 'two')).toBeUndefined();
    expect(templates.get('other', 'one')).toBeUndefined();
  });

  it('renders once for equal requests, also in the next compilation, and never for unequal ones', async () => {
    const { template, count } = counted(await open('one'));
    const templates = keepTemplates();
    const kept = templates.put('web', template);
    const first = kept.renderChart(requestOf('a'));
    templates.turn();
    expect(kept.renderChart(requestOf('a'))).toBe(first);
    expect(count()).toBe(1);
    expect(kept.renderChart(requestOf('b')).files[0]?.text).toContain('title: b');
    expect(kept.renderChart({ ...requestOf('a'), labels: { team: 'red' } }).files[0]?.text).toContain('team: red');
    expect(count()).toBe(3);
  });

  it('saves what a template is rendered to that was opened for a compilation before', async () => {
    const root = temporaryFolder();
    for (const [path, text] of FILES) {
      mkdirSync(dirname(join(root, 'web', path)), { recursive: true });
      writeFileSync(join(root, 'web', path), text);
    }
    const cache = openCache({ folder: temporaryFolder(), version: '1' });
    const source = { folder: 'web' };
    const uses = [{ source, origin: { address: 'web', position: () => undefined } }];
    const ports = {
      root,
      renders: cache,
      git: { env: {} },
      locate: () => expect.unreachable(),
      opened: keepTemplates(),
    };
    const kept = () => readdirSync(dirname(cache.file('renders.txt', 'x'))).length;
    for (const [index, title] of ['A', 'B'].entries()) {
      const library = await loadLibrary(uses, ports);
      library.get(source)?.renderChart(requestOf(title));
      library.save?.();
      // the second goes to the file of what is new, with the first
      expect(kept()).toBe(1);
      const [file = ''] = readdirSync(dirname(cache.file('renders.txt', 'x')));
      const text = readFileSync(join(dirname(cache.file('renders.txt', 'x')), file), 'utf8');
      expect(text.match(/title: [AB]/g)).toHaveLength(index + 1);
    }
  });

  it('forgets what two compilations did not ask for', async () => {
    const { template, count } = counted(await open('one'));
    const templates = keepTemplates();
    const kept = templates.put('web', template);
    kept.renderChart(requestOf('a'));
    templates.turn();
    templates.turn();
    kept.renderChart(requestOf('a'));
    expect(count()).toBe(2);
  });

  it('tells token values and tokens that may stay apart', async () => {
    const kept = keepTemplates().put('web', await open('one'));
    const textOf = (name: string) =>
      kept.renderScaffold({ values: new Map([['<APP_NAME>', name]]) }).files.find(({ path }) => path === 'pipeline.txt')
        ?.text;
    expect([textOf('shop'), textOf('cart'), textOf('shop')]).toEqual(['for shop\n', 'for cart\n', 'for shop\n']);
    expect(kept.renderScaffold({ values: new Map() }).diagnostics).not.toEqual([]);
    expect(kept.renderScaffold({ values: new Map(), keep: new Set(['<APP_NAME>']) }).diagnostics).toEqual([]);
  });
});

// --- internal ---

function open(digest: string): Promise<LoadedTemplate> {
  return openTemplate({ folder: 'web' }, FILES, digest);
}

function requestOf(title: string): ChartRequest {
  return { values: { title }, release: { name: 'web', namespace: 'apps' } };
}

function counted(template: LoadedTemplate): { readonly template: LoadedTemplate; readonly count: () => number } {
  let count = 0;
  const renderChart: LoadedTemplate['renderChart'] = (request) => {
    count += 1;
    return template.renderChart(request);
  };
  return { template: { ...template, renderChart }, count: () => count };
}
