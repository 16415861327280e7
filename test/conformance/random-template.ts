/** A seeded source of random numbers (mulberry32), so that a failure can be had again. */
export function randomSource(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** What random templates are rendered on. */
export const DATA = {
  s: 'text',
  u: 'héllo <b>✓',
  e: '',
  i: 3,
  f: 2.5,
  z: 0,
  big: 1234567,
  t: true,
  no: false,
  nil: null,
  list: ['b', 'a', ''],
  nums: [3, 1, 2.5],
  mixed: [1, 'x', null, [true], { k: 'v' }],
  none: [],
  m: { b: 1, a: { c: 'deep', d: [1, 2] }, 'x-y': null },
  em: {},
};

/** A random template of the core language: mostly right, sometimes not. */
export function randomTemplate(random: () => number): string {
  return new Generator(random).template();
}

// --- internal ---

const PATHS = ['.s', '.u', '.e', '.i', '.f', '.z', '.big', '.t', '.no', '.nil', '.list', '.nums', '.mixed', '.none'];
const DEEP = ['.m', '.em', '.m.a', '.m.b', '.m.a.c', '.m.a.d', '.m.zz', '.s.x', '$', '$.s', '$.m.a', '.', '.k', '.c'];
const LITERALS = [
  '"q"',
  '"a\\tb\\u00e9"',
  '`raw {{`',
  '1',
  '0',
  '-2',
  '3.5',
  '1e3',
  '0x1F',
  '1_000',
  "'c'",
  'true',
  'false',
  'nil',
  '""',
];
const FORMATS = [
  '%v',
  '%s',
  '%d',
  '%q',
  '%5v|',
  '%-6v|',
  '%x',
  '%T',
  '%t',
  '%.2f',
  '%05d',
  '%+v',
  '%e',
  '%g',
  '%%',
  '%c',
];

type Kind = 'text' | 'number' | 'list' | 'map' | 'truth';

const LEAVES: Readonly<Record<Kind, readonly string[]>> = {
  text: ['$.s', '$.u', '$.e', '$.m.a.c', '"q"', '"a\\tb\\u00e9"', '`raw`', '""', '"<b>&\\"\'"', '"9"'],
  number: ['$.i', '$.f', '$.z', '$.big', '2.0', '1.5', '1e6', '-0.5', '3.25e-7', '100.0'],
  list: ['$.list', '$.nums', '$.none', '$.m.a.d', '$.mixed'],
  map: ['$.m', '$.em', '$.m.a'],
  truth: ['true', 'false', '$.t', '$.no'],
};

class Generator {
  readonly #random: () => number;
  #variables: string[] = [];
  #depth = 0;
  #inRange = 0;
  #defined: string[] = [];

  constructor(random: () => number) {
    this.#random = random;
  }

  template(): string {
    let text = '';
    for (let count = this.#int(2); count > 0; count--) {
      const name = `t${count}`;
      const variables = this.#variables;
      this.#variables = [];
      text += `${this.#open()}define "${name}"${this.#close()}${this.#body()}${this.#open()}end${this.#close()}`;
      this.#variables = variables;
      this.#defined.push(name);
    }
    return text + this.#body();
  }

  #int(limit: number): number {
    return Math.floor(this.#random() * limit);
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#int(values.length)] as T;
  }

  #chance(probability: number): boolean {
    return this.#random() < probability;
  }

  #open(): string {
    return this.#chance(0.2) ? '{{- ' : this.#chance(0.3) ? '{{ ' : '{{';
  }

  #close(): string {
    return this.#chance(0.2) ? ' -}}' : this.#chance(0.3) ? ' }}' : '}}';
  }

  #body(): string {
    let text = '';
    for (let count = 1 + this.#int(4); count > 0; count--) text += this.#text() + this.#action();
    return text + this.#text();
  }

  #text(): string {
    return this.#pick(['', ' ', '\n', 'x', ' a\n  b ', '\t', '}', '{ ', 'é', '- ']);
  }

  #action(): string {
    if (this.#chance(0.004))
      return this.#pick(['{{', '{{end}}', '{{else}}', '{{if}}', '{{/* c */}}', '{{.x.}}', '{{$q}}']);
    if (this.#depth > 3) return this.#print();
    this.#depth++;
    const text = this.#pick([
      () => this.#print(),
      () => this.#print(),
      () => this.#print(),
      () => this.#declare(),
      () => this.#assign(),
      () => this.#branch('if'),
      () => this.#branch('with'),
      () => this.#range(),
      () => this.#call(),
      () => `${this.#open()}/* note */${this.#close()}`.replace('{{ /*', '{{/*').replace('*/ }}', '*/}}'),
    ])();
    this.#depth--;
    return text;
  }

  #print(): string {
    if (this.#inRange > 0 && this.#chance(0.1))
      return `${this.#open()}${this.#pick(['break', 'continue'])}${this.#close()}`;
    return `${this.#open()}${this.#pipeline()}${this.#close()}`;
  }

  #declare(): string {
    const pipeline = this.#pipeline();
    const name = this.#pick(['$a', '$b', '$c']);
    this.#variables.push(name);
    return `${this.#open()}${name} := ${pipeline}${this.#close()}`;
  }

  #assign(): string {
    if (this.#variables.length === 0) return this.#print();
    return `${this.#open()}${this.#pick(this.#variables)} = ${this.#pipeline()}${this.#close()}`;
  }

  #block(): string {
    const known = this.#variables.length;
    const body = this.#body();
    this.#variables.length = Math.min(known, this.#variables.length);
    return body;
  }

  #branch(kind: 'if' | 'with'): string {
    const known = this.#variables.length;
    let head = this.#pipeline();
    if (this.#chance(0.2)) {
      head = `$w := ${head}`;
      this.#variables.push('$w');
    }
    let text = `${this.#open()}${kind} ${head}${this.#close()}${this.#block()}`;
    if (this.#chance(0.3)) text += `${this.#open()}else ${kind} ${this.#pipeline()}${this.#close()}${this.#block()}`;
    else if (this.#chance(0.5)) text += `${this.#open()}else${this.#close()}${this.#block()}`;
    this.#variables.length = known;
    return `${text}${this.#open()}end${this.#close()}`;
  }

  #range(): string {
    const known = this.#variables.length;
    const over = this.#chance(0.99)
      ? this.#pick(['$.list', '$.nums', '$.mixed', '$.m', '$.none', '$.em', '$.m.a.d', '3', '-1', '(len $.s)'])
      : this.#pipeline();
    const head = this.#pick(['', '', '$v := ', '$k, $v := ']);
    if (head.includes('$k')) this.#variables.push('$k');
    if (head !== '') this.#variables.push('$v');
    this.#inRange++;
    let text = `${this.#open()}range ${head}${over}${this.#close()}${this.#block()}`;
    this.#inRange--;
    if (this.#chance(0.3)) text += `${this.#open()}else${this.#close()}${this.#block()}`;
    this.#variables.length = known;
    return `${text}${this.#open()}end${this.#close()}`;
  }

  #call(): string {
    const name =
      this.#defined.length > 0 && this.#chance(0.95)
        ? this.#pick(this.#defined)
        : this.#chance(0.1)
          ? 'missing'
          : undefined;
    if (name === undefined) return this.#print();
    const argument = this.#chance(0.97) ? ' $' : this.#chance(0.5) ? ` ${this.#pipeline()}` : '';
    return `${this.#open()}template "${name}"${argument}${this.#close()}`;
  }

  #pipeline(): string {
    let text = this.#command();
    if (this.#chance(0.2))
      text += ` | ${this.#pick(['print', 'printf "%v"', 'html', 'not', 'js', 'printf "%q"', 'print 1', 'and true', 'or false'])}`;
    if (this.#chance(0.005)) text += ` | ${this.#function(this.#int(2))}`;
    return text;
  }

  #command(): string {
    if (this.#chance(0.01)) return this.#wild();
    return this.#typed(this.#pick(['text', 'number', 'list', 'map', 'truth'] as const));
  }

  /** An expression that most often has the type asked for. */
  #typed(kind: Kind): string {
    if (this.#chance(0.005)) return this.#wild();
    if (this.#depth > 5 || this.#chance(0.4)) return this.#leaf(kind);
    this.#depth++;
    const inner = (of: Kind): string => {
      const text = this.#typed(of);
      return text.includes(' ') ? `(${text})` : text;
    };
    const any = (): string => inner(this.#pick(['text', 'number', 'list', 'map', 'truth'] as const));
    const same = this.#pick(['text', 'number'] as const);
    const text = this.#pick(
      {
        text: [
          () => `print ${any()} ${any()}`,
          () => `println ${any()}`,
          () => `printf "${this.#pick(FORMATS)} ${this.#pick(FORMATS)}" ${any()} ${any()}`,
          () => `printf "${this.#pick(FORMATS)}${this.#pick(FORMATS)}" ${any()}`,
          () => `html ${any()}`,
          () => `js ${inner('text')}`,
          () => `urlquery ${inner('text')} ${any()}`,
          () => `slice ${inner('text')} 0`,
          () => `or ${inner('text')} ${inner('text')}`,
          () => 'index $.list 1',
          () => 'index $.m "a" "c"',
        ],
        number: [() => `index $.nums ${this.#int(3)}`, () => `and ${inner('number')} ${inner('number')}`],
        list: [() => `slice ${inner('list')} 0`, () => 'index $.m.a "d"', () => `or $.none ${inner('list')}`],
        map: [() => `or $.em ${inner('map')}`, () => 'index $.m "a"', () => 'index $.mixed 4'],
        truth: [
          () => `eq (len ${inner(this.#pick(['text', 'list', 'map'] as const))}) ${this.#int(5)}`,
          () => `eq ${inner(same)} ${inner(same)}`,
          () => `ne ${inner(same)} ${inner(same)}`,
          () => `${this.#pick(['lt', 'le', 'gt', 'ge'])} ${inner(same)} ${inner(same)}`,
          () => `not ${any()}`,
          () => `and ${inner('truth')} ${any()}`,
          () => `or ${inner('truth')} ${any()}`,
          () => `eq ${inner('truth')} ${inner('truth')}`,
        ],
      }[kind],
    )();
    this.#depth--;
    return text;
  }

  #leaf(kind: Kind): string {
    if (this.#variables.length > 0 && this.#chance(kind === 'text' ? 0.1 : 0.02)) return this.#pick(this.#variables);
    return this.#pick(LEAVES[kind]);
  }

  #wild(): string {
    return this.#chance(0.45) ? this.#function(1 + this.#int(3)) : this.#operand();
  }

  #function(args: number): string {
    const name = this.#pick(
      'and or not len index slice print printf println html js urlquery eq ne lt le gt ge eq ne'.split(' '),
    );
    const operands = Array.from({ length: args }, () => this.#operand());
    if (name === 'printf') operands[0] = `"${this.#pick(FORMATS)}${this.#pick(FORMATS)}"`;
    return [name, ...operands].join(' ');
  }

  #operand(): string {
    this.#depth++;
    const text = this.#pick([
      () => this.#pick(PATHS),
      () => this.#pick(PATHS),
      () => this.#pick(DEEP),
      () => this.#pick(LITERALS),
      () => (this.#variables.length > 0 ? this.#pick(this.#variables) : '.'),
      () => (this.#depth < 6 ? `(${this.#pipeline()})` : '.s'),
      () => (this.#depth < 6 ? `(${this.#pipeline()})${this.#pick(['.a', '.c', '.x'])}` : '.i'),
      () => (this.#variables.length > 0 ? this.#pick(this.#variables) + this.#pick(['.a', '.b']) : '.m.b'),
    ])();
    this.#depth--;
    return text;
  }
}
