import type { SourcePosition } from '../diagnostics/diagnostic.ts';
import type { Lifecycle } from './lifecycle.ts';

/**
 * Where something we write comes from: the construct and the line of the user's program.
 *
 * The position is computed only when somebody asks, since mapping a stack back to TypeScript costs
 * more than the compilation of what it belongs to.
 */
export interface Origin {
  /** Path of the construct in the tree, for example `acme/retail/lon1-dev`. */
  readonly address: string;
  /** The line that created the construct; undefined where nothing recorded it. */
  readonly position: () => SourcePosition | undefined;
  /** How its files live on; undefined where nothing is said of it. */
  readonly lifecycle?: Lifecycle | undefined;
}

/** Address and position as a diagnostic carries them. The position is computed when it is read, as by spreading it. */
export function placeOf(origin: Origin): { readonly address: string; readonly source: SourcePosition | undefined } {
  return {
    address: origin.address,
    get source() {
      return origin.position();
    },
  };
}
