import type { Origin } from '../model/origin.ts';
import { isConstruct } from '../synth/chart.ts';
import type { Placed, PlacedChart } from '../synth/collect.ts';
import type { ResolvedProgram } from '../synth/resolve-program.ts';

/**
 * Everything that a program says, as a text: of two runs of the same sources, equal texts mean equal files.
 *
 * @returns undefined where that cannot be known: a mistake was found, or something is no data, as a function is
 */
export function programText({ declarations, charts, lifecycle, diagnostics }: ResolvedProgram): string | undefined {
  if (diagnostics.length > 0) return undefined;
  const marks = [lifecycle.movedFrom, lifecycle.forgotten].map((list) =>
    list.map(({ address, by }) => [address, by.address]),
  );
  try {
    return JSON.stringify([declarations.map(placedData), charts.map(chartData), marks], onlyData);
  } catch {
    // what the program's own objects throw is told by the compilation
    return undefined;
  }
}

// --- internal ---

function placedData({ declaration, around }: Placed): unknown {
  return [declaration, around.map(({ origin }) => origin.address)];
}

function chartData({ chart, origin, comment, around }: PlacedChart): unknown {
  const objects = chart.objects().map((object) => object.toJson());
  return [originData(origin), comment, around.map((one) => one.origin.address), objects];
}

function originData({ address, lifecycle }: Origin): unknown {
  return [address, lifecycle];
}

/** @throws {NoData} */
function onlyData(_key: string, value: unknown): unknown {
  if (typeof value === 'object' && value !== null) {
    if (isOrigin(value)) return originData(value);
    if (isConstruct(value)) return { construct: value.node.path };
    const prototype: unknown = Object.getPrototypeOf(value);
    // of another realm or copy, an object of no class has a prototype without one, too
    const isPlain = Array.isArray(value) || prototype === null || Object.getPrototypeOf(prototype) === null;
    if (!isPlain) throw new NoData();
    return value;
  }
  const isOdd = typeof value === 'number' && (!Number.isFinite(value) || Object.is(value, -0));
  if (isOdd || typeof value === 'function' || typeof value === 'symbol' || typeof value === 'bigint')
    throw new NoData();
  return value;
}

/** No data has a function in it. */
function isOrigin(value: object): value is Origin {
  return 'position' in value && typeof value.position === 'function';
}

class NoData extends Error {}
