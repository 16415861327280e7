import type { Diagnostic, DiagnosticDetails } from '../../diagnostics/diagnostic.ts';
import { type Origin, placeOf } from '../../model/origin.ts';

/** Who came first for each key; the others are clashes that name the first. */
export class FirstClaims<Owner extends { readonly origin: Origin }> {
  private readonly owners = new Map<string, Owner>();

  /** Claims a key: the earlier owner when there is one, which keeps it. */
  claim(key: string, owner: Owner): Owner | undefined {
    const first = this.owners.get(key);
    if (first === undefined) this.owners.set(key, owner);
    return first;
  }
}

/** Where a clash is, and where the first claim is. */
export function clashPlaces(
  second: { readonly origin: Origin },
  first: { readonly origin: Origin },
): Pick<DiagnosticDetails, 'address' | 'source'> & Required<Pick<Diagnostic, 'related'>> {
  return { ...placeOf(second.origin), related: [{ message: 'the first one', ...placeOf(first.origin) }] };
}
