import { type FunctionTable, fn, type GoFunction } from '../go/function.ts';
import { parseInteger } from '../go/number.ts';
import { FunctionFailure } from '../go/runtime.ts';
import { GoInt, GoStruct, type Value } from '../go/values.ts';
import { formatTime, parseTime } from './time-layout.ts';

const toDate = fn(['string', 'string'], (layout, text) => timeStruct(parseTime(layout, text) ?? ZERO_TIME));
const dateModify = fn(['string', 'any'], (duration, date) => {
  const parsed = parseDuration(duration);
  return parsed === undefined ? date : timeStruct(millisOf(date) + Number(parsed / 1_000_000n));
});

/** Sprig's functions on dates that are given; the zone is UTC and nothing reads the clock. */
export const DATE_FUNCTIONS: FunctionTable = {
  date: fn(['string', 'any'], (layout, date) => formatTime(layout, millisOf(date))),
  ...alias(['dateInZone', 'date_in_zone'], fn(['string', 'any', 'string'], inZone)),
  ...alias(
    ['htmlDate'],
    fn(['any'], (date) => formatTime('2006-01-02', millisOf(date))),
  ),
  ...alias(
    ['htmlDateInZone'],
    fn(['any', 'string'], (date, zone) => inZone('2006-01-02', date, zone)),
  ),
  ...alias(['toDate'], toDate),
  mustToDate: fn(['string', 'string'], (layout, text) => {
    const time = parseTime(layout, text);
    if (time === undefined) throw new FunctionFailure(`parsing time "${text}" as "${layout}": cannot parse`);
    return timeStruct(time);
  }),
  ...alias(['dateModify', 'date_modify', 'mustDateModify', 'must_date_modify'], dateModify),
  unixEpoch: fn(['any'], (date) => String(Math.floor(millisOf(date) / 1000))),
  duration: fn(['any'], (value) => durationText(secondsOf(value) * 1_000_000_000n)),
  durationRound: fn(['any'], (value) => roundDuration(value)),
};

// --- internal ---

/** The first moment of the year 1, Go's zero time. */
const ZERO_TIME = -62_135_596_800_000;

const times = new WeakMap<GoStruct, number>();

function alias(names: readonly string[], entry: GoFunction): FunctionTable {
  return Object.fromEntries(names.map((name) => [name, entry]));
}

function timeStruct(millis: number): GoStruct {
  const struct = new GoStruct(
    'time.Time',
    {},
    {
      text: () => formatTime('2006-01-02 15:04:05 -0700 MST', millis),
      json: () => formatTime('2006-01-02T15:04:05Z07:00', millis),
      methods: {
        Format: { params: ['string'], call: (layout: string) => formatTime(layout, millis) },
        Unix: { params: [], call: () => new GoInt(BigInt(Math.floor(millis / 1000)), 'int64') },
        Year: { params: [], call: () => new GoInt(BigInt(new Date(millis).getUTCFullYear()), 'int') },
        Day: { params: [], call: () => new GoInt(BigInt(new Date(millis).getUTCDate()), 'int') },
      },
    },
  );
  times.set(struct, millis);
  return struct;
}

/** A date given as a time or as seconds since 1970; for anything else Sprig would read the clock. */
function millisOf(date: Value): number {
  const known = date instanceof GoStruct ? times.get(date) : undefined;
  if (known !== undefined) return known;
  if (date instanceof GoInt) return Number(date.value) * 1000;
  throw new FunctionFailure('a value that is no date stands for the present time', 'TEMPLATE_NOT_REPRODUCIBLE');
}

function inZone(layout: string, date: Value, zone: string): string {
  if (zone !== '' && zone !== 'UTC' && zone !== 'Local') {
    throw new FunctionFailure(`time zones depend on the machine; only UTC is known, not ${zone}`);
  }
  return formatTime(layout, millisOf(date));
}

/** Only text and an `int64` count; of anything else Sprig makes no time at all. */
function secondsOf(value: Value): bigint {
  if (typeof value === 'string') return parseInteger(value, 10) ?? 0n;
  return value instanceof GoInt && value.kind === 'int64' ? value.value : 0n;
}

const UNITS: Readonly<Record<string, bigint>> = {
  ns: 1n,
  us: 1_000n,
  µs: 1_000n,
  ms: 1_000_000n,
  s: 1_000_000_000n,
  m: 60_000_000_000n,
  h: 3_600_000_000_000n,
};

/** Nanoseconds of a duration such as `-1h30m`. */
function parseDuration(text: string): bigint | undefined {
  const match = /^([+-]?)((?:\d+(?:\.\d*)?|\.\d+)(?:ns|us|µs|ms|s|m|h))+$/.exec(text);
  if (match === null) return text === '0' ? 0n : undefined;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of text.matchAll(/(\d*)(?:\.(\d*))?(ns|us|µs|ms|s|m|h)/g)) {
    const size = UNITS[unit] ?? 0n;
    total += BigInt(whole === '' ? '0' : whole) * size;
    if (fraction !== '') total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  return match[1] === '-' ? -total : total;
}

/** A duration as Go prints it, `1m35s`. */
function durationText(nanos: bigint): string {
  if (nanos === 0n) return '0s';
  const size = nanos < 0n ? -nanos : nanos;
  const sign = nanos < 0n ? '-' : '';
  const seconds = size / 1_000_000_000n;
  const [hours, minutes, rest] = [seconds / 3600n, (seconds / 60n) % 60n, seconds % 60n];
  return `${sign}${hours > 0n ? `${hours}h` : ''}${hours > 0n || minutes > 0n ? `${minutes}m` : ''}${rest}s`;
}

function roundDuration(value: Value): string {
  const nanos =
    typeof value === 'string' ? (parseDuration(value) ?? 0n) : value instanceof GoInt ? value.value : undefined;
  if (nanos === undefined) {
    if (value instanceof GoStruct) throw new FunctionFailure('it reads the clock', 'TEMPLATE_NOT_REPRODUCIBLE');
    return '0s';
  }
  const size = nanos < 0n ? -nanos : nanos;
  const seconds = size / 1_000_000_000n;
  for (const [unit, length] of [
    ['y', 31_536_000n],
    ['mo', 2_592_000n],
    ['d', 86_400n],
    ['h', 3_600n],
    ['m', 60n],
  ] as const) {
    if (seconds >= length) return `${nanos < 0n ? '-' : ''}${seconds / length}${unit}`;
  }
  return seconds > 0n ? `${nanos < 0n ? '-' : ''}${seconds}s` : '0s';
}
