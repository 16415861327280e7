import { isBlankOrEnd, isBreak, isPrintable } from './characters.ts';

/** Which styles a text may be written in, as libyaml's emitter decides it. */
export interface Analysis {
  readonly multiline: boolean;
  readonly plain: boolean;
  readonly single: boolean;
  readonly block: boolean;
}

/** Looks at a text once, as libyaml's `yaml_emitter_analyze_scalar`; flow style is never asked for. */
export function analyze(text: string): Analysis {
  if (text === '') return { multiline: false, plain: true, single: true, block: false };
  if (SIMPLE.test(text)) return SIMPLE_ANALYSIS;
  let indicators = text.startsWith('---') || text.startsWith('...');
  let lineBreaks = false;
  let special = false;
  let breakSpace = false;
  let spaceBreak = false;
  let previous: 'space' | 'break' | undefined;
  let afterBlank = true;
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    const beforeBlank = isBlankOrEnd(text.charCodeAt(at + 1));
    if (at === 0) {
      if (STARTS.includes(text[0] ?? '')) indicators = true;
      if ('?:-'.includes(text[0] ?? '') && beforeBlank) indicators = true;
    } else if (code === COLON ? beforeBlank : code === HASH && afterBlank) indicators = true;
    if (!isPrintable(code)) special = true;
    if (code === SPACE) {
      if (previous === 'break') breakSpace = true;
      previous = 'space';
    } else if (isBreak(code)) {
      lineBreaks = true;
      if (previous === 'space') spaceBreak = true;
      previous = 'break';
    } else previous = undefined;
    afterBlank = isBlankOrEnd(code);
  }
  const first = text.charCodeAt(0);
  const last = text.charCodeAt(text.length - 1);
  const edges = [first, last].some((code) => code === SPACE || isBreak(code));
  return {
    multiline: lineBreaks,
    plain: !(edges || breakSpace || spaceBreak || special || lineBreaks || indicators),
    single: !(breakSpace || spaceBreak || special),
    block: !(last === SPACE || spaceBreak || special),
  };
}

// --- internal ---

const SPACE = 32;
const HASH = 35;
const COLON = 58;
const STARTS = '#,[]{}&*!|>\'"%@`';
const SIMPLE = /^[\w/][\w./-]*$/;
const SIMPLE_ANALYSIS: Analysis = { multiline: false, plain: true, single: true, block: true };
