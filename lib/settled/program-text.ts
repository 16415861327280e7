import type { Origin } from '../model/origin.ts';
import { isConstruct } from '../synth/chart.ts';
import type { Placed, PlacedChart } from '../synth/collect.ts';
import type { CollectedDeclarations } from '../synth/resolve-program.ts';

/**
 * Everything that a program says, as texts: one for each declaration, in the order of the tree, then one for each chart of cdk8s,
 * then one for what it says of addresses that it no longer has. Of two runs of the same sources, equal texts mean equal files.
 *
 * @returns undefined where that cannot be known: a mistake was found, or something is no data, as a function is
 */
export function programTexts({
  declarations,
  charts,
  lifecycle,
  diagnostics,
}: CollectedDeclarations): readonly string[] | undefined {
  if (diagnostics.length > 0) return undefined;
  const marks = [lifecycle.movedFrom, lifecycle.forgotten].map((list) =>
    list.map(({ address, by }) => [address, by.address]),
  );
  try {
    const data = [...declarations.map(placedData), ...charts.map(chartData), marks];
    return data.map((one) => JSON.stringify(dataOf(one)));
  } catch {
    // what the program's own objects throw is told by the compilation
    return undefined;
  }
}

/** What `programTexts` writes of a declaration. */
export type PlacedText = readonly [declaration: Readonly<Record<string, unknown>>, around: readonly string[]];

/** The address that is written of an origin; undefined where something is said of its lifecycle as well. */
export function addressIn(origin: unknown): string | undefined {
  return typeof origin === 'string' ? origin.slice(ORIGIN.length) : undefined;
}

// --- internal ---

/** What stands for something that is no data of JSON: no text that a program says begins with this. */
const MARK = '\0';
const UNDEFINED = `${MARK}undefined`;
const ORIGIN = `${MARK}origin `;
const CONSTRUCT = `${MARK}construct `;

function placedData({ declaration, around }: Placed): unknown {
  // a property that a construct leaves undefined is one that it does not have
  const said = Object.fromEntries(Object.entries(declaration).filter(([, value]) => value !== undefined));
  return [said, around.map(({ origin }) => origin.address)];
}

function chartData({ chart, origin, comment, around }: PlacedChart): unknown {
  const objects = chart.objects().map((object) => object.toJson());
  return [origin, comment, around.map((one) => one.origin.address), objects];
}

function originData({ address, lifecycle }: Origin): unknown {
  const place = `${ORIGIN}${address}`;
  return lifecycle === undefined ? place : [place, dataOf(lifecycle)];
}

/**
 * A value as data of JSON, the value itself where it is: two values with one text are the same to whoever compiles them. To look at
 * it beforehand costs less than to have `JSON.stringify` ask for each member.
 *
 * @throws {NoData}
 */
function dataOf(value: unknown): unknown {
  if (typeof value === 'string') {
    if (value.startsWith(MARK)) throw new NoData();
    return value;
  }
  if (typeof value === 'boolean' || value === null) return value;
  if (value === undefined) return UNDEFINED;
  if (typeof value === 'number' && Number.isFinite(value) && !Object.is(value, -0)) return value;
  if (typeof value !== 'object' || ('toJSON' in value && typeof value.toJSON === 'function')) throw new NoData();
  if (Array.isArray(value)) return itemsOf(value);
  const prototype: unknown = Object.getPrototypeOf(value);
  // of another realm or copy, an object of no class has a prototype without one, too
  if (prototype === Object.prototype || prototype === null || Object.getPrototypeOf(prototype) === null) {
    return isOrigin(value) ? originData(value) : membersOf(value as Readonly<Record<string, unknown>>);
  }
  if (isConstruct(value)) return `${CONSTRUCT}${value.node.path}`;
  throw new NoData();
}

function itemsOf(items: readonly unknown[]): readonly unknown[] {
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index++) {
    const data = dataOf(items[index]);
    if (data === items[index]) continue;
    if (!(index in items)) throw new NoData();
    copy ??= [...items];
    copy[index] = data;
  }
  return copy ?? items;
}

function membersOf(members: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  let copy: Record<string, unknown> | undefined;
  for (const key of Object.keys(members)) {
    const data = dataOf(members[key]);
    if (data === members[key]) continue;
    copy ??= { ...members };
    copy[key] = data;
  }
  return copy ?? members;
}

/** No data has a function in it. */
function isOrigin(value: object): value is Origin {
  return 'position' in value && typeof value.position === 'function';
}

class NoData extends Error {}
