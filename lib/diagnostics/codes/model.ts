import type { CodeEntry } from '../codes.ts';

export const MODEL_CODES = {} as const satisfies Readonly<Record<string, CodeEntry>>;
