import type { CodeEntry } from '../codes.ts';

export const SYNTH_CODES = {} as const satisfies Readonly<Record<string, CodeEntry>>;
