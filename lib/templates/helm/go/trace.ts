import { isJsonObject, type Json, type JsonObject } from '../../../model/json.ts';
import type { GoMap, Value } from './values.ts';

/** A path of keys from what a template was given. */
export type GivenPath = readonly string[];

/** What a rendering has looked at: all there is at a path, only that it is a mapping, or which keys that has. */
export type LookKind = 'all' | 'shape' | 'keys';

/** Something that a rendering has looked at: it decides what is rendered. */
export interface Look {
  readonly kind: LookKind;
  readonly path: GivenPath;
}

/** A name that was only handed on to the output. */
export interface OpenName {
  readonly path: GivenPath;
  /** What stands for it in the output. */
  readonly mark: string;
}

/**
 * What can stand for any other of its kind wherever it is only handed on: a word of DNS labels. It is never empty, and has no
 * character that means something to YAML, to Helm or to a quoted text.
 */
const NAME = /^[a-z][a-z0-9]*(?:[-./][a-z0-9]+)*$/;
const LONGEST_NAME = 253;

export function isOpenName(value: unknown): value is string {
  return typeof value === 'string' && value.length <= LONGEST_NAME && NAME.test(value);
}

/**
 * Follows one rendering, to find out what its output would be for other values.
 *
 * Names among the values are handed to the template as an {@link OpenText}. Whoever looks at one, or at any other value, has
 * that noted; a name that nobody looks at is written as a mark that any other name can replace.
 */
export class Trace {
  /** Values and release, by `Values` and `Release`. */
  readonly given: JsonObject;
  readonly #prefix: string;
  readonly #names = new Map<string, OpenName & { readonly text: string }>();
  readonly #looks = new Map<string, Look>();

  /** @param prefix  a word of letters and digits that stands nowhere in the template and the values */
  constructor(given: JsonObject, prefix: string) {
    this.given = given;
    this.#prefix = prefix;
  }

  get names(): readonly OpenName[] {
    return [...this.#names.values()].map(({ path, mark }) => ({ path, mark }));
  }

  get looks(): readonly Look[] {
    return [...this.#looks.values()];
  }

  look(kind: LookKind, path: GivenPath): void {
    // What is given in other places, such as `.Chart`, is the same for all renderings of a chart.
    const isGiven = path.length === 0 || Object.hasOwn(this.given, path[0] ?? '');
    if (isGiven) this.#looks.set(JSON.stringify([kind, path]), { kind, path });
  }

  /** A text that was found at a path, left open if it is a name that was given there. */
  read(path: GivenPath, text: string): Value {
    if (!isOpenName(text) || givenAt(this.given, path) !== text) {
      this.look('all', path);
      return text;
    }
    const key = JSON.stringify(path);
    const mark = this.#names.get(key)?.mark ?? `${this.#prefix}${this.#names.size}z`;
    this.#names.set(key, { path, mark, text });
    return new OpenText(this, mark).asValue();
  }

  /** A text that was made by other templates: open where there is a mark in it. */
  open(text: string): Value {
    return text.includes(this.#prefix) ? new OpenText(this, text).asValue() : text;
  }

  /** The text as it is for what was given; its names are looked at. */
  reveal(shown: string): string {
    let text = shown;
    for (const { path, mark, text: name } of this.#names.values()) {
      if (!text.includes(mark)) continue;
      text = text.replaceAll(mark, name);
      this.look('all', path);
    }
    return text;
  }

  /** The same values, followed; lists are looked at as a whole. */
  follow(map: GoMap, path: GivenPath): GoMap {
    const followed = new FollowedMap(this, path);
    for (const [key, value] of map) {
      followed.set(key, value instanceof Map ? this.follow(value, [...path, key]) : value);
    }
    return followed;
  }

  /** A new mapping of what all templates of a chart are rendered on. */
  root(): GoMap {
    return new FollowedMap(this, []);
  }
}

/** A text with marks in it. No function of a template may get one that does not say so. */
export class OpenText {
  readonly shown: string;
  readonly #trace: Trace;

  constructor(trace: Trace, shown: string) {
    this.#trace = trace;
    this.shown = shown;
  }

  /** For a change that does the same whatever name stands where a mark is. */
  map(change: (shown: string) => string): Value {
    return this.#trace.open(change(this.shown));
  }

  reveal(): string {
    return this.#trace.reveal(this.shown);
  }

  /** As a value of a template; only what asks for {@link seen} or for open texts ever meets it. */
  asValue(): Value {
    return this as unknown as Value;
  }
}

/** The text, where a value of a template is one that is open. */
export function openTextOf(value: Value): OpenText | undefined {
  return (value as unknown) instanceof OpenText ? (value as unknown as OpenText) : undefined;
}

/** A value that somebody will look at. */
export function seen(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof FollowedMap) value.seen();
  return openTextOf(value)?.reveal() ?? value;
}

/** A mapping of values that notes what is read of it, until somebody gets it as a whole. */
export class FollowedMap extends Map<string, Value> {
  readonly #trace: Trace;
  readonly #path: GivenPath;
  #isSeen = false;

  constructor(trace: Trace, path: GivenPath) {
    super();
    this.#trace = trace;
    this.#path = path;
  }

  /** Notes that a field is read. @returns its value as a template gets it */
  read(name: string): Value {
    const value = this.get(name);
    if (this.#isSeen) return value;
    const path = [...this.#path, name];
    if (typeof value === 'string') return this.#trace.read(path, value);
    this.#trace.look(value instanceof FollowedMap ? 'shape' : 'all', path);
    return value;
  }

  /** Notes that somebody asks whether it is empty. */
  counted(): void {
    if (!this.#isSeen) this.#trace.look('keys', this.#path);
  }

  /** Notes that somebody has all of it, and may change it: from now on it is what it is. */
  seen(): void {
    if (this.#isSeen) return;
    this.#trace.look('all', this.#path);
    this.#close();
  }

  #close(): void {
    this.#isSeen = true;
    for (const value of this.values()) if (value instanceof FollowedMap) value.#close();
  }
}

export function givenAt(given: Json, path: GivenPath): Json | undefined {
  let value: Json | undefined = given;
  for (const key of path) value = isJsonObject(value) && Object.hasOwn(value, key) ? value[key] : undefined;
  return value;
}

/** What a look sees, as a text: equal for equal sights. */
export function sightOf({ kind, path }: Look, given: JsonObject): string {
  const value = givenAt(given, path);
  if (value === undefined) return '';
  if (kind === 'all' || !isJsonObject(value)) return JSON.stringify(value);
  if (kind === 'shape') return '{}';
  return JSON.stringify(Object.keys(value).map((key) => [key, value[key] === null]));
}
