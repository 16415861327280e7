import picomatch from 'picomatch';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import { isAtOrBelow } from '../model/lifecycle.ts';

/** The part of a program that a plan is limited to. */
export interface TargetSelection {
  /** Addresses, or globs of them; all where there is none. */
  readonly target: readonly string[];
  /** What is left out all the same. */
  readonly exclude: readonly string[];
}

/** True for an address that a plan looks at. */
export type IsTarget = (address: string) => boolean;

/**
 * Says which addresses a plan looks at: what is targeted, with all that stands below it, less what is excluded.
 *
 * In a glob `*` stands for what is between two slashes, `**` for anything, `{a,b}` for either.
 */
export function targetFilter({ target, exclude }: TargetSelection): IsTarget {
  const targeted = target.map(matcherOf);
  const excluded = exclude.map(matcherOf);
  const known = new Map<string, boolean>();
  return (address) => {
    const before = known.get(address);
    if (before !== undefined) return before;
    const covers = (matches: IsTarget) => matches(address);
    const result = (targeted.length === 0 || targeted.some(covers)) && !excluded.some(covers);
    known.set(address, result);
    return result;
  };
}

/** Targets that mean nothing: most often a misspelt address, which would make a plan of nothing look fine. */
export function unknownTargets(
  { target, exclude }: TargetSelection,
  addresses: ReadonlySet<string>,
): readonly Diagnostic[] {
  return [...target, ...exclude].flatMap((pattern) => {
    const matches = matcherOf(pattern);
    for (const address of addresses) if (matches(address)) return [];
    const summary = `\`${pattern}\` is no address of the program or of what it wrote`;
    return [error('TARGET_ADDRESS_UNKNOWN', { summary, fix: didYouMean(pattern, [...addresses]) })];
  });
}

// --- internal ---

function matcherOf(pattern: string): IsTarget {
  const { isGlob } = picomatch.scan(pattern);
  if (!isGlob) return (address) => isAtOrBelow(address, pattern);
  const matches = picomatch(pattern, { dot: true, nonegate: true, noextglob: true });
  return (address) => {
    for (let end = address.length; end > 0; end = address.lastIndexOf('/', end - 1)) {
      if (matches(address.slice(0, end))) return true;
    }
    return false;
  };
}
