import { lowerRune, upperRune } from './words.ts';

/** `HTTPStatus2xx` to `http_status_2xx`, as xstrings' `ToSnakeCase` and `ToKebabCase`. */
export function separateWords(text: string, connector: string): string {
  let result = '';
  let current = nextWord(text);
  const emit = ({ kind, word }: Word): void => {
    result += lowered(kind, word, connector);
  };
  const connect = (kind: WordKind | undefined): void => {
    if (kind !== undefined && kind !== 'invalid' && kind !== 'punct' && kind !== 'connector') result += connector;
  };
  while (current.rest !== '') {
    if (current.kind !== 'connector') emit(current);
    const previous = current;
    current = nextWord(current.rest);
    if (previous.kind === 'connector') emit(previous);
    else if (previous.kind === 'number') {
      current = emitRun(current);
      connect(current.kind);
    } else if (previous.kind !== 'punct') {
      if (current.kind !== 'number') {
        if (current.kind !== 'connector' && current.kind !== 'punct') result += connector;
        continue;
      }
      if (current.rest === '') continue;
      const number = current;
      current = nextWord(current.rest);
      if (current.kind !== 'alphabet') {
        emit(number);
        if (current.kind !== 'connector' && current.kind !== 'punct') result += connector;
        continue;
      }
      result += connector;
      emit(number);
      current = emitRun(current);
      connect(current.kind);
    }
  }
  emit(current);
  return result;

  /** Writes letters and digits that belong together; gives the word after them. */
  function emitRun(from: Word): Word {
    let word = from;
    while (word.kind === 'alphabet' || word.kind === 'number') {
      emit(word);
      word = nextWord(word.rest);
    }
    return word;
  }
}

/** `http_server` to `HttpServer`, as xstrings' `ToPascalCase`. */
export function joinWords(text: string): string {
  const runes = [...text];
  let at = 0;
  let result = '';
  while (at < runes.length && isConnector(runes[at] ?? '')) result += runes[at++];
  if (at >= runes.length) return result;
  let firstUpper = isUpper(runes[at] ?? '');
  let current = upperRune(runes[at++] ?? '');
  for (; at < runes.length; at++) {
    const previous = current;
    current = runes[at] ?? '';
    if (isConnector(current) && isConnector(previous)) {
      result += previous;
      continue;
    }
    if (isConnector(previous)) {
      firstUpper = isUpper(current);
      current = upperRune(current);
      continue;
    }
    if (firstUpper) {
      if (isUpper(current)) current = lowerRune(current);
      else firstUpper = false;
    }
    result += previous;
  }
  return result + current;
}

// --- internal ---

type WordKind = 'invalid' | 'number' | 'upper' | 'alphabet' | 'connector' | 'punct';

interface Word {
  readonly kind: WordKind;
  readonly word: string;
  readonly rest: string;
}

const END: Word = { kind: 'invalid', word: '', rest: '' };

function nextWord(text: string): Word {
  const runes = [...text];
  const first = runes[0];
  if (first === undefined) return END;
  const take = (test: (rune: string) => boolean, from = 1): number => {
    let end = from;
    while (end < runes.length && test(runes[end] ?? '')) end++;
    return end;
  };
  const word = (kind: WordKind, end: number): Word => ({
    kind,
    word: runes.slice(0, end).join(''),
    rest: runes.slice(end).join(''),
  });
  const isLower = (rune: string): boolean => isAlphabet(rune) && !isUpper(rune);
  if (isConnector(first)) return word('connector', take(isConnector));
  if (isPunct(first)) return word('punct', take(isPunct));
  if (isUpper(first)) {
    const second = runes[1];
    if (second === undefined) return word('upper', 1);
    if (!isUpper(second)) return word('upper', isAlphabet(second) ? take(isLower) : 1);
    const end = take(isUpper);
    // In `HTTPStatus` the last capital belongs to the next word.
    return word('upper', end < runes.length && isAlphabet(runes[end] ?? '') ? end - 1 : end);
  }
  if (isAlphabet(first)) return word('alphabet', take(isLower));
  if (isNumber(first)) return word('number', take(isNumber));
  return word(
    'invalid',
    take((rune) => !isConnector(rune) && !isPunct(rune) && !isAlphabet(rune) && !isNumber(rune)),
  );
}

function lowered(kind: WordKind, word: string, connector: string): string {
  if (kind !== 'upper' && kind !== 'connector') return word;
  return [...word].map((rune) => (isConnector(rune) ? connector : isUpper(rune) ? lowerRune(rune) : rune)).join('');
}

const isConnector = (rune: string): boolean => rune === '-' || rune === '_' || /^\s$/u.test(rune);
const isPunct = (rune: string): boolean => /^\p{P}$/u.test(rune);
const isUpper = (rune: string): boolean => /^\p{Lu}$/u.test(rune);
const isNumber = (rune: string): boolean => /^\p{N}$/u.test(rune);
const isAlphabet = (rune: string): boolean => /^\p{L}$/u.test(rune);
