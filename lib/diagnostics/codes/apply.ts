import type { CodeEntry } from '../codes.ts';

export const APPLY_CODES = {} as const satisfies Readonly<Record<string, CodeEntry>>;
