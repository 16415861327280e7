/** Milliseconds of a duration as Go writes them: `90s`, `30m`, `1h30m`; 0 is `0` or `0s`. Undefined when it is none. */
export function parseDuration(text: string): number | undefined {
  if (text === '0') return 0;
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  const units = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;
  let total = 0;
  for (const [, number, , unit] of text.matchAll(/(\d+(\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(number) * units[unit as keyof typeof units];
  }
  // timers of Node.js cannot be set further ahead
  return Math.min(Math.round(total), 2 ** 31 - 1);
}
