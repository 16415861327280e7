/** Whether a title or body on a forge is the one that was sent there: servers change line breaks and cut blank ends. */
export function sameText(a: string, b: string): boolean {
  return a.replaceAll('\r\n', '\n').trim() === b.replaceAll('\r\n', '\n').trim();
}
