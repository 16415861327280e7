import type { IConstruct } from 'constructs';
import { type Diagnostic, error, type SourcePosition } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import type { Declaration } from '../model/declaration.ts';
import type { Lifecycle } from '../model/lifecycle.ts';
import { type Origin, placeOf } from '../model/origin.ts';
import type { Declared } from '../model/platform-model.ts';
import { type Chart, chartOf } from './chart.ts';
import { type Contribution, commentOf, contributionOf } from './contribution.ts';
import { type AddressMark, addressMarksOf, hasLifecycle, type LifecycleMarks, lifecycleOf } from './lifecycle.ts';
import { propertyProblem } from './property-problem.ts';
import { titleOf } from './title-of.ts';

/** Maps the stack that a construct kept to the user's sources. */
export type Locate = (site: Error) => SourcePosition | undefined;

/** A declaration with the declarations around it, nearest first. */
export interface Placed<D extends Declaration = Declaration> {
  readonly declaration: Declared<D>;
  readonly around: readonly Declared<Declaration>[];
}

/** A cdk8s chart with the declarations around it, nearest first. */
export interface PlacedChart {
  readonly chart: Chart;
  readonly origin: Origin;
  readonly comment: readonly string[];
  readonly around: readonly Declared<Declaration>[];
}

/** Everything the tree says, in the order of the tree. */
export interface Collection {
  readonly declarations: readonly Placed[];
  readonly charts: readonly PlacedChart[];
  readonly lifecycle: LifecycleMarks;
  /** Constructs that cannot say what they declare: nothing is known of what refers to them. */
  readonly undeclared: readonly Diagnostic[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Walks the tree once, in the order constructs were added, and runs the validations that constructs carry. */
export function collect(root: IConstruct, locate: Locate): Collection {
  const declarations: Placed[] = [];
  const charts: PlacedChart[] = [];
  const diagnostics: Diagnostic[] = [];
  const undeclared: Diagnostic[] = [];
  const movedFrom: AddressMark[] = [];
  const forgotten: AddressMark[] = [];
  const pending: Pending[] = [{ construct: root, around: [], site: undefined, lifecycle: undefined }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { construct } = next;
    const contribution = contributionOf(construct);
    const site = contribution?.site ?? next.site;
    const bare: Origin = {
      address: construct.node.path,
      position: () => (site === undefined ? undefined : locate(site)),
    };
    let { lifecycle } = next;
    if (hasLifecycle(construct)) {
      lifecycle = lifecycleOf(construct, lifecycle, bare, diagnostics);
      const marks = addressMarksOf(construct, bare);
      movedFrom.push(...marks.movedFrom);
      forgotten.push(...marks.forgotten);
    }
    const origin = lifecycle === undefined ? bare : { ...bare, lifecycle };
    let around = next.around;
    if (contribution !== undefined) {
      const declared = declare(contribution, construct, origin);
      if ('code' in declared) undeclared.push(declared);
      else {
        // Made anew by each call: a copy of it costs more than all else here.
        const declaration: Declared<Declaration> = Object.assign(declared, { origin, comment: commentOf(construct) });
        declarations.push({ declaration, around });
        around = [declaration, ...around];
      }
    }
    const chart = chartOf(construct);
    if (chart !== undefined) charts.push({ chart, origin, comment: commentOf(construct), around });
    for (const problem of construct.node.validate()) {
      diagnostics.push(error('CONSTRUCT_INVALID', { summary: problem, ...placeOf(origin) }));
    }
    const { children } = construct.node;
    for (let index = children.length - 1; index >= 0; index--) {
      const child = children[index];
      if (child !== undefined) pending.push({ construct: child, around, site, lifecycle });
    }
  }
  return { declarations, charts, lifecycle: { movedFrom, forgotten }, undeclared, diagnostics };
}

/** The nearest declaration of a kind around a construct. */
export function nearest<Kind extends Declaration['kind']>(
  around: readonly Declared<Declaration>[],
  kind: Kind,
): Declared<Extract<Declaration, { kind: Kind }>> | undefined {
  return around.find((declaration) => declaration.kind === kind) as
    | Declared<Extract<Declaration, { kind: Kind }>>
    | undefined;
}

/** The declarations of one kind, with what is around them. */
export function ofKind<Kind extends Declaration['kind']>(
  declarations: readonly Placed[],
  kind: Kind,
): readonly Placed<Extract<Declaration, { kind: Kind }>>[] {
  const kinds = byKind.get(declarations) ?? groupByKind(declarations);
  byKind.set(declarations, kinds);
  return (kinds.get(kind) ?? []) as readonly Placed<Extract<Declaration, { kind: Kind }>>[];
}

// --- internal ---

/** Each list of declarations is asked for every kind. */
const byKind = new WeakMap<readonly Placed[], ReadonlyMap<Declaration['kind'], readonly Placed[]>>();

function groupByKind(declarations: readonly Placed[]): ReadonlyMap<Declaration['kind'], readonly Placed[]> {
  const kinds = new Map<Declaration['kind'], Placed[]>();
  for (const placed of declarations) {
    const { kind } = placed.declaration;
    const known = kinds.get(kind);
    if (known === undefined) kinds.set(kind, [placed]);
    else known.push(placed);
  }
  return kinds;
}

/** Programs run without the check of their types, so a property may be anything. */
function declare({ kind, declare }: Contribution, { node }: IConstruct, origin: Origin): Declaration | Diagnostic {
  const told = (detail: string | undefined) => {
    const summary = `${titleOf(kind)} \`${node.id}\` has a property that is not of its type`;
    return error('PROPERTY_TYPE', { summary, detail, ...placeOf(origin) });
  };
  try {
    const declaration = declare();
    const problem = propertyProblem(declaration);
    return problem === undefined ? declaration : told(problem);
  } catch (cause) {
    const isOurs = KcdkError.is(cause) && cause.code === 'PROPERTY_TYPE';
    if (!isOurs && !(cause instanceof TypeError)) throw cause;
    return told(isOurs ? cause.diagnostics[0]?.summary : cause.message);
  }
}

interface Pending {
  readonly construct: IConstruct;
  readonly around: readonly Declared<Declaration>[];
  readonly site: Error | undefined;
  /** What is said of the life of what stands here. */
  readonly lifecycle: Lifecycle | undefined;
}
