import type { CodeEntry } from '../codes.ts';

export const REPOSITORY_CODES = {} as const satisfies Readonly<Record<string, CodeEntry>>;
