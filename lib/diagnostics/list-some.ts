/**
 * The first of many, a line each, and how many more there are: so that no finding and no view grows without bound.
 *
 * @param line  makes the line of one that is listed
 * @param indent  stands before `and 3 more`; lines bring their own
 */
export function listSome<Item>(
  items: readonly Item[],
  most: number,
  line: (item: Item) => string,
  indent = '',
): readonly string[] {
  const lines = items.slice(0, most).map(line);
  return items.length > most ? [...lines, `${indent}and ${items.length - most} more`] : lines;
}
