import type { CodeEntry } from '../codes.ts';

/** Codes of token templates: files in which `<UPPER_SNAKE>` stands for a value. */
export const TEMPLATE_TOKEN_CODES = {
  TOKEN_MISSPELT: {
    summary: 'A text is nearly a token, and is not replaced',
    fix: 'Write the token in capitals with underscores.',
    fault: 'user',
    exit: 1,
  },
  TOKEN_VALUE_MISPLACED: {
    summary: 'A value has no place where its token stands',
    fix: 'Put the token on a line of its own; a list may also be an item (`- <TOKEN>`) or stand between brackets.',
    fault: 'user',
    exit: 1,
  },
  TOKEN_UNDECLARED: {
    summary: 'A template uses a token that it does not declare and that the platform does not supply',
    fix: 'Declare it as an input, or correct its spelling.',
    fault: 'user',
    exit: 1,
  },
} as const satisfies Readonly<Record<string, CodeEntry>>;
