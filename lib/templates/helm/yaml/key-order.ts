/** The order in which go-yaml v2 writes keys: digits within them compare as numbers, letters come last. */
export function compareKeys(a: string, b: string): number {
  if (a === b) return 0;
  if (SIMPLE.test(a) && SIMPLE.test(b)) return a < b ? -1 : 1;
  const left = [...a];
  const right = [...b];
  const length = Math.min(left.length, right.length);
  for (let at = 0; at < length; at++) {
    if (left[at] !== right[at]) return compareAt(left, right, at) ? -1 : 1;
  }
  return left.length < right.length ? -1 : 1;
}

// --- internal ---

const SIMPLE = /^[A-Za-z]*$/;
const LETTER = /^\p{L}$/u;
const DIGIT = /^\p{Nd}$/u;

function compareAt(left: readonly string[], right: readonly string[], at: number): boolean {
  const a = left[at] ?? '';
  const b = right[at] ?? '';
  const aIsLetter = LETTER.test(a);
  const bIsLetter = LETTER.test(b);
  const before = (a.codePointAt(0) ?? 0) < (b.codePointAt(0) ?? 0);
  if (aIsLetter && bIsLetter) return before;
  if (aIsLetter || bIsLetter) return bIsLetter;
  let aNumber = 0n;
  let bNumber = 0n;
  if (a === '0' || b === '0') {
    // A zero within a number does not begin one.
    for (let back = at - 1; back >= 0 && DIGIT.test(left[back] ?? ''); back--) {
      if (left[back] !== '0') {
        aNumber = 1n;
        bNumber = 1n;
        break;
      }
    }
  }
  let aEnd = at;
  for (; aEnd < left.length && DIGIT.test(left[aEnd] ?? ''); aEnd++) aNumber = grow(aNumber, left[aEnd]);
  let bEnd = at;
  for (; bEnd < right.length && DIGIT.test(right[bEnd] ?? ''); bEnd++) bNumber = grow(bNumber, right[bEnd]);
  if (aNumber !== bNumber) return aNumber < bNumber;
  if (aEnd !== bEnd) return aEnd < bEnd;
  return before;
}

/** An `int64` that wraps around. */
function grow(number: bigint, digit: string | undefined): bigint {
  return BigInt.asIntN(64, number * 10n + BigInt((digit?.codePointAt(0) ?? 48) - 48));
}
