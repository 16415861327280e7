import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isAtOrBelow } from '../../model/lifecycle.ts';
import { placeOf } from '../../model/origin.ts';
import type { AddressMark } from '../../synth/lifecycle.ts';
import type { Synthesis } from '../../synth/synth.ts';

/** What is said to be gone must be gone: a construct cannot both be there and have moved on, or be given up. */
export function checkLifecycle({ declarations, artifacts, lifecycle }: Synthesis): readonly Diagnostic[] {
  const marks: readonly (readonly [AddressMark, string])[] = [
    ...lifecycle.movedFrom.map((mark) => [mark, 'moved from'] as const),
    ...lifecycle.forgotten.map((mark) => [mark, 'forgotten'] as const),
  ];
  if (marks.length === 0) return [];
  const origins = [
    ...declarations.map(({ declaration }) => declaration.origin),
    ...artifacts.map(({ origin }) => origin),
  ];
  return marks.flatMap(([{ address, by }, what]) => {
    const there = origins.find((origin) => isAtOrBelow(origin.address, address));
    if (there === undefined) return [];
    const summary = `\`${address}\` is said to be ${what}, and \`${there.address}\` is in the program`;
    const related = [{ message: 'it is here', ...placeOf(there) }];
    return [error('LIFECYCLE_ADDRESS_DECLARED', { summary, ...placeOf(by), related })];
  });
}
