import type { Gate } from './gate.ts';

/**
 * When a file may be written or removed, in relation to what runs on clusters.
 *
 * Holds of one path add up. For each file those of the most specific path count: its own, else those of the innermost
 * folder that has any.
 */
export interface Hold {
  /** A file, or a folder with a slash at its end: then all that is below it. */
  readonly path: string;
  /** `remove`: the file goes only after the gate. `write`: its content changes only after the gate. */
  readonly when: 'remove' | 'write';
  /** Left out: the file waits for nothing, whatever its folder says. */
  readonly gate?: Gate | undefined;
  /**
   * The file whose own change sets off what the gate waits for: that change is of an earlier phase.
   *
   * A `remove` does not wait as long as the trigger is wanted: what it holds then goes by itself.
   */
  readonly trigger?: { readonly repository: string; readonly path: string } | undefined;
  /** Of a `write`: address of a construct. What is written of it, or of what stands below it, is of an earlier phase. */
  readonly after?: string | undefined;
}
