import { formatFloat } from '../go/number.ts';
import { goSyntax } from '../go/print-syntax.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { fromBytes } from '../go/text.ts';
import { type GoList, type GoMap, isNil, typeName, type Value } from '../go/values.ts';
import { resolveScalar } from './resolve.ts';
import { Scanner } from './scanner.ts';
import { YamlFailure, type YamlToken, type YamlTokenKind } from './token.ts';

export interface DecodeOptions {
  /** Nodes that aliases may expand to. */
  readonly aliasNodes: number;
}

/**
 * Reads the first document of a YAML text as Helm does: by way of JSON, so that every number is a float, every key a text,
 * and a value aliased twice is there twice.
 *
 * @throws YamlFailure; FunctionFailure `TEMPLATE_ALIASES_EXCEEDED`, `TEMPLATE_TOO_DEEP`
 */
export function decodeYaml(text: string, options: DecodeOptions): Value {
  return new Decoder(new Scanner(text), options).document();
}

// --- internal ---

const MAX_DEPTH = 400;

class Decoder {
  readonly #scanner: Scanner;
  readonly #options: DecodeOptions;
  readonly #anchors = new Map<string, Value>();
  readonly #open = new Set<string>();
  #aliased = 0;
  #depth = 0;

  constructor(scanner: Scanner, options: DecodeOptions) {
    this.#scanner = scanner;
    this.#options = options;
  }

  document(): Value {
    let directives = false;
    while (this.#scanner.peek().kind === 'directive') {
      this.#scanner.next();
      directives = true;
    }
    if (this.#at('documentStart')) {
      this.#scanner.next();
      if (this.#at('directive', 'documentStart', 'documentEnd')) return null;
    } else if (directives) throw this.#expected('did not find expected <document start>');
    if (this.#at('streamEnd')) return null;
    const value = this.#node(true, false);
    this.#scanner.peek();
    return value;
  }

  #at(...kinds: readonly YamlTokenKind[]): boolean {
    return kinds.includes(this.#scanner.peek().kind);
  }

  #expected(reason: string): YamlFailure {
    const { line } = this.#scanner.peek();
    return new YamlFailure(reason, line === 0 ? undefined : line);
  }

  #node(block: boolean, indentless: boolean): Value {
    const first = this.#scanner.peek();
    if (first.kind === 'alias') {
      this.#scanner.next();
      return this.#alias(first.text);
    }
    let anchor: string | undefined;
    let tag: string | undefined;
    while (this.#at('anchor', 'tag')) {
      const token = this.#scanner.next();
      if (token.kind === 'anchor') anchor = token.text;
      else tag = token.text;
    }
    if (anchor !== undefined) this.#open.add(anchor);
    if (++this.#depth > MAX_DEPTH) throw new FunctionFailure('YAML is nested too deeply', 'TEMPLATE_TOO_DEEP');
    const value = this.#content(block, indentless, tag, anchor !== undefined || tag !== undefined);
    this.#depth--;
    if (anchor !== undefined) {
      this.#open.delete(anchor);
      this.#anchors.set(anchor, value);
    }
    return value;
  }

  #content(block: boolean, indentless: boolean, tag: string | undefined, hasProperties: boolean): Value {
    const token = this.#scanner.peek();
    if (indentless && token.kind === 'blockEntry') return this.#blockSequence(true);
    switch (token.kind) {
      case 'scalar':
        this.#scanner.next();
        return scalarValue(token, tag);
      case 'flowSequenceStart':
        return this.#flowSequence();
      case 'flowMappingStart':
        return this.#flowMapping();
      case 'blockSequenceStart':
        if (!block) break;
        this.#scanner.next();
        return this.#blockSequence(false);
      case 'blockMappingStart':
        if (!block) break;
        return this.#blockMapping();
    }
    if (hasProperties) return tag === '!!str' || tag === '!' ? '' : null;
    throw this.#expected('did not find expected node content');
  }

  #alias(name: string): Value {
    if (this.#open.has(name)) throw new YamlFailure(`anchor '${name}' value contains itself`);
    if (!this.#anchors.has(name)) throw new YamlFailure(`unknown anchor '${name}' referenced`);
    return this.#copy(this.#anchors.get(name));
  }

  #copy(value: Value): Value {
    if (++this.#aliased > this.#options.aliasNodes) {
      const reason = `aliases expand to more than ${this.#options.aliasNodes} nodes`;
      throw new FunctionFailure(reason, 'TEMPLATE_ALIASES_EXCEEDED');
    }
    if (Array.isArray(value)) return value.map((item) => this.#copy(item));
    if (!(value instanceof Map)) return value;
    const copy: GoMap = new Map();
    for (const [key, item] of value) copy.set(key, this.#copy(item));
    return copy;
  }

  #blockSequence(indentless: boolean): GoList {
    const items: GoList = [];
    while (this.#at('blockEntry')) {
      this.#scanner.next();
      const empty = indentless
        ? this.#at('blockEntry', 'key', 'value', 'blockEnd')
        : this.#at('blockEntry', 'blockEnd');
      items.push(empty ? null : this.#node(true, false));
    }
    if (indentless) return items;
    if (!this.#at('blockEnd')) throw this.#expected("did not find expected '-' indicator");
    this.#scanner.next();
    return items;
  }

  #blockMapping(): GoMap {
    this.#scanner.next();
    const map: GoMap = new Map();
    while (this.#at('key')) {
      this.#scanner.next();
      const merges = this.#isMergeKey();
      const key = this.#at('key', 'value', 'blockEnd') ? null : this.#node(true, true);
      let value: Value = null;
      if (this.#at('value')) {
        this.#scanner.next();
        if (!this.#at('key', 'value', 'blockEnd')) value = this.#node(true, true);
      }
      put(map, key, value, merges);
    }
    if (!this.#at('blockEnd')) throw this.#expected('did not find expected key');
    this.#scanner.next();
    return map;
  }

  #flowSequence(): GoList {
    this.#scanner.next();
    const items: GoList = [];
    for (let first = true; !this.#at('flowSequenceEnd'); first = false) {
      if (!first) {
        if (!this.#at('flowEntry')) throw this.#expected("did not find expected ',' or ']'");
        this.#scanner.next();
        if (this.#at('flowSequenceEnd')) break;
      }
      if (this.#at('key')) {
        const pair: GoMap = new Map();
        this.#scanner.next();
        this.#flowPair(pair, 'flowSequenceEnd');
        items.push(pair);
      } else items.push(this.#node(false, false));
    }
    this.#scanner.next();
    return items;
  }

  #flowMapping(): GoMap {
    this.#scanner.next();
    const map: GoMap = new Map();
    for (let first = true; !this.#at('flowMappingEnd'); first = false) {
      if (!first) {
        if (!this.#at('flowEntry')) throw this.#expected("did not find expected ',' or '}'");
        this.#scanner.next();
        if (this.#at('flowMappingEnd')) break;
      }
      if (this.#at('key')) {
        this.#scanner.next();
        this.#flowPair(map, 'flowMappingEnd');
      } else put(map, this.#node(false, false), null, false);
    }
    this.#scanner.next();
    return map;
  }

  #flowPair(map: GoMap, end: YamlTokenKind): void {
    const merges = this.#isMergeKey();
    const key = this.#at('value', 'flowEntry', end) ? null : this.#node(false, false);
    let value: Value = null;
    if (this.#at('value')) {
      this.#scanner.next();
      if (!this.#at('flowEntry', end)) value = this.#node(false, false);
    }
    put(map, key, value, merges);
  }

  #isMergeKey(): boolean {
    const token = this.#scanner.peek();
    return token.kind === 'scalar' && token.plain && token.text === '<<';
  }
}

function put(map: GoMap, key: Value, value: Value, merges: boolean): void {
  if (!merges) {
    map.set(keyText(key, value), value);
    return;
  }
  const sources = Array.isArray(value) ? [...value].reverse() : [value];
  for (const source of sources) {
    if (!(source instanceof Map)) throw new YamlFailure('map merge requires map or sequence of maps as the value');
    for (const [name, item] of source) map.set(name, item);
  }
}

function keyText(key: Value, value: Value): string {
  if (typeof key === 'string') return key;
  if (typeof key === 'boolean') return String(key);
  if (typeof key === 'number') return formatFloat(key, 21);
  if (typeof key === 'object' && key !== null) throw new YamlFailure(`invalid map key: ${keySyntax(key)}`);
  const found = isNil(key) ? `%!s(<nil>), key: <nil>, value: ${String(value)}` : typeName(key);
  throw new YamlFailure(`unsupported map key of type: ${found}`, undefined, 'json');
}

/** Go prints the key that was read, whose maps had no type of key yet. */
function keySyntax(key: Value): string {
  const unbounded = { spend: () => undefined, make: () => undefined, bounds: { depth: MAX_DEPTH } };
  return goSyntax(key, unbounded).replaceAll('map[string]interface {}', 'map[interface {}]interface {}');
}

function scalarValue(token: YamlToken, tag: string | undefined): Value {
  if (tag === '!!binary') {
    try {
      return fromBytes(Uint8Array.from(atob(token.text), (char) => char.charCodeAt(0)));
    } catch {
      throw new YamlFailure('!!binary value contains invalid base64 data');
    }
  }
  if (tag === '!!str' || tag === '!') return token.text;
  if (!token.plain && tag === undefined) return token.text;
  if (tag !== undefined && !tag.startsWith('!!')) return token.text;
  const resolved = resolveScalar(token.text);
  if (resolved === undefined || (typeof resolved === 'object' && resolved !== null)) return token.text;
  if (typeof resolved === 'bigint') return Number(resolved);
  if (typeof resolved === 'number' && !Number.isFinite(resolved)) {
    throw new YamlFailure(`json: unsupported value: ${formatFloat(resolved)}`, undefined, 'json');
  }
  return resolved;
}
