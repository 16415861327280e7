import { KcdkError } from '../diagnostics/error.ts';
import type { CommentOutcome, CommentText } from './forge.ts';
import { sameText } from './same-text.ts';

export interface StoredComment {
  readonly id: number;
  readonly body: string;
  readonly url: string;
}

/** How comments of one pull request are read and written. */
export interface CommentPorts {
  list(): Promise<readonly StoredComment[]>;
  create(body: string): Promise<StoredComment>;
  update(id: number, body: string): Promise<StoredComment>;
}

/** How often a comment is tried whose answer was lost. */
const ATTEMPTS = 3;

/**
 * Keeps one comment up to date that is known by its marker.
 *
 * Whether a comment was made is not known when the answer is lost: then it is looked for before another is made.
 */
export async function keepComment({ marker, body }: CommentText, ports: CommentPorts): Promise<CommentOutcome> {
  const text = hasMarker(body, marker) ? body.trimEnd() : `${body.trimEnd()}\n\n${marker}`;
  for (let attempt = 1; ; attempt++) {
    const known = (await ports.list()).find((comment) => hasMarker(comment.body, marker));
    if (known !== undefined && sameText(known.body, text)) {
      return { url: known.url, status: attempt === 1 ? 'unchanged' : 'created' };
    }
    if (known !== undefined) return { url: (await ports.update(known.id, text)).url, status: 'updated' };
    try {
      return { url: (await ports.create(text)).url, status: 'created' };
    } catch (cause) {
      const isLost = KcdkError.is(cause) && (cause.code === 'FORGE_FAILED' || cause.code === 'FORGE_UNREACHABLE');
      if (!isLost || attempt === ATTEMPTS) throw cause;
    }
  }
}

// --- internal ---

/** As a line of its own: who quotes the comment does not take it over. */
function hasMarker(text: string, marker: string): boolean {
  return text.split(/\r?\n/).includes(marker);
}
