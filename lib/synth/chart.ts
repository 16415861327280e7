import type { IConstruct } from 'constructs';
import type { Manifest } from '../model/json.ts';

const CHART = Symbol.for('cdk8s.Chart');
const API_OBJECT = Symbol.for('cdk8s.ApiObject');

/** A cdk8s chart, recognised by the mark of cdk8s so that any copy of it will do and none has to be loaded. */
export interface Chart {
  readonly construct: IConstruct;
  /** Its API objects without those of charts below it, in an order that satisfies their dependencies. */
  readonly objects: () => readonly ApiObject[];
}

/** The part of a cdk8s `ApiObject` that is used. */
export interface ApiObject extends IConstruct {
  toJson(): Manifest;
}

/** The chart that a construct is, if it is one. */
export function chartOf(construct: IConstruct): Chart | undefined {
  if (!(CHART in construct)) return undefined;
  return { construct, objects: () => inDependencyOrder(apiObjectsOf(construct)) };
}

/** The charts at and below a construct, in the order of the tree. */
export function chartsIn(root: IConstruct): readonly Chart[] {
  return root.node.findAll().flatMap((construct) => chartOf(construct) ?? []);
}

/** True for a construct of any copy of `constructs`. */
export function isConstruct(value: unknown): value is IConstruct {
  return typeof value === 'object' && value !== null && 'node' in value && value.node !== undefined;
}

// --- internal ---

function isApiObject(construct: IConstruct): construct is ApiObject {
  return API_OBJECT in construct;
}

/** API objects below a construct in tree order, stopping at other charts. */
function apiObjectsOf(chart: IConstruct): readonly ApiObject[] {
  const found: ApiObject[] = [];
  const pending: IConstruct[] = [...chart.node.children].reverse();
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (CHART in next) continue;
    if (isApiObject(next)) found.push(next);
    pending.push(...[...next.node.children].reverse());
  }
  return found;
}

/**
 * Tree order, but every object after those it depends on; a dependency on a construct means all objects below it.
 *
 * Depth first with an explicit stack, every object and every dependency once: linear, also on diamonds and on chains
 * of any length. A cycle has no order; its objects keep tree order.
 */
function inDependencyOrder(objects: readonly ApiObject[]): readonly ApiObject[] {
  if (objects.every((object) => object.node.dependencies.length === 0)) return objects;
  const members = new Set<IConstruct>(objects);
  const entered = new Set<IConstruct>();
  const ordered: ApiObject[] = [];
  for (const object of objects) {
    const stack: Visit[] = [{ construct: object, done: false }];
    for (let visit = stack.pop(); visit !== undefined; visit = stack.pop()) {
      const { construct } = visit;
      if (visit.done) {
        if (members.has(construct)) ordered.push(construct as ApiObject);
        continue;
      }
      if (entered.has(construct)) continue;
      entered.add(construct);
      const first = members.has(construct) ? construct.node.dependencies : construct.node.children;
      stack.push({ construct, done: true });
      for (const before of [...first].reverse()) stack.push({ construct: before, done: false });
    }
  }
  return ordered;
}

interface Visit {
  readonly construct: IConstruct;
  /** True when everything that has to come before it has been visited. */
  readonly done: boolean;
}
