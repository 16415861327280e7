import type { CodeEntry } from '../codes.ts';

export const CONFIG_CODES = {} as const satisfies Readonly<Record<string, CodeEntry>>;
