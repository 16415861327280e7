import { type Fixture, parseFixture } from './fixture.ts';

const VALUES_A_ROUND = 250;

const TEMPLATE = `kind: ConfigMap
data:
{{- range $i, $v := .Values.items }}
- yaml: |
    {{- toYaml $v | nindent 4 }}
  json: |
    {{ toJson $v }}
  back: |
    {{ toYaml $v | printf "a:\\n%s\\n" | fromYaml | toJson }}
    {{ dict "v" $v | toYaml | fromYaml | toJson }}
  print: |
    {{ printf "%v" $v | quote }} {{ printf "%q" $v | b64enc }}
{{- end }}
{{- range .Values.texts }}
- {{ fromYaml . | toJson | b64enc }} {{ fromYamlArray . | toJson | b64enc }}
{{- end }}
`;

/** A chart that writes and reads a few hundred random values. */
export function chartOfValues(random: () => number): Fixture {
  const items = Array.from({ length: VALUES_A_ROUND }, () => randomValue(random, 0));
  const texts = Array.from({ length: VALUES_A_ROUND }, () => randomYaml(random));
  const values = JSON.stringify({ items, texts });
  return parseFixture('random', `-- values --\n${values}\n-- templates/x.yaml --\n${TEMPLATE}`);
}

const WORDS = [
  'a',
  'yes',
  'n',
  'null',
  '~',
  '-',
  ':',
  '#',
  ' ',
  '  ',
  '\n',
  "'",
  '"',
  '\\',
  '{',
  '}',
  '[',
  ']',
  ',',
  '&',
  '*',
];
const MORE = [
  '!',
  '|',
  '>',
  '%',
  '@',
  '`',
  '?',
  '0',
  '1',
  '08',
  '0x1',
  '1e3',
  '1.5',
  '.',
  '..',
  '---',
  '=',
  '<<',
  '\t',
  'é',
  '✓',
];
const LONG = [
  'lorem',
  'ipsum',
  'dolor',
  'sit',
  'amet',
  'consectetur',
  'word: x',
  '2001-01-01',
  '12:30',
  'true',
  '😀',
  '\u00a0',
  '_',
];

function pick<T>(random: () => number, values: readonly T[]): T {
  return values[Math.floor(random() * values.length)] as T;
}

function randomText(random: () => number): string {
  const words = random() < 0.3 ? LONG : random() < 0.5 ? [...WORDS, ...MORE] : [...WORDS, ...MORE, ...LONG];
  const length = random() < 0.15 ? 30 : Math.floor(random() * 5);
  const join = random() < 0.3 ? ' ' : '';
  return Array.from({ length }, () => pick(random, words)).join(join);
}

function randomValue(random: () => number, depth: number): unknown {
  const kind = random();
  if (kind < 0.5 || depth > 3) return randomText(random);
  if (kind < 0.58) return Math.floor(random() * 2000) - 1000;
  if (kind < 0.66) return (random() - 0.5) * 10 ** Math.floor(random() * 30 - 8);
  if (kind < 0.7) return pick(random, [true, false, null]);
  const size = Math.floor(random() * 4);
  if (kind < 0.85) return Array.from({ length: size }, () => randomValue(random, depth + 1));
  return Object.fromEntries(Array.from({ length: size }, () => [randomKey(random), randomValue(random, depth + 1)]));
}

/** Keys of letters only after the first few: with digits among letters Helm's own order is not always one. */
function randomKey(random: () => number): string {
  const text = randomText(random);
  return /[0-9]/.test(text) ? text.replace(/[0-9]/g, 'd') : text;
}

const LINES = [
  'a: 1',
  'b: x',
  '- y',
  '  c: d',
  '  - e',
  'k: |',
  '  text',
  '   more',
  '',
  '# note',
  'f: [1, 2]',
  'g: {h: i}',
];
const ODD = [
  '? q',
  ': r',
  'x: "a',
  '  b"',
  "y: 'z'",
  '---',
  '...',
  '<<: {m: 1}',
  '- - a',
  '-',
  'k: &a v',
  'l: *a',
  ' bad',
  'p: >-',
  '\t',
  '"q": 1',
  'a: b: c',
  '- k: v',
  '  k2: v',
  'key with space: v',
  'x:',
  'u: !!str 5',
  '!t v',
  '[a, b',
  '{a: b',
  ']',
  '- {a: 1, b}',
];

function randomYaml(random: () => number): string {
  const length = 1 + Math.floor(random() * 5);
  return Array.from({ length }, () => pick(random, random() < 0.6 ? LINES : ODD)).join('\n');
}
