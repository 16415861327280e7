import fc from 'fast-check';
import { gzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { KcdkError } from '../../../lib/diagnostics/error.ts';
import { DEFAULT_BOUNDS } from '../../../lib/templates/helm/bounds.ts';
import { compileChart } from '../../../lib/templates/helm/compile-chart.ts';
import { toValue } from '../../../lib/templates/helm/functions/json.ts';
import { FunctionFailure } from '../../../lib/templates/helm/go/runtime.ts';
import { printManifests, renderChart } from '../../../lib/templates/helm/render-chart.ts';
import { decodeYaml } from '../../../lib/templates/helm/yaml/decode.ts';
import { encodeYaml } from '../../../lib/templates/helm/yaml/encode.ts';
import { YamlFailure } from '../../../lib/templates/helm/yaml/token.ts';
import { codesOf, render } from './chart-of.ts';

describe('a compiled chart', () => {
  it('renders any number of times without one rendering seeing another', async () => {
    const files = new Map([
      ['Chart.yaml', 'apiVersion: v2\nname: demo\nversion: 0.1.0\n'],
      ['values.yaml', 'm: {a: 1}\n'],
      [
        'templates/a.yaml',
        '{{ $_ := set .Values.m "n" .Values.n }}{{ $_ := set .Values "z" 1 }}a: {{ .Values | toJson }}',
      ],
    ]);
    const compiled = await compileChart(files);
    const given = { n: 'first', m: { g: [1] } };
    const first = renderChart(compiled, { release: { name: 'a' }, values: given });
    const second = renderChart(compiled, { release: { name: 'a' }, values: { n: 'second' } });
    const again = renderChart(compiled, { release: { name: 'a' }, values: given });
    expect(first.manifests[0]?.text).toBe('a: {"m":{"a":1,"g":[1],"n":"first"},"n":"first","z":1}');
    expect(second.manifests[0]?.text).toBe('a: {"m":{"a":1,"n":"second"},"n":"second","z":1}');
    expect(printManifests(again)).toBe(printManifests(first));
    expect(given).toEqual({ n: 'first', m: { g: [1] } });
  });

  it('opens subcharts that are packed', async () => {
    const tar = tarOf({
      'kid/Chart.yaml': 'apiVersion: v2\nname: kid\nversion: 1.0.0\n',
      'kid/templates/x.yaml': 'kind: Kid',
    });
    const files = new Map<string, string | Uint8Array>([
      ['Chart.yaml', 'apiVersion: v2\nname: demo\nversion: 0.1.0\n'],
      ['charts/kid-1.0.0.tgz', gzipSync(tar)],
    ]);
    const rendered = renderChart(await compileChart(files), { release: { name: 'a' } });
    expect(rendered.manifests.map(({ path, kind }) => [path, kind])).toEqual([
      ['demo/charts/kid/templates/x.yaml', 'Kid'],
    ]);
  });

  it('gives notes, hooks and kinds as data', async () => {
    const rendered = await render({
      'templates/NOTES.txt': 'Hello {{ .Release.Name }}',
      'templates/a.yaml': 'kind: Job\nmetadata: {annotations: {helm.sh/hook: "pre-install, test"}}',
    });
    expect(rendered.notes).toBe('Hello rel');
    expect(rendered.manifests.map(({ kind, hooks }) => ({ kind, hooks }))).toEqual([
      { kind: 'Job', hooks: ['pre-install', 'test'] },
    ]);
  });

  it.each([
    'now',
    'uuidv4',
    'randAlphaNum 5',
    'genCA "x" 1',
    'htpasswd "a" "b"',
    'env "HOME"',
    'date "2006" "x"',
    'shuffle "ab"',
  ])('refuses `%s`, whose result no two runs share', async (call) => {
    expect(codesOf(await render({ 'templates/a.yaml': `a: {{ ${call} }}` }))).toEqual(['TEMPLATE_NOT_REPRODUCIBLE']);
  });
});

describe('laws', () => {
  const budget = { spend: () => {}, make: () => {}, bounds: { depth: 400 } };

  it('what is written as YAML reads back as it was', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (data) => {
        // go-yaml writes a key `<<` as it is, and reads it as a merge.
        fc.pre(!JSON.stringify(data).includes('"<<":'));
        const value = toValue(data);
        // A zero has no sign in YAML, and a float is read from its shortest digits.
        expect(decodeYaml(encodeYaml(value, budget), DEFAULT_BOUNDS)).toEqual(value === 0 ? 0 : withoutSigns(value));
      }),
      { numRuns: 1_000 },
    );
  });

  it('any text is YAML or refused as such', () => {
    const piece = fc.constantFrom(...'-:?[]{},&*!|>\'"%@`#\n\t ab1~.<=\\'.split(''), '  ', '\n- ', ': ', '---\n', 'é');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
        try {
          decodeYaml(pieces.join(''), DEFAULT_BOUNDS);
        } catch (cause) {
          if (!(cause instanceof YamlFailure || cause instanceof FunctionFailure)) throw cause;
        }
      }),
      { numRuns: 3_000 },
    );
  });

  it('any template renders or is refused with a place inside it', async () => {
    const piece = fc.constantFrom(
      '{{',
      '}}',
      '{{-',
      '-}}',
      ' ',
      '.',
      '$x',
      ':=',
      '|',
      '(',
      ')',
      '"a"',
      '1',
      'if',
      'end',
      'range',
      'define',
      'add',
      'x',
      '\n',
      '`',
      "'",
      '/*',
      '*/',
      ',',
      'nil',
      '.Values',
    );
    await fc.assert(
      fc.asyncProperty(fc.array(piece, { maxLength: 25 }), async (pieces) => {
        const text = pieces.join('');
        const { diagnostics } = await render({ 'templates/a.yaml': text }).catch((cause) => {
          if (KcdkError.is(cause)) throw new Error('thrown, not returned', { cause });
          throw cause;
        });
        for (const { source } of diagnostics) {
          expect(source?.line).toBeGreaterThan(0);
          expect(source?.line).toBeLessThanOrEqual(text.split('\n').length);
        }
      }),
      { numRuns: 1_000 },
    );
  });
});

// --- internal ---

function withoutSigns(value: unknown): unknown {
  if (Object.is(value, -0)) return 0;
  if (Array.isArray(value)) return value.map(withoutSigns);
  if (value instanceof Map) return new Map([...value].map(([key, item]) => [key, withoutSigns(item)]));
  return value;
}

function tarOf(files: Readonly<Record<string, string>>): Uint8Array {
  const blocks: Buffer[] = [];
  for (const [name, text] of Object.entries(files)) {
    const header = Buffer.alloc(512);
    header.write(name, 0);
    header.write(Buffer.byteLength(text).toString(8).padStart(11, '0'), 124);
    header.write('0', 156);
    const content = Buffer.alloc(Math.ceil(Buffer.byteLength(text) / 512) * 512);
    content.write(text);
    blocks.push(header, content);
  }
  return Buffer.concat([...blocks, Buffer.alloc(1024)]);
}
