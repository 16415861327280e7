import fc from 'fast-check';
import { error, warning } from '../../lib/diagnostics/diagnostic.ts';
import { findFanOut } from '../../lib/plan/fan-out.ts';
import type { ImpactFinding } from '../../lib/plan/impact/finding.ts';
import type { FieldChange, PlanDocument, ResourceChange } from '../../lib/plan/plan.ts';

/** Texts that a report must show and never obey. */
export const HOSTILE = [
  '```',
  '````text',
  '~~~',
  '</details>',
  '</script><script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '<!-- -->',
  '--> <b>',
  '@everyone',
  '/close',
  '#1 !2 ~3 %4 $5',
  '![x](https://evil.example/x.png)',
  '[x](javascript:alert(1))',
  'https://evil.example/',
  'www.evil.example',
  ':boom:',
  '::error::x',
  '   ::add-mask::x',
  '##[group]x',
  '| a | b |',
  '***x***',
  '> quote',
  '\n# heading\n',
  '\u202ecod\u202c',
  '\u2028',
  '\ud800',
  '&lt;b&gt;',
  '`',
  '',
  ' ',
  'é日本🚀',
  'x'.repeat(700),
];

const text = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE) },
  fc.string({ unit: 'grapheme', maxLength: 30 }),
  fc.array(fc.constantFrom(...HOSTILE), { maxLength: 4 }).map((parts) => parts.join('')),
);
const count = fc.integer({ min: 0, max: 2_000 });
const place = fc.record({
  file: text,
  line: fc.integer({ min: 1, max: 999 }),
  column: fc.integer({ min: 1, max: 99 }),
});
const resource = fc.record({ api_version: text, kind: text, namespace: fc.option(text), name: text });
const action = fc.constantFrom('create', 'update', 'delete', 'replace', 'move', 'adopt', 'forget');
const json = fc.oneof(text, fc.integer(), fc.dictionary(text, text, { maxKeys: 4 }), fc.array(text, { maxLength: 3 }));

const field: fc.Arbitrary<FieldChange> = fc.oneof(
  fc.record({ path: fc.array(text, { maxLength: 4 }), action: fc.constant('change'), before: json, after: json }),
  fc.record({ path: fc.array(text, { maxLength: 4 }), action: fc.constant('add'), after: json }),
  fc.record({
    path: fc.array(text, { maxLength: 2 }),
    action: fc.constant('change'),
    text: fc.array(
      fc.tuple(fc.constantFrom('+', '-', ' ', '@@ '), text).map(([sign, line]) => sign + line),
      { maxLength: 20 },
    ),
  }),
) as fc.Arbitrary<FieldChange>;

const change = fc.record(
  {
    repository: fc.constantFrom('one', 'two', '@three/```'),
    path: text,
    address: text,
    resource,
    action,
    fields: fc.array(field, { maxLength: 4 }),
    source: place,
    after: json,
    before: json,
  },
  { requiredKeys: ['repository', 'path', 'address', 'resource', 'action', 'fields'] },
) as fc.Arbitrary<ResourceChange>;

const impact = fc.record({
  code: fc.constantFrom('APPLICATION_CASCADE', 'OBJECTS_PRUNED', 'EFFECT_UNKNOWN'),
  severity: fc.constantFrom('destructive', 'disruptive', 'unknown', 'notice'),
  summary: text,
  cause: fc.record({ repository: text, path: text, address: text, resource, action, source: place }),
  reach: fc.array(
    fc.record({
      repository: text,
      path: text,
      resource,
      cluster: fc.option(text),
      chain: fc.array(text, { maxLength: 3 }),
    }),
    { maxLength: 8 },
  ),
  beyond: fc.array(text, { maxLength: 8 }),
  held_by: fc.array(text, { maxLength: 8 }),
  prevention: text,
}) as fc.Arbitrary<ImpactFinding>;

const diagnostic = fc
  .record({ bad: fc.boolean(), summary: text, detail: text, fix: text, address: text, source: place })
  .map(({ bad, ...details }) => (bad ? error : warning)('DRIFT', details));

/** Plan documents in which every text may be hostile, from empty ones to some that no comment holds. */
export const hostilePlans: fc.Arbitrary<PlanDocument> = fc
  .record({
    project: text,
    complete: fc.boolean(),
    changes: fc.array(change, { maxLength: 30 }),
    times: fc.constantFrom(1, 1, 1, 40),
    impact: fc.array(impact, { maxLength: 8 }),
    diagnostics: fc.array(diagnostic, { maxLength: 8 }),
    target: fc.option(fc.array(text, { minLength: 1, maxLength: 4 })),
    counts: fc.tuple(count, count, count, count, count),
  })
  .map(({ project, complete, changes, times, impact: findings, diagnostics, target, counts }) => {
    const all = Array.from({ length: times }, () => changes).flat();
    const [add, changed, destroy, move, adopt] = counts;
    return {
      format_version: '1.2',
      kcdk_version: '0.1.0',
      project,
      complete,
      applyable: false,
      digest: `sha256:${'0'.repeat(64)}`,
      summary: { add, change: changed, destroy, move, adopt },
      ...(target === null ? {} : { targets: { target, exclude: target } }),
      repositories: ['one', 'two', '@three/```'].map((name) => ({
        name,
        url: `https://git.example/${name}`,
        branch: '`main`',
        base: null,
        object_format: 'sha1' as const,
        ledger: { path: '.konstruct/acme.json', before: null, after: null },
        contents_digest: null,
        files: [],
      })),
      resource_changes: all,
      fan_out: findFanOut(all),
      impact: Array.from({ length: times }, () => findings).flat(),
      phases: [
        { id: '1', commits: [project] },
        { id: '2', commits: ['two'] },
      ],
      diagnostics: Array.from({ length: times }, () => diagnostics).flat(),
    };
  });
