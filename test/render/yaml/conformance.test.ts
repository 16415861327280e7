import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../../../lib/model/json.ts';
import { emitYaml } from '../../../lib/render/yaml/emit-yaml.ts';
import { isPrintable } from '../../../lib/render/yaml/quote-text.ts';
import { findTool } from '../../tools/find-tool.ts';
import { canonical, hostileJson, hostileText } from './hostile.ts';

const helm = findTool('helm');
const kubectl = findTool('kubectl');
let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'kcdk-conformance-'));
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Every place a text can have, and data of every shape. Lists keep their nulls in Helm, top-level values do not. */
const hostileCase: fc.Arbitrary<Json> = fc.oneof(
  fc.tuple(hostileText, hostileText).map(([text, key]) => ({ [key]: text, l: [text, [text], { [key]: [text] }] })),
  hostileJson,
);

describe.skipIf(helm === undefined)(`helm reads what is emitted${helm ? '' : ' (no helm: run .ci/fetch-helm)'}`, () => {
  it('as the same values', () => {
    const chart = join(folder, 'chart');
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: probe\nversion: 0.1.0\n');
    // Helm parses what a template renders; base64 keeps that second parse out of the comparison.
    writeFileSync(join(chart, 'templates/values.yaml'), 'values: {{ .Values | toJson | b64enc }}\n');
    readsBack((cases) => {
      const values = join(folder, 'values.yaml');
      writeFileSync(values, emitYaml([{ cases }], { header: ['Values of the probe'] }));
      const out = run(helm, ['template', 'probe', chart, '--values', values]);
      const encoded = /^values: (.*)$/m.exec(out)?.[1] ?? '';
      return JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')).cases;
    });
  });
});

describe.skipIf(kubectl === undefined)(
  `kubectl reads what is emitted${kubectl ? '' : ' (no kubectl: run .ci/fetch-helm)'}`,
  () => {
    it('as the same object', () => {
      readsBack((cases) => {
        const file = join(folder, 'manifest.yaml');
        writeFileSync(file, emitYaml([manifestOf('first', []), manifestOf('probe', cases)]));
        const out = run(kubectl, ['annotate', '--local', '--filename', file, '--output', 'json', 'probe=yes']);
        // Two objects come as two JSON texts in a row.
        return JSON.parse(out.slice(out.indexOf('\n}\n') + 3)).cases;
      }, kubectlCase);
    });

    it('as the same object through kustomize, which has another parser', () => {
      const resource = join(folder, 'manifest.yaml');
      writeFileSync(join(folder, 'kustomization.yaml'), 'resources:\n  - manifest.yaml\n');
      readsBack((cases) => {
        writeFileSync(resource, emitYaml([manifestOf('probe', cases)]));
        return parse(run(kubectl, ['kustomize', folder]), { version: '1.2', maxAliasCount: 0 }).cases;
      }, kustomizeCase);
    });
  },
);

// --- internal ---

/** Kubernetes has no negative zero: its JSON decoder reads `-0` as an integer. `JSON.stringify` drops the sign. */
const kubectlCase = hostileCase.map((data): Json => JSON.parse(JSON.stringify(data)));

/**
 * What kustomize can also write: it has no JSON output, and the YAML it writes loses or breaks merge keys, keys of
 * several lines, long keys, text that looks like a number too large for a double, tabs, white space at the start
 * of text, and characters that need escapes.
 */
const kustomizeCase: fc.Arbitrary<Json> = fc
  .tuple(hostileText, hostileText)
  .filter(([text, key]) => !/^\s/.test(text) && !/\n|^<<$/.test(key))
  .filter((pair) => pair.every((text) => isPrintable(text) && !text.includes('\t') && text.length < 100))
  .filter((pair) => pair.every((text) => Math.abs(Number(text)) !== Infinity))
  .map(([text, key]) => ({ [key]: text, items: [text, { [key]: [text] }] }));

function manifestOf(name: string, cases: readonly Json[]): Json {
  return { apiVersion: 'example.dev/v1', kind: 'Probe', metadata: { name }, cases };
}

/** A few large batches, because starting the tool costs more than what it reads. */
function readsBack(read: (cases: readonly Json[]) => readonly unknown[], one = hostileCase): void {
  fc.assert(
    fc.property(fc.array(one, { minLength: 400, maxLength: 400, size: 'max' }), (cases) => {
      const got = read(cases);
      const lost = cases.filter((data, index) => canonical(got[index]) !== canonical(data));
      expect(lost.map((data) => emitYaml([data]))).toEqual([]);
    }),
    { numRuns: 4, endOnFailure: true },
  );
}

function run(tool: string | undefined, args: readonly string[]): string {
  return execFileSync(tool ?? '', args, { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'pipe'] });
}
