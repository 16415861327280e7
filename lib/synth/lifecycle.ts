import type { IConstruct } from 'constructs';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { isDnsLabel } from '../model/dns-label.ts';
import { parseFieldPath } from '../model/field-path.ts';
import type { ApprovalGate } from '../model/gate.ts';
import { type AwaitedHealth, type FieldSelector, isAtOrBelow, type Lifecycle, type Move } from '../model/lifecycle.ts';
import { type Origin, placeOf } from '../model/origin.ts';

/** What a construct says of the life of its files. */
export type LifecycleMark =
  | { readonly kind: 'protect' }
  | {
      readonly kind: 'ignore';
      readonly path: string;
      readonly name?: string | undefined;
      /** Kind of the manifests. */
      readonly of?: string | undefined;
    }
  | { readonly kind: 'approval'; readonly name: string; readonly question: string }
  | ({ readonly kind: 'after-healthy' } & AwaitedHealth)
  | { readonly kind: 'moved-from'; readonly address: string }
  | { readonly kind: 'forget'; readonly address: string };

/** An address that a program says something about, and where it says so. */
export interface AddressMark {
  readonly address: string;
  readonly by: Origin;
}

/** What all constructs of a program say of addresses that it has no more. */
export interface LifecycleMarks {
  readonly movedFrom: readonly AddressMark[];
  readonly forgotten: readonly AddressMark[];
}

const LIFECYCLE = Symbol.for('konstruct-cdk.lifecycle');

/** Adds a mark to a construct. */
export function addLifecycle(construct: IConstruct, mark: LifecycleMark): void {
  const holder = construct as { [LIFECYCLE]?: readonly LifecycleMark[] };
  Object.defineProperty(holder, LIFECYCLE, { value: [...marksOf(construct), mark], configurable: true });
}

/** Whether anything is said of the construct itself. */
export function hasLifecycle(construct: IConstruct): boolean {
  return marksOf(construct).length > 0;
}

/** The life of what a construct writes: what is said of it, and of what it stands in. */
export function lifecycleOf(
  construct: IConstruct,
  above: Lifecycle | undefined,
  origin: Origin,
  diagnostics: Diagnostic[],
): Lifecycle | undefined {
  const marks = marksOf(construct);
  const ignored = marks.flatMap((mark) => (mark.kind === 'ignore' ? selectorOf(mark, origin, diagnostics) : []));
  const protect = marks.some(({ kind }) => kind === 'protect');
  const asked = marks.flatMap((mark) => (mark.kind === 'approval' ? approvalOf(mark, origin, diagnostics) : []));
  const waited = marks.flatMap((mark) => (mark.kind === 'after-healthy' ? awaitedBy(mark, origin, diagnostics) : []));
  if (!protect && ignored.length === 0 && asked.length === 0 && waited.length === 0) return above;
  const approvals = [...(above?.approvals ?? []), ...asked];
  const afterHealthy = [...(above?.afterHealthy ?? []), ...waited];
  return {
    protect: protect || above?.protect === true,
    ignoreChanges: [...(above?.ignoreChanges ?? []), ...ignored],
    ...(approvals.length > 0 && { approvals }),
    ...(afterHealthy.length > 0 && { afterHealthy }),
  };
}

/** What a construct says of other addresses. */
export function addressMarksOf(construct: IConstruct, by: Origin): LifecycleMarks {
  const of = (kind: 'moved-from' | 'forget') =>
    marksOf(construct).flatMap((mark) => (mark.kind === kind ? [{ address: mark.address, by }] : []));
  return { movedFrom: of('moved-from'), forgotten: of('forget') };
}

/** The moves that a program declares. */
export function movesOf({ movedFrom }: LifecycleMarks): readonly Move[] {
  return movedFrom.map(({ address, by }) => ({ from: address, to: by.address }));
}

// --- internal ---

function marksOf(construct: IConstruct): readonly LifecycleMark[] {
  return (construct as { [LIFECYCLE]?: readonly LifecycleMark[] })[LIFECYCLE] ?? [];
}

function approvalOf(
  { name, question }: Extract<LifecycleMark, { kind: 'approval' }>,
  origin: Origin,
  diagnostics: Diagnostic[],
): readonly ApprovalGate[] {
  if (isDnsLabel(name)) return [{ kind: 'approval', name, question }];
  const summary = `${JSON.stringify(name)} is no name of an approval`;
  diagnostics.push(error('APPROVAL_NAME_INVALID', { summary, ...placeOf(origin) }));
  return [];
}

/** What stands above the other cannot wait for it, nor it for that: they write the same files. */
function awaitedBy(
  { address, environment }: Extract<LifecycleMark, { kind: 'after-healthy' }>,
  origin: Origin,
  diagnostics: Diagnostic[],
): readonly AwaitedHealth[] {
  if (!isAtOrBelow(address, origin.address) && !isAtOrBelow(origin.address, address)) return [{ address, environment }];
  const summary = `\`${origin.address}\` waits for the health of \`${address}\`, which is a part of it or has it as a part`;
  diagnostics.push(error('HEALTH_OF_ITSELF', { summary, ...placeOf(origin) }));
  return [];
}

function selectorOf(
  { path: text, of: kind, name }: Extract<LifecycleMark, { kind: 'ignore' }>,
  origin: Origin,
  diagnostics: Diagnostic[],
): readonly FieldSelector[] {
  const path = parseFieldPath(text);
  if (path !== undefined) return [{ kind, name, path }];
  diagnostics.push(error('FIELD_PATH_INVALID', { summary: `\`${text}\` is no path to a field`, ...placeOf(origin) }));
  return [];
}
