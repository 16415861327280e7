import type { IConstruct } from 'constructs';
import { addComment } from '../lib/synth/contribution.ts';

/** Comments that travel with what a construct writes. */
export const Comment = {
  /**
   * Puts comment lines at the head of every YAML file of the construct itself (not of those below it).
   *
   * @param text one or several lines, without `#`
   */
  on(construct: IConstruct, text: string): void {
    addComment(construct, text.split(/\r?\n/));
  },
} as const;
