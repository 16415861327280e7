import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { parseAnyYaml } from '../../lib/plan/diff/parse-yaml.ts';
import { readPlainYaml } from '../../lib/yaml/read-plain-yaml.ts';

const RUNS = { numRuns: Number(process.env['KCDK_RUNS'] ?? 3_000) };
const EXAMPLES = join(import.meta.dirname, '../../examples');

/** Every manifest of the examples as it is expected, which charts, token templates and our emitter have written. */
const texts = readdirSync(EXAMPLES, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.ya?ml$/.test(entry.name))
  .map((entry) => readFileSync(join(entry.parentPath, entry.name), 'utf8'));

/** Scalars that one version of YAML or another reads as something else than text, and marks that mean something in places. */
const SCALARS =
  'a yes No on true False null Null ~ 0 00 07 1 -1 +1 1.5 1. .5 1e3 e1 E-2 0x1f 0o7 1_000 1:30 190:20:30 2001-12-14 1.2.3 100Mi 10m 5m0s --for=x -x -e1 --e1 -- ---x .inf -.Inf .nan = << - ? : # ! & * | > {} [] {a: [a ' +
  "\"a\" \"a\\n\" 'a' 'it''s' a: a:b http://x a#b é \"é\" /x ./x ../x ... --- %a @a `a` \"\" '' 'a \"a a'b $x (x) 0.10 -0 -0.0 12345678901234567890 123456789012345.5 __proto__";

const scalar = fc.oneof(
  fc.constantFrom(...SCALARS.split(' ')),
  fc.constantFrom(
    'a b',
    'a #b',
    'a: b',
    '- a',
    '# a',
    'a  b',
    'a ',
    '"a b" # c',
    '{ a: b }',
    '[ a ]',
    '|',
    '|-',
    '>-',
    '|+',
    '|2',
  ),
  fc.string({ maxLength: 6, unit: fc.constantFrom(...'aeyn01.-+:#"\'\\ {}[]|>&*!%@`~=_,/$é\t') }),
);
/** Flow collections, of which many are right. */
const flow = fc
  .tuple(
    fc.constantFrom(['{', '}'], ['{ ', ' }'], ['[', ']'], ['[ ', ' ]'], ['{', ']'], ['{  ', '}']),
    fc.array(
      fc
        .tuple(fc.constantFrom('', 'a: ', 'b: ', '"c": ', 'yes: ', '1: ', 'd:', "'e': ", '__proto__: '), scalar)
        .map((parts) => parts.join('')),
      { maxLength: 4 },
    ),
    fc.constantFrom(', ', ', ', ', ', ',', ' , '),
  )
  .map(([[open, close], members, comma]) => `${open}${members.join(comma)}${close}`);
const entry = fc.tuple(
  fc.constantFrom(...'abcdefgh'),
  fc.constantFrom(': ', ': ', ': ', ':', ' : ', ':  '),
  fc.oneof({ weight: 3, arbitrary: scalar }, flow),
);
/** Lines that make sense more often than random ones. */
const line = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: fc.constant('') }, fc.constantFrom('  ', '  ', '    ', ' ', '   ')),
    fc.oneof({ weight: 6, arbitrary: fc.constant('') }, fc.constantFrom('- ', '- ', '- - ', '-', '-  ', '# ')),
    fc.oneof(
      { weight: 6, arbitrary: entry.map((parts) => parts.join('')) },
      { weight: 2, arbitrary: scalar },
      fc.constantFrom('i:', 'j:', 'k: |', 'l: |-', 'm: >'),
      fc.tuple(scalar, fc.constantFrom(': ', ':'), scalar).map((parts) => parts.join('')),
    ),
  )
  .map((parts) => parts.join(''));
const document = fc.array(fc.oneof({ weight: 20, arbitrary: line }, fc.constantFrom('', '  ', '---', '...')), {
  minLength: 1,
  maxLength: 6,
});

function agrees(text: string): boolean {
  const read = readPlainYaml(text);
  if (read !== undefined) expect(read, JSON.stringify(text)).toStrictEqual(parseAnyYaml(text));
  return read !== undefined;
}

describe('the reader of plain YAML', () => {
  it('reads what is in repositories as the parser does, and reads most of it', () => {
    const read = texts.filter(agrees);
    expect(texts.length).toBeGreaterThan(100);
    expect(read.length / texts.length).toBeGreaterThan(0.9);
  });

  it('gives of random lines what the parser gives, or nothing', () => {
    let read = 0;
    fc.assert(
      fc.property(document, (lines) => {
        if (agrees(`${lines.join('\n')}\n`)) read++;
      }),
      { ...RUNS, numRuns: RUNS.numRuns * 5 },
    );
    expect(read).toBeGreaterThan(RUNS.numRuns / 20);
  });

  it('gives of data that another program has written what the parser gives, or nothing', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4 }), fc.boolean(), (data, compact) => {
        agrees(stringify(data, { version: '1.1', indentSeq: compact, lineWidth: 0 }));
      }),
      RUNS,
    );
  });

  it('gives of manifests with a line changed what the parser gives, or nothing', () => {
    const at = fc.nat();
    fc.assert(
      fc.property(fc.constantFrom(...texts), at, at, fc.oneof(line, scalar), at, (text, where, what, other, how) => {
        const lines = text.split('\n');
        const index = where % lines.length;
        const old = lines[index] ?? '';
        const cut = what % (old.length + 1);
        if (how % 4 === 0) lines[index] = other;
        else if (how % 4 === 1) lines[index] = old.slice(0, cut) + other + old.slice(cut);
        else if (how % 4 === 2) lines[index] = old.slice(0, cut) + old.slice(cut + 1);
        else lines.splice(index, 1);
        agrees(lines.join('\n'));
      }),
      RUNS,
    );
  });
});
