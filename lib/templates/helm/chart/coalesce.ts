import { type GoMap, isNil, type Value } from '../go/values.ts';

/** A chart as far as its values go: with the dependencies that are switched on, under the names they go by. */
export interface ChartNode {
  readonly name: string;
  readonly values: GoMap;
  readonly dependencies: readonly ChartNode[];
}

/**
 * What becomes of a null that is laid over a key: it stays (`keep`), it goes with the key (`drop`, Helm 3.17), or it goes
 * where it hides a value and stays over another null (`drop-hiding`, Helm 4.1).
 */
export type Nulls = 'keep' | 'drop' | 'drop-hiding';

/**
 * Lays the given values over those of a chart and, under their names, of its subcharts.
 *
 * @returns `given`, changed in place
 */
export function coalesceChart(chart: ChartNode, given: GoMap, nulls: Nulls): GoMap {
  coalesceOwn(chart, given, nulls);
  for (const child of chart.dependencies) {
    const known = given.get(child.name);
    if (known === undefined) given.set(child.name, new Map());
    else if (!(known instanceof Map)) continue;
    const table = given.get(child.name);
    if (!(table instanceof Map)) continue;
    passGlobals(table, given);
    coalesceChart(child, table, nulls);
  }
  return given;
}

/** Lays a table over another: what `target` has wins. Both may change. */
export function coalesceTables(target: GoMap, source: GoMap, nulls: Nulls): GoMap {
  for (const [key, value] of source) {
    if (!target.has(key)) target.set(key, value);
    else {
      const known = target.get(key);
      if (isNil(known)) {
        if (nulls === 'drop' || (nulls === 'drop-hiding' && !isNil(value))) target.delete(key);
      } else if (value instanceof Map && known instanceof Map) coalesceTables(known, value, nulls);
    }
  }
  return target;
}

/** A copy that shares nothing; values have no cycles. */
export function copyTable(table: GoMap): GoMap {
  const copy: GoMap = new Map();
  for (const [key, value] of table) copy.set(key, copyOf(value));
  return copy;
}

/** The table at a path such as `a.b`; undefined where there is none. */
export function tableAt(values: GoMap, path: string): GoMap | undefined {
  let current: Value = values;
  for (const key of path.split('.')) {
    if (!(current instanceof Map)) return undefined;
    current = current.get(key);
  }
  return current instanceof Map ? current : undefined;
}

// --- internal ---

const GLOBAL = 'global';

function coalesceOwn(chart: ChartNode, given: GoMap, nulls: Nulls): void {
  for (const [key, value] of chart.values) {
    if (!given.has(key)) {
      given.set(key, copyOf(value));
      continue;
    }
    const known = given.get(key);
    if (isNil(known)) {
      if (nulls !== 'keep') given.delete(key);
    } else if (known instanceof Map && value instanceof Map) {
      const isChild = chart.dependencies.some((child) => child.name === key);
      coalesceTables(known, copyTable(value), isChild ? 'keep' : nulls);
    }
  }
}

function passGlobals(target: GoMap, source: GoMap): void {
  const own = target.has(GLOBAL) ? target.get(GLOBAL) : new Map<string, Value>();
  const given = source.has(GLOBAL) ? source.get(GLOBAL) : new Map<string, Value>();
  if (!(own instanceof Map) || !(given instanceof Map)) return;
  for (const [key, value] of given) {
    const known = own.get(key);
    if (value instanceof Map) {
      const copy: GoMap = new Map(value);
      if (!own.has(key)) own.set(key, copy);
      else if (known instanceof Map) own.set(key, coalesceTables(copy, known, 'keep'));
    } else if (!(own.has(key) && known instanceof Map)) own.set(key, value);
  }
  target.set(GLOBAL, own);
}

function copyOf(value: Value): Value {
  if (Array.isArray(value)) return value.map(copyOf);
  return value instanceof Map ? copyTable(value) : value;
}
