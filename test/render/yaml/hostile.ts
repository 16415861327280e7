import fc from 'fast-check';
import type { Json } from '../../../lib/model/json.ts';

/** What parsers of YAML have stumbled over; texts are made by putting a few of these in a row. */
const PIECES = [
  ...[
    'a',
    'b',
    'e',
    'E',
    'x',
    'o',
    'n',
    'y',
    'Y',
    't',
    'T',
    'Z',
    'f',
    'p',
    '0',
    '1',
    '7',
    '9',
    '12',
    '_',
    '.',
    '-',
    '+',
  ],
  ...['yes', 'No', 'on', 'OFF', 'true', 'False', 'null', 'NULL', '~', 'inf', '.inf', '-.Inf', '.nan', 'NaN', '<<', '='],
  ...[
    '0777',
    '0o7',
    '0x1F',
    '0b1',
    '1_000',
    '12:30:45',
    '1e3',
    '.5',
    '1.',
    '-0',
    'e1',
    '0x1p4',
    '2001-12-14',
    '4.12.1',
  ],
  ...[
    '2001-12-14t21:59:43.10-05:00',
    '10.0.0.0/16',
    '15m0s',
    '2Gi',
    ' ',
    '  ',
    '\t',
    '\n',
    '\n\n',
    '\n  ',
    '\n\t',
    '\r',
  ],
  ...[':', ': ', ':\n', ',', '#', ' #', '{', '}', '[', ']', '&', '*', '!', '!!str', '|', '>', "'", '"', '%', '@', '`'],
  ...['?', '? ', '- ', '$', '/', '\\', '\\n', '---', '...', '--x', '../', '{{ .x }}', '<X>', '%YAML 1.1', '|2', '# '],
  ...['\u0000', '\u0007', '\u001b', '\u007f', '\u0085', '\u00a0', '\u00ad', '\u061c', '\u200b', '\u200d', '\u2028'],
  ...[
    '\u2029',
    '\u202e',
    '\u2066',
    '\u3000',
    '\ufdd0',
    '\ufeff',
    '\ufffd',
    '\ufffe',
    '\uffff',
    'é',
    'ß',
    '語',
    '😀',
    '\u{10ffff}',
  ],
];

/** Text that looks like something else, breaks lines, or needs escapes. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 8, arbitrary: fc.array(fc.constantFrom(...PIECES), { maxLength: 6 }).map((pieces) => pieces.join('')) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  { weight: 1, arbitrary: fc.constantFrom(...PIECES).map((piece) => piece.repeat(600)) },
  { weight: 1, arbitrary: fc.integer({ min: 1015, max: 1030 }).map((length) => `k${'x'.repeat(length - 1)}`) },
);

export const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.constantFrom(
    -0,
    2 ** 53,
    2 ** 53 + 2,
    -(2 ** 53),
    2 ** 60,
    -(2 ** 63),
    2 ** 63,
    2 ** 64,
    1e20,
    1e21,
    1.5e300,
    5e-324,
    1e-7,
  ),
);

/** Nested data whose keys and texts are hostile. */
export const hostileJson: fc.Arbitrary<Json> = fc.letrec<{ node: Json }>((tie) => ({
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    hostileText,
    hostileNumber,
    fc.constantFrom(null, true, false),
    fc.array(tie('node'), { maxLength: 4 }),
    fc.dictionary(fc.oneof(hostileText, fc.constantFrom('__proto__', 'constructor', '1', '0')), tie('node'), {
      maxKeys: 4,
    }),
  ),
})).node;

/**
 * Data as one text, equal for equal data: keys sorted, since parsers in Go sort them; entries instead of objects,
 * so that no key is special; negative zero told from zero.
 */
export function canonical(value: unknown): string {
  if (Object.is(value, -0)) return '-0';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${entries.map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
}
