/**
 * True for text that no YAML 1.1 or 1.2 parser reads as anything but that text when it stands without quotes.
 *
 * Holds for values and keys in block style on one line. The rule names what is safe instead of what is not:
 * a start with a letter, `_`, `/`, `$`, `./`, `../` or `--` and a letter, or a digit where some later letter
 * occurs in no number or date. Versions (`4.12.1`), hex digests and times may therefore be quoted without need.
 *
 * @see https://yaml.org/type/ (YAML 1.1: bool, float, int, merge, null, timestamp, value)
 * @see https://yaml.org/spec/1.2.2/#733-plain-style
 */
export function isPlainText(text: string): boolean {
  const first = text.charCodeAt(0);
  if (first >= DIGIT_0 && first <= DIGIT_9) return NO_NUMBER.test(text) && !ENDS_PLAIN.test(text);
  if (!(text.length <= LONGEST_NAME && NAME.test(text)) && (!STARTS_PLAIN.test(text) || ENDS_PLAIN.test(text))) {
    return false;
  }
  if (text.length <= LONGEST_WORD && WORD.test(text)) return false;
  return (first !== UPPER_E && first !== LOWER_E) || !EXPONENT.test(text);
}

// --- internal ---

/** Most text in manifests is names and URLs: a shortcut for what the rules below say of them. */
const NAME = /^[A-Za-z_/$][!-9;-~]*(?::[!-9;-~]+)*$/;
const LONGEST_NAME = 256;

const DIGIT_0 = 0x30;
const DIGIT_9 = 0x39;
const UPPER_E = 0x45;
const LOWER_E = 0x65;

/** Letters outside ASCII count as letters here; spaces, invisible and direction marks do not. */
const BEYOND_ASCII =
  '\\u00a1-\\u00ac\\u00ae-\\u061b\\u061d-\\u167f\\u1681-\\u180d\\u180f-\\u1fff\\u2010-\\u2027\\u2030-\\u205e' +
  '\\u2070-\\u2fff\\u3001-\\ud7ff\\ue000-\\ufefe\\uff00-\\uffef\\ufffc\\ufffd\\u{10000}-\\u{10ffff}';

const STARTS_PLAIN = new RegExp(`^(?:[A-Za-z_/$${BEYOND_ASCII}]|\\.\\.?/|--[A-Za-z])`, 'u');

/** What ends or changes plain text on its way: a comment, a colon that makes a key, a space at the end, the unprintable. */
const ENDS_PLAIN = new RegExp(`:(?: |$)| (?:#|$)|[^ -~${BEYOND_ASCII}]`, 'u');

/**
 * A letter that no form of number or date is written with. Those use digits, `a`-`f`, `x`, `o`, `p` (hexadecimal
 * exponents), `t` and `z` (timestamps) and signs other than `/`.
 */
const NO_NUMBER = /[g-nq-suvwyG-NQ-SUVWY/]/;

const LONGEST_WORD = 5;
const WORD = /^(?:null|true|false|yes|no|on|off|y|n)$/i;

/** Some parsers of YAML 1.1 take the digits before an exponent as optional. */
const EXPONENT = /^e[-+]?[0-9_]+$/i;
