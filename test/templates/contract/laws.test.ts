import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Diagnostic, SourcePosition } from '../../../lib/diagnostics/diagnostic.ts';
import { ANNOTATION_NAMES } from '../../../lib/templates/contract/annotation-blocks.ts';
import { INPUT_TYPES } from '../../../lib/templates/contract/contract.ts';
import { parseInputFile } from '../../../lib/templates/contract/parse-input-file.ts';
import { type ParsedContract, parseValuesContract } from '../../../lib/templates/contract/parse-values-contract.ts';
import { readContract } from '../../../lib/templates/contract/read-contract.ts';

/** Pieces that make the grammar, and what breaks it. */
const piece = fc.oneof(
  fc.constantFrom(...ANNOTATION_NAMES).map((name) => `# @input.${name}: `),
  fc.constantFrom(
    ...INPUT_TYPES,
    'true',
    'false',
    '""',
    '<TOKEN>',
    '0.90',
    '|',
    '>-',
    '&a ',
    '*a',
    '!!int',
    '<<: ',
    '{{ .Values.x',
  ),
  fc.constantFrom(
    '\n',
    '\n',
    '\r\n',
    '  ',
    '- ',
    'key: ',
    '#',
    '# ',
    '{',
    '}',
    '[',
    ']',
    '"',
    "'",
    ',',
    ': ',
    '---\n',
    '\u001f',
    '\u0002',
  ),
  fc.string({ maxLength: 6, unit: 'binary' }),
);
const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));

const placesOf = (found: Diagnostic): readonly (SourcePosition | undefined)[] => [
  found.source,
  ...(found.related ?? []).map(({ source }) => source),
];

function expectInside(source: string, { contract, diagnostics }: ParsedContract): void {
  const lines = source.split('\n');
  const positions = [
    ...diagnostics.flatMap(placesOf),
    ...contract.inputs.flatMap(({ position, value }) => [position, value?.position ?? position]),
    ...contract.plain.map(({ position }) => position),
  ];
  for (const position of positions) {
    expect(position).toBeDefined();
    const { line = 0, column = 0 } = position ?? {};
    expect(line).toBeGreaterThanOrEqual(1);
    expect(line).toBeLessThanOrEqual(lines.length);
    expect(column).toBeGreaterThanOrEqual(1);
    expect(column).toBeLessThanOrEqual((lines[line - 1]?.length ?? 0) + 1);
  }
}

describe('the parser of contracts', () => {
  it('takes any text, with every position inside it', () => {
    fc.assert(
      fc.property(text, (source) => {
        expectInside(source, parseValuesContract(source, 'values.yaml'));
        expectInside(source, parseInputFile(source, 'kubefirst.yaml'));
      }),
      { numRuns: 2_000 },
    );
  });

  it('takes any files', () => {
    const name = fc.constantFrom('Chart.yaml', 'values.yaml', 'kubefirst.yaml', 'templates/a.yaml', 'main.tf');
    fc.assert(
      fc.property(fc.dictionary(name, text), (files) => {
        readContract(new Map(Object.entries(files)));
      }),
      { numRuns: 500 },
    );
  });

  it('finds the inputs that were written, whatever else is in the file', () => {
    const name = fc
      .stringMatching(/^[a-z][a-zA-Z0-9]{0,8}$/)
      .filter((each) => !['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'].includes(each));
    const input = fc.record({
      required: fc.boolean(),
      text: fc.stringMatching(/^[a-z]{0,6}$/).map((each) => `v${each}`),
      description: fc.stringMatching(/^[a-z ,'"]{0,20}$/).map((each) => `About ${each}`.trim()),
      remark: fc.constantFrom('', '# ----------\n\n', 'plain: 1\n\n', '\n\n'),
    });
    fc.assert(
      fc.property(fc.uniqueArray(fc.tuple(name, input), { selector: ([each]) => each, maxLength: 8 }), (entries) => {
        const source = entries
          .map(([key, { required, text: value, description, remark }], index) =>
            [
              remark.replace('plain', `plain_${index}`),
              '# @input.type: string\n',
              `# @input.description: ${description}\n`,
              `# @input.required: ${required}\n`,
              `# @input.default: ${value}\n`,
              `${key}: ${value}\n`,
            ].join(''),
          )
          .join('');
        const { contract, diagnostics } = parseValuesContract(source, 'values.yaml');
        expect(diagnostics).toEqual([]);
        expect(
          contract.inputs.map(({ path, required, default: value, description }) => ({
            path,
            required,
            value,
            description,
          })),
        ).toEqual(
          entries.map(([key, each]) => ({
            path: [key],
            required: each.required,
            value: each.text,
            description: each.description,
          })),
        );
      }),
    );
  });

  it('refuses what nests too deep instead of failing', () => {
    for (const source of ['{a: '.repeat(5_000), '['.repeat(20_000), `a: ${'{a: '.repeat(150)}1${'}'.repeat(150)}`]) {
      const { diagnostics } = parseValuesContract(source, 'values.yaml');
      expect(new Set(diagnostics.map(({ code }) => code))).toEqual(new Set(['CONTRACT_SYNTAX']));
    }
  });
});
