import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFolderTemplate } from '../../lib/repository/template/read-folder-template.ts';
import type { TemplateFiles } from '../../lib/templates/template-files.ts';
import { type ChartCase, OWN_CHARTS } from '../own-templates/charts.ts';
import { RELEASE, TEMPLATES } from '../own-templates/render-own.ts';
import { type Fixture, firstDifference, helmTemplate, renderFixture } from './fixture.ts';
import { HELM_BINARIES } from './helm-binaries.ts';

/** Charts that are scaffolds of token files: they are charts once their tokens are replaced. */
const SCAFFOLDS: readonly ChartCase[] = [{ chart: 'helm-templates/web-service', name: 'defaults', values: {} }];
const CASES = [...OWN_CHARTS, ...SCAFFOLDS];

describe.each(HELM_BINARIES)('our own templates with the real Helm $release', ({ release, binary }) => {
  it.each(CASES.map((each) => [`${each.chart}, ${each.name}`, each] as const))('%s', async (name, each) => {
    const { namespace, name: releaseName } = each.release ?? RELEASE;
    const fixture: Fixture = {
      name,
      files: withRepositoryName(await readFolderTemplate(join(TEMPLATES, each.chart))),
      values: JSON.stringify(each.values),
      options: { namespace, release: releaseName },
    };
    const theirs = helmTemplate(fixture, binary);
    const ours = (await renderFixture(fixture, release)).output;
    expect(theirs.output, theirs.stderr).not.toBe('error\n');
    if (ours !== theirs.output) expect.fail(`${name} differs, ${firstDifference(ours, theirs.output)}`);
  });
});

it('names every chart below templates/', () => {
  const charts = readdirSync(TEMPLATES, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name === 'Chart.yaml')
    .map((entry) => relative(TEMPLATES, entry.parentPath))
    .filter((folder) => !/(^|\/)charts\//.test(folder));
  expect(charts.length).toBeGreaterThan(0);
  expect([...new Set(CASES.map(({ chart }) => chart))].sort()).toEqual(charts.sort());
});

// --- internal ---

function withRepositoryName(files: TemplateFiles): ReadonlyMap<string, Uint8Array> {
  const replaced = [...files].map(([path, bytes]) => {
    const text = Buffer.from(bytes).toString('utf8').replaceAll('<REPO_NAME>', 'shop');
    return [path, new TextEncoder().encode(text)] as const;
  });
  return new Map(replaced);
}
