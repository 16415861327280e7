import { isJsonObject, type Json } from '../../model/json.ts';
import { showUnprintable } from './quote-text.ts';

/** JSON pointer (RFC 6901) of a node to the comment lines above it, without `#`. */
export type CommentMap = ReadonlyMap<string, readonly string[]>;

/**
 * Writes comment lines, each after `pad` and ended by a newline.
 *
 * Text cannot leave its comment: every line break any parser knows starts another comment line, and what else
 * no YAML file may hold is shown as an escape.
 */
export function commentLines(lines: readonly string[], pad: string): string {
  let out = '';
  for (const line of lines.flatMap((text) => text.split(/\r\n|[\n\r\u0085\u2028\u2029]/))) {
    out += `${`${pad}# ${showUnprintable(line)}`.trimEnd()}\n`;
  }
  return out;
}

/** The comment lines of the node at `pointer`. */
export function commentsOf(pointer: string, comments: CommentMap, pad: string): string {
  const lines = comments.get(pointer);
  return lines === undefined ? '' : commentLines(lines, pad);
}

/**
 * The comment lines of a list item, and of every node that starts on its line: neither the first member nor the
 * first item of an item has a line of its own to put a comment above.
 */
export function commentsOfItem(item: Json | undefined, pointer: string, comments: CommentMap, pad: string): string {
  let out = '';
  let node = item;
  let at = pointer;
  while (Array.isArray(node) && node.length > 0) {
    out += commentsOf(at, comments, pad);
    at = childPointer(at, 0);
    node = node[0];
  }
  out += commentsOf(at, comments, pad);
  const key = firstKey(node);
  return key === undefined ? out : out + commentsOf(childPointer(at, key), comments, pad);
}

/** The pointer of a member or item. */
export function childPointer(pointer: string, key: string | number): string {
  return `${pointer}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;
}

// --- internal ---

function firstKey(node: Json | undefined): string | undefined {
  return isJsonObject(node) ? Object.keys(node).find((key) => node[key] !== undefined) : undefined;
}
