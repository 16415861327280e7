import type { IConstruct } from 'constructs';
import type { Declaration } from '../model/declaration.ts';

/** What a construct hands to synthesis. A trait rather than a class, so that two loaded copies agree. */
export interface Contribution<Kind extends Declaration['kind'] = Declaration['kind']> {
  readonly kind: Kind;
  /** Read after the whole program has run, so a declaration may depend on what was added later. */
  readonly declare: () => Extract<Declaration, { kind: Kind }>;
  /** Its stack leads to the line of the program; read only when a position is asked for. */
  readonly site: Error;
}

const CONTRIBUTION = Symbol.for('konstruct-cdk.contribution');
const COMMENT = Symbol.for('konstruct-cdk.comment');

/** How many frames of a construction are kept: ours, those of `constructs`, and a few of the user's. */
const SITE_FRAMES = 12;

/** Makes a construct take part in synthesis; called once, by its constructor. */
export function contribute<Kind extends Declaration['kind']>(
  construct: IConstruct,
  kind: Kind,
  declare: () => Omit<Extract<Declaration, { kind: Kind }>, 'kind'>,
): void {
  const contribution = { kind, declare: () => ({ kind, ...declare() }), site: captureSite() };
  Object.defineProperty(construct, CONTRIBUTION, { value: contribution });
}

/** What the construct contributes; undefined for constructs that only group others. */
export function contributionOf(construct: IConstruct): Contribution | undefined {
  return (construct as { [CONTRIBUTION]?: Contribution })[CONTRIBUTION];
}

/** The nearest construct of a kind that stands around this one (or is it). */
export function enclosing(construct: IConstruct, kind: Declaration['kind']): IConstruct | undefined {
  for (let current: IConstruct | undefined = construct; current !== undefined; current = current.node.scope) {
    if (contributionOf(current)?.kind === kind) return current;
  }
  return undefined;
}

/** Adds comment lines to the head of every file of the construct. */
export function addComment(construct: IConstruct, lines: readonly string[]): void {
  const holder = construct as { [COMMENT]?: readonly string[] };
  Object.defineProperty(holder, COMMENT, { value: [...(holder[COMMENT] ?? []), ...lines], configurable: true });
}

/** The comment lines of the construct, in the order they were added. */
export function commentOf(construct: IConstruct): readonly string[] {
  return (construct as { [COMMENT]?: readonly string[] })[COMMENT] ?? [];
}

// --- internal ---

function captureSite(): Error {
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = SITE_FRAMES;
  const site = new Error('construct site');
  Error.stackTraceLimit = limit;
  return site;
}
