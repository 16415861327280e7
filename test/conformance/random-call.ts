/**
 * Random calls of Helm's functions, mostly with arguments of the right types: what Sprig and Helm add to the core language.
 */
export function randomCall(random: () => number): string {
  return new Calls(random).expression(2);
}

/** What the calls work on, under `.Values`. */
export const CALL_VALUES = `
s: hello
sp: "  spaced out  "
u: "héllo wörld ✓ 😀"
kebab: my-App_name.v2
multi: "one\\ntwo: 2\\n\\n  three\\n"
empty: ""
num: "42"
neg: "-7"
float: "3.75"
bad: 12abc
yes: "yes"
ver: 1.28.3
range: ">=1.2.0 <2.0.0-0"
url: https://user:pw@host.example:8443/a/b/../c.yaml?q=1&r=a%20b#frag
path: /usr//local/../lib/x.tar.gz
b64: aGVsbG8=
json: '{"a": [1, 2.5, null, "x"], "b": {"c": true}}'
yaml: "a: 1\\nb: [x, y]\\nc: {d: 0x1F}\\n"
long: "The quick brown fox jumps over the lazy dog, again and again: until the line is folded # somewhere"
tplv: "{{ .Values.s }}/{{ .Release.Name }}"
i: 80
zero: 0
n: -3
big: 1000000
huge: 12345678901234567890
f: 1.5
t: true
no: false
nil: null
list: [c, a, b, a, ""]
nums: [3, 1, 2, 1.5]
mixed: [1, two, 3.5, true, null, {k: v}, [x, [y]]]
none: []
m: {b: 2, a: 1, c: {d: deep, e: [1, {f: g}]}, n: null}
m2: {b: 3, c: {d: other, z: false}, x: {y: 1}}
em: {}
ports: [{name: http, port: 80}, {name: metrics, port: 9090, protocol: TCP}]
date: "2024-03-05T17:08:09Z"
`;

type Kind = 'text' | 'number' | 'truth' | 'list' | 'map' | 'any';

// --- internal ---

const LEAVES: Readonly<Record<Exclude<Kind, 'any'>, readonly string[]>> = {
  text: 's sp u kebab multi empty num neg float bad yes ver range url path b64 json yaml long tplv date'
    .split(' ')
    .map((name) => `.Values.${name}`)
    .concat(['"x"', '""', '"a,b,,c"', '`{{ "q" }}`', '"ß İ"', '"\\t\\n"', '"0x1f"', '"1e3"', '"true"']),
  number: [
    '.Values.i',
    '.Values.zero',
    '.Values.n',
    '.Values.big',
    '.Values.huge',
    '.Values.f',
    '3',
    '0',
    '-2',
    '7',
    '2.5',
    '1e6',
    '0x10',
    '(int64 5)',
    '(len .Values.list)',
  ],
  truth: ['true', 'false', '.Values.t', '.Values.no'],
  list: [
    '.Values.list',
    '.Values.nums',
    '.Values.mixed',
    '.Values.none',
    '.Values.ports',
    '(list 1 2 3)',
    '(list "a" "b" "a")',
    '(list)',
    '(until 4)',
    '(splitList "," "x,y,z")',
  ],
  map: [
    '.Values.m',
    '.Values.m2',
    '.Values.em',
    '(dict "k" "v" "n" 1)',
    '(dict)',
    '(index .Values.ports 0)',
    '.Values.m.c',
  ],
};
const ODD = [
  'nil',
  '.Values.nil',
  '.Values.missing',
  '.Values.m.n',
  '.Release.Name',
  '.Chart',
  '.Capabilities.KubeVersion',
  '.Files',
  '.Template.Name',
];

/** A call by result: `T N B L M A` stand for arguments of a kind, `?` for any of them. */
const CALLS: Readonly<Record<Exclude<Kind, 'any'>, readonly string[]>> = {
  text: [
    'trim T',
    'upper T',
    'lower T',
    'title T',
    'untitle T',
    'nospace T',
    'initials T',
    'swapcase T',
    'snakecase T',
    'camelcase T',
    'kebabcase T',
    'trimAll T T',
    'trimSuffix T T',
    'trimPrefix T T',
    'trunc N T',
    'abbrev N T',
    'abbrevboth N N T',
    'substr N N T',
    'repeat 2 T',
    'wrap 12 T',
    'wrapWith 9 "|" T',
    'quote ?',
    'squote ?',
    'quote ? ?',
    'cat ? ?',
    'indent 3 T',
    'nindent 2 T',
    'replace T T T',
    'replace "l" "L" T',
    'plural "one" "many" N',
    'sha1sum T',
    'sha256sum T',
    'sha512sum T',
    'adler32sum T',
    'toString ?',
    'join "," L',
    'join T ?',
    'b64enc T',
    'b64dec T',
    'b32enc T',
    'b32dec T',
    'toJson ?',
    'toPrettyJson ?',
    'toRawJson ?',
    'toYaml ?',
    'toYaml ?',
    'typeOf ?',
    'kindOf ?',
    'base T',
    'dir T',
    'clean T',
    'ext T',
    'osBase T',
    'osDir T',
    'osClean T',
    'osExt T',
    'default T ?',
    'default ? T',
    'coalesce ? T',
    'ternary T T B',
    'printf "%v" ?',
    'printf "%s" ?',
    'printf "%d" ?',
    'printf "%q" ?',
    'printf "%5.1f|%-8v|%+v" ? ? ?',
    'printf "%x" ?',
    'printf "%T" ?',
    'printf "%#v" T',
    'printf "%05d" ?',
    'print ? ?',
    'println ?',
    'regexFind "[a-z]+[0-9]*" T',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: groups of a regular expression
    'regexReplaceAll "([a-z])([a-z])" T "${2}${1}"',
    'regexReplaceAll "[^a-zA-Z0-9-]+" T "-"',
    'regexReplaceAllLiteral "[aeiou]" T "$1"',
    'regexQuoteMeta T',
    'regexReplaceAll "^\\\\s+|\\\\s+$" T ""',
    'regexReplaceAll "\\\\W+" T "_"',
    'index M "b"',
    'get M "a"',
    'get M T',
    'dig "c" "d" "none" M',
    'dig "zz" ? M',
    'first L',
    'last L',
    'index L 0',
    'urlquery ?',
    'html ?',
    'js ?',
    'tpl T $',
    'tpl (toYaml ?) $',
    'include "h" ?',
    'include "h" $',
    'required "needed" ?',
    'semver T',
    'urlJoin (urlParse T)',
    'duration ?',
    'durationRound ?',
    'date "2006-01-02" (toDate "2006-01-02T15:04:05Z07:00" .Values.date)',
    'substr 0 N T',
    'trunc -4 T',
    'trimall "/" T',
    'squote',
    'fail T',
  ],
  number: [
    'add N N',
    'add 1 N N',
    'sub N N',
    'mul N N',
    'div N 3',
    'mod N 5',
    'div N N',
    'add1 N',
    'max N N',
    'min N N',
    'biggest N N',
    'floor ?',
    'ceil ?',
    'round N 1',
    'round ? 0',
    'addf N N',
    'subf N N',
    'mulf N N',
    'divf N 4',
    'maxf N N',
    'minf N N',
    'add1f N',
    'int ?',
    'int64 ?',
    'float64 ?',
    'atoi T',
    'toDecimal ?',
    'len L',
    'len M',
    'len T',
    'ternary N N B',
    'default N ?',
    'unixEpoch (toDate "2006-01-02" "2024-02-03")',
    'index L 1',
    'first L',
  ],
  truth: [
    'contains T T',
    'hasPrefix T T',
    'hasSuffix T T',
    'empty ?',
    'not ?',
    'and ? ?',
    'or ? ?',
    'eq T T',
    'ne ? ?',
    'eq ? ?',
    'eq N N',
    'lt N N',
    'gt T T',
    'le ? ?',
    'ge N N',
    'hasKey M "a"',
    'hasKey M T',
    'has ? L',
    'kindIs "map" ?',
    'kindIs "string" ?',
    'kindIs "slice" ?',
    'typeIs "string" ?',
    'typeIsLike "int" ?',
    'deepEqual ? ?',
    'deepEqual L L',
    'all ? ?',
    'any ? ?',
    'isAbs T',
    'regexMatch "^[a-z0-9.-]+$" T',
    'regexMatch T "a"',
    'semverCompare ">=1.20-0" .Values.ver',
    'semverCompare T .Values.ver',
    'semverCompare "^1.2" T',
    'mustRegexMatch "a|b" T',
    '.Capabilities.APIVersions.Has T',
  ],
  list: [
    'list ? ?',
    'append L ?',
    'prepend L ?',
    'concat L L',
    'uniq L',
    'without L ?',
    'compact L',
    'reverse L',
    'rest L',
    'initial L',
    'slice L 1',
    'slice L 0 N',
    'sortAlpha L',
    'sortAlpha ?',
    'keys M | sortAlpha',
    'values (dict "a" ?)',
    'pluck "b" M M',
    'splitList T T',
    'regexSplit "[,: ]+" T -1',
    'regexFindAll "[a-z]+" T -1',
    'regexFindAll "o" T 2',
    'until 3',
    'untilStep 0 N 3',
    'seq N 2 | splitList " "',
    'toStrings L',
    'toStrings ?',
    'chunk 2 L',
    'fromYamlArray T',
    'fromYamlArray (toYaml L)',
    'fromJsonArray T',
    'fromJsonArray (toJson L)',
    'tuple ? ?',
    'default L ?',
    'push L ?',
    'dig "c" "e" (list) M',
    'ternary L L B',
    'mustUniq L',
    'mustSlice L N N',
    'deepCopy L',
    'coalesce ? L',
  ],
  map: [
    'dict "a" ? "b" ?',
    'dict T ?',
    'set (deepCopy M) "z" ?',
    'unset (deepCopy M) "a"',
    'merge (dict) M M',
    'merge (deepCopy M) M',
    'mergeOverwrite (dict) M M',
    'mergeOverwrite (deepCopy M) M',
    'mustMergeOverwrite (deepCopy M) M',
    'omit M "a"',
    'pick M "a" "zz"',
    'fromYaml T',
    'fromYaml (toYaml M)',
    'fromJson T',
    'fromJson (toJson M)',
    'urlParse T',
    'splitn "." 2 T',
    'split "," T',
    'deepCopy M',
    'default M ?',
    'default (dict) ?',
    'ternary M M B',
    'dig "c" (dict) M',
    'get M "c"',
    'index M "c"',
    'lookup "v1" "Secret" "ns" T',
    'coalesce ? M',
    'mustMerge (deepCopy M) M',
    'mustFromJson T',
  ],
};

const KINDS = ['text', 'number', 'truth', 'list', 'map'] as const;

class Calls {
  readonly #random: () => number;

  constructor(random: () => number) {
    this.#random = random;
  }

  expression(depth: number): string {
    return this.#call(this.#pick(KINDS), depth);
  }

  #pick<T>(values: readonly T[]): T {
    return values[Math.floor(this.#random() * values.length)] as T;
  }

  #call(kind: Exclude<Kind, 'any'>, depth: number): string {
    const shape = this.#pick(CALLS[kind]);
    const text = shape.replace(/(?<=^| |\()(?:[TNBLM]|\?)(?=$| |\))/g, (letter) => this.#argument(letter, depth - 1));
    const pipes = [
      'toYaml',
      'toJson',
      'quote',
      'toString',
      'default "d"',
      'kindOf',
      'typeOf',
      'empty',
      'len',
      'trim',
      'nindent 4',
      'int',
      'b64enc',
      'first',
      'toYaml | indent 2',
    ];
    return this.#random() < 0.25 ? `${text} | ${this.#pick(pipes)}` : text;
  }

  #argument(letter: string, depth: number): string {
    const kinds: Readonly<Record<string, Exclude<Kind, 'any'>>> = {
      T: 'text',
      N: 'number',
      B: 'truth',
      L: 'list',
      M: 'map',
    };
    const right = kinds[letter] ?? this.#pick(KINDS);
    const kind = this.#random() < 0.04 ? this.#pick(KINDS) : right;
    if (this.#random() < (letter === '?' ? 0.12 : 0.02)) return this.#pick(ODD);
    if (depth <= 0 || this.#random() < 0.5) return this.#pick(LEAVES[kind]);
    return `(${this.#call(kind, depth)})`;
  }
}
