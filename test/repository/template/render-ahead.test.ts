import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { packageRoot } from '../../../cli/package-root.ts';
import { keepRenders, type RememberingTemplate } from '../../../lib/templates/library/kept-renders.ts';
import { openTemplate } from '../../../lib/templates/library/open-template.ts';
import type { ChartRequest } from '../../../lib/templates/library/template-library.ts';

// Threads load built modules, so the built ones are tested.
const BUILT = join(packageRoot(), 'dist/lib/repository/template/render-ahead.js');
const { renderAhead } = (await import(
  pathToFileURL(BUILT).href
)) as typeof import('../../../lib/repository/template/render-ahead.ts');

const FILES = new Map<string, string | Uint8Array>([
  ['Chart.yaml', 'apiVersion: v2\nname: web\nversion: 1.0.0\n'],
  ['values.yaml', 'number: 0\n'],
  [
    'templates/config.yaml',
    `apiVersion: v1
kind: ConfigMap
metadata: { name: "{{ .Release.Name }}" }
data:
  number: "{{ .Values.number }} Ü"
  {{- if eq (mod .Values.number 50) 49 }}{{ fail "every fiftieth" }}{{ end }}
  {{- range until 20 }}
  key-{{ . }}: {{ printf "%d-%d" . $.Values.number | quote }}
  {{- end }}
`,
  ],
]);
const COUNT = 400;
const ALWAYS = { fewest: 1, worthwhile: 0 };

const template = await openTemplate({ folder: 'web' }, FILES, 'd'.repeat(64));

describe('renderAhead', () => {
  it.each([1, 3])(
    'keeps what the template gives, with %i threads, and leaves findings to whoever asks',
    async (threads) => {
      const { remembering, elsewhere, rendered } = fresh();
      await renderAhead(
        requests().flatMap((request) => [
          { template: remembering, request },
          { template: remembering, request },
        ]),
        { threads, ...ALWAYS },
      );
      const kept = requests().filter(remembering.isKept);
      expect(kept).toHaveLength(COUNT - COUNT / 50);
      // its share, and no more, was rendered here
      expect(rendered()).toBeLessThan(50 + Math.ceil((COUNT - 50) / (threads + 1)) + 1);
      expect(elsewhere()).toBeGreaterThan(0.3 * COUNT);
      for (const request of requests()) {
        const [expected, found] = [template.renderChart(request), remembering.renderChart(request)];
        const shown = ({ files, diagnostics }: typeof expected) => ({
          diagnostics,
          files: files.map(({ path, text, documents }) => ({ path, text, documents })),
        });
        expect(shown(found)).toEqual(shown(expected));
      }
    },
  );

  it('starts no thread where none is allowed, few are wanted, or all are kept', async () => {
    const none = fresh();
    await renderAhead(
      requests().map((request) => ({ template: none.remembering, request })),
      { threads: 0, ...ALWAYS },
    );
    expect([none.rendered(), none.elsewhere()]).toEqual([0, 0]);
    const few = fresh();
    await renderAhead(
      requests().map((request) => ({ template: few.remembering, request })),
      { threads: 3 },
    );
    expect([few.rendered(), few.elsewhere()]).toEqual([0, 0]);
  });

  it('leaves to whoever asks what a thread could not open', async () => {
    const { remembering, elsewhere } = fresh();
    // not what the templates of this test are: the thread throws when it reads them
    const broken = { ...remembering, files: undefined as never };
    await renderAhead(
      requests().map((request) => ({ template: broken, request })),
      { threads: 1, ...ALWAYS },
    );
    expect(elsewhere()).toBe(0);
    const last = requests().at(-2);
    expect(last && remembering.isKept(last)).toBe(false);
    expect(last && remembering.renderChart(last).files).toHaveLength(1);
  });
});

// --- internal ---

function requests(): readonly ChartRequest[] {
  return Array.from({ length: COUNT }, (_, number) => ({
    values: { number },
    release: { name: `web-${number}`, namespace: 'apps' },
  }));
}

function fresh(): {
  readonly remembering: RememberingTemplate;
  readonly elsewhere: () => number;
  readonly rendered: () => number;
} {
  const kept = new Map<string, string>();
  let [elsewhere, rendered] = [0, 0];
  const remembering = keepRenders(
    {
      ...template,
      renderChart: (request) => {
        rendered += 1;
        return template.renderChart(request);
      },
    },
    { get: (request) => kept.get(request), put: (request, result) => void kept.set(request, result) },
  );
  return {
    remembering: {
      ...remembering,
      keep: (request, result) => {
        elsewhere += 1;
        remembering.keep(request, result);
      },
    },
    elsewhere: () => elsewhere,
    rendered: () => rendered,
  };
}
