import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import type { Json } from '../../../lib/model/json.ts';
import { emitYaml } from '../../../lib/render/yaml/emit-yaml.ts';
import { codeOf, errorOf } from '../../tools/code-of.ts';
import { canonical } from './hostile.ts';

/** The lines of an expectation without the indentation they have here. */
function lines(text: string): string {
  const all = text.split('\n').slice(1, -1);
  const indent = /^ */.exec(all[0] ?? '')?.[0].length ?? 0;
  return all.map((line) => `${line.slice(indent)}\n`).join('');
}

const APPLICATION: Json = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Application',
  metadata: {
    name: 'lon1-dev-metaphor',
    namespace: 'argocd',
    annotations: { 'argocd.argoproj.io/sync-wave': '45' },
    finalizers: ['resources-finalizer.argocd.argoproj.io'],
  },
  spec: {
    project: 'lon1-dev',
    source: {
      repoURL: 'https://charts.example.com/stable',
      chart: 'metaphor',
      targetRevision: '4.12.1',
      helm: { values: 'replicaCount: 2\n\ningress:\n  enabled: on\n', parameters: [{ name: 'a.b', value: '' }] },
    },
    destination: { name: 'lon1-dev', namespace: undefined },
    syncPolicy: { automated: { prune: true, selfHeal: false }, syncOptions: ['CreateNamespace=true'] },
    ignoreDifferences: [],
  },
};

describe('emitYaml', () => {
  it('writes an Application', () => {
    expect(emitYaml([APPLICATION])).toBe(
      lines(`
        apiVersion: argoproj.io/v1alpha1
        kind: Application
        metadata:
          name: lon1-dev-metaphor
          namespace: argocd
          annotations:
            argocd.argoproj.io/sync-wave: "45"
          finalizers:
            - resources-finalizer.argocd.argoproj.io
        spec:
          project: lon1-dev
          source:
            repoURL: https://charts.example.com/stable
            chart: metaphor
            targetRevision: "4.12.1"
            helm:
              values: |
                replicaCount: 2

                ingress:
                  enabled: on
              parameters:
                - name: a.b
                  value: ""
          destination:
            name: lon1-dev
          syncPolicy:
            automated:
              prune: true
              selfHeal: false
            syncOptions:
              - CreateNamespace=true
          ignoreDifferences: []
      `),
    );
  });

  it('writes an ExternalSecret with templates and comments', () => {
    const template = { type: '{{ .type }}', config: '{"tls":{"caData":"{{ .ca | b64enc }}"}}', note: "it's {{ .x }}" };
    const secret: Json = {
      apiVersion: 'external-secrets.io/v1',
      kind: 'ExternalSecret',
      metadata: { name: 'lon1-dev' },
      spec: {
        refreshInterval: '10s',
        target: { template: { data: template } },
        data: [
          { secretKey: 'ca', remoteRef: { key: '/clusters/lon1-dev' } },
          { secretKey: 'type', remoteRef: { key: 'clusters/lon1-dev' } },
        ],
      },
    };
    const comments = new Map([
      ['', ['The secret of a cluster']],
      ['/spec/refreshInterval', ['Polls the store', '', 'often']],
      ['/spec/target', ['what comes out']],
      ['/spec/data/0', ['first']],
      ['/spec/data/0/secretKey', ['its key']],
      ['/spec/data/1/remoteRef', ['second\nreference']],
      ['/spec/nowhere', ['never seen']],
    ]);
    expect(emitYaml([secret], { header: ['Generated. Do not edit.', '', 'Owner: retail'], comments: [comments] })).toBe(
      lines(`
        # Generated. Do not edit.
        #
        # Owner: retail
        # The secret of a cluster
        apiVersion: external-secrets.io/v1
        kind: ExternalSecret
        metadata:
          name: lon1-dev
        spec:
          # Polls the store
          #
          # often
          refreshInterval: 10s
          # what comes out
          target:
            template:
              data:
                type: "{{ .type }}"
                config: '{"tls":{"caData":"{{ .ca | b64enc }}"}}'
                note: it's {{ .x }}
          data:
            # first
            # its key
            - secretKey: ca
              remoteRef:
                key: /clusters/lon1-dev
            - secretKey: type
              # second
              # reference
              remoteRef:
                key: clusters/lon1-dev
      `),
    );
  });

  it('writes lists in lists, empty collections, nulls, and the keys that need care', () => {
    const data: Json = {
      grid: [[1, [2]], [], [{ a: [], b: {} }], {}],
      unset: null,
      none: { left: undefined },
      on: true,
      '? x': 1,
      'two\nlines': 1,
      '': [null, { y: null }],
      ['__proto__']: { own: true },
    };
    expect(emitYaml([data])).toBe(
      lines(`
        grid:
          - - 1
            - - 2
          - []
          - - a: []
              b: {}
          - {}
        unset: null
        none: {}
        "on": true
        "? x": 1
        "two\\nlines": 1
        "":
          - null
          - "y": null
        __proto__:
          own: true
      `),
    );
  });

  it('separates documents and takes any kind of document', () => {
    expect(emitYaml([{ a: 1 }, 'text', [], 'two\nlines', null])).toBe(
      'a: 1\n---\ntext\n---\n[]\n---\n|-\n  two\n  lines\n---\nnull\n',
    );
    expect(emitYaml([{ a: 1 }, { a: 2 }], { comments: [undefined, new Map([['/a', ['two']]])] })).toBe(
      'a: 1\n---\n# two\na: 2\n',
    );
    expect(emitYaml([])).toBe('');
    expect(emitYaml([], { header: ['only this'] })).toBe('# only this\n');
  });

  it('keeps empty lines at the end of text in a block, but not at the end of a document', () => {
    expect(emitYaml([{ a: 'x\n\n', b: 1 }])).toBe('a: |+\n  x\n\nb: 1\n');
    expect(emitYaml([{ a: 'x\n\n' }, { b: 'y\n' }])).toBe('a: "x\\n\\n"\n---\nb: |\n  y\n');
  });

  it('writes keys beyond 1024 characters the long way', () => {
    const limit = 'k'.repeat(1024);
    expect(emitYaml([{ [limit]: 1 }])).toBe(`${limit}: 1\n`);
    expect(emitYaml([{ m: { [`${limit}k`]: { a: 1 }, [`${limit}l`]: [] } }])).toBe(
      `m:\n  ? ${limit}k\n  :\n    a: 1\n  ? ${limit}l\n  : []\n`,
    );
  });

  it('never folds', () => {
    const long = 'word '.repeat(20_000).trim();
    expect(emitYaml([{ long, quoted: `${long}: ` }])).toBe(`long: ${long}\nquoted: "${long}: "\n`);
  });

  it('does not let a comment become data', () => {
    const attack = ['a\nb: 1\r\nc: 2\rd: 3\u0085e: 4\u2028f: 5', '\u0000\u202e\ud800', 'trailing  '];
    const text = emitYaml([{ a: 1 }], { header: attack, comments: [new Map([['/a', attack]])] });
    expect(parse(text)).toEqual({ a: 1 });
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))).toEqual(['a: 1']);
    expect(text).toContain('# \\u0000\\u202e\\ud800\n# trailing\n');
  });

  it('writes what is shared as often as it occurs', () => {
    const shared = { x: 1 };
    expect(emitYaml([{ a: shared, b: shared }])).toBe('a:\n  x: 1\nb:\n  x: 1\n');
  });

  it('takes plain objects of any making', () => {
    const bare: Json = Object.assign(Object.create(null), { a: 1 });
    expect(emitYaml([bare])).toBe('a: 1\n');
  });
});

describe('emitYaml, given what is no data', () => {
  it('names everything it cannot write, in every document', () => {
    const ring: Record<string, unknown> = { name: 'ring' };
    ring['self'] = [ring];
    const bad = [
      { 'a/b': Number.NaN, ok: 1, list: [undefined, () => 1], when: new Date(0), map: new Map() },
      { text: 'half \ud800', ['\udc00']: 1n, ring, gap: undefined },
      Symbol('x'),
    ];
    const error = errorOf(() => emitYaml(bad as unknown as Json[]));
    expect(error?.diagnostics.map(({ code, summary }) => [code, summary.split(' cannot ')[0]])).toEqual(
      [
        '/a~1b of document 1',
        '/list/0 of document 1',
        '/list/1 of document 1',
        '/when of document 1',
        '/map of document 1',
        '/text of document 2',
        '/\\udc00 of document 2',
        '/\\udc00 of document 2',
        '/ring/self/0 of document 2',
        'document 3',
      ].map((place) => ['VALUE_NOT_EMITTABLE', place]),
    );
  });

  it('never repeats a value, which may be a secret', () => {
    const error = errorOf(() => emitYaml([{ token: 'hunter2\ud800' }, { password: ['s3cret', undefined] }] as Json[]));
    expect(error?.diagnostics).toHaveLength(2);
    expect(JSON.stringify(error?.diagnostics)).not.toMatch(/hunter2|s3cret/);
  });

  it.each([
    ['lists', (inner: Json): Json => [inner]],
    ['mappings', (inner: Json): Json => ({ a: inner })],
  ])('refuses %s nested deeper than 256 levels', (_, wrap) => {
    let data: Json = wrap(1);
    for (let depth = 0; depth < 255; depth++) data = wrap(data);
    expect(canonical(parse(emitYaml([data])))).toBe(canonical(data));
    expect(codeOf(() => emitYaml([wrap(data)]))).toBe('VALUE_NOT_EMITTABLE');
  });
});
