import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { serializePlan } from '../../../lib/plan/plan-json.ts';
import { renderPage } from '../../../lib/report/page/page.ts';
import { hostilePlans } from '../hostile-plan.ts';

const assets = { script: 'const a = "</script><!--";', style: 'a{content:"</style>"}' };

describe('renderPage', () => {
  test('holds the plan as it is, where nothing in it can be markup', () => {
    fc.assert(
      fc.property(hostilePlans, (document) => {
        const page = renderPage(document, assets);
        const [, data = ''] = /<script type="application\/json" id="plan">([^<>&]*)<\/script>/.exec(page) ?? [];
        expect(JSON.parse(data)).toEqual(JSON.parse(serializePlan(document)));
        const tags = [...page.matchAll(/<\/?([a-z]+)/gi)].map(([, name = '']) => name);
        expect(tags.filter((name) => name === 'script').length).toBe(4);
        expect(tags.length).toBe(
          [...renderPage({ ...document, project: 'x' }, assets).matchAll(/<\/?([a-z]+)/gi)].length,
        );
      }),
      { numRuns: 60 },
    );
  });

  test('lets run what it holds and nothing else', () => {
    const [document] = fc.sample(hostilePlans, { numRuns: 1, seed: 1 });
    const page = renderPage(document as NonNullable<typeof document>, assets);
    const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toMatch(/unsafe|\*|https?:|data:/);
    for (const tag of ['script', 'style']) {
      const text = new RegExp(`<${tag}>(.*?)</${tag}>`, 's').exec(page)?.[1] ?? '';
      expect(policy).toContain(`${tag}-src 'sha256-${createHash('sha256').update(text).digest('base64')}'`);
    }
  });
});
