/**
 * Prints a moment in UTC by one of Go's layouts, which show how 2 January 2006 15:04:05 would be written.
 *
 * @see https://pkg.go.dev/time#pkg-constants
 */
export function formatTime(layout: string, millis: number): string {
  const date = new Date(millis);
  return layout.replace(ELEMENTS, (element) => elementText(element, date));
}

/** Reads a moment by one of Go's layouts, in UTC where the text names no zone; undefined where it does not fit. */
export function parseTime(layout: string, text: string): number | undefined {
  const names: string[] = [];
  let pattern = '';
  let at = 0;
  for (const match of layout.matchAll(ELEMENTS)) {
    pattern += escapePattern(layout.slice(at, match.index)) + (READ[match[0]] ?? '([A-Z]{3,5})');
    names.push(match[0]);
    at = match.index + match[0].length;
  }
  pattern += escapePattern(layout.slice(at));
  const found = new RegExp(`^${pattern}$`).exec(text);
  if (found === null) return undefined;
  return momentOf(names, found.slice(1));
}

// --- internal ---

const ELEMENTS =
  /January|Jan|Monday|Mon|MST|2006|Z07:00|Z0700|-07:00|-0700|-07|[.,]0+(?!\d)|[.,]9+(?!\d)|002|01|02|03|04|05|06|15|_2|PM|pm|1|2|3|4|5/g;

const MONTHS = 'January February March April May June July August September October November December'.split(' ');
const DAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

const READ: Readonly<Record<string, string>> = {
  '2006': '(\\d{4})',
  '06': '(\\d{2})',
  '01': '(\\d{2})',
  '1': '(\\d{1,2})',
  '02': '(\\d{2})',
  '2': '(\\d{1,2})',
  _2: '\\s?(\\d{1,2})',
  '15': '(\\d{2})',
  '03': '(\\d{2})',
  '3': '(\\d{1,2})',
  '04': '(\\d{2})',
  '4': '(\\d{1,2})',
  '05': '(\\d{2}(?:\\.\\d+)?)',
  '5': '(\\d{1,2}(?:\\.\\d+)?)',
  PM: '(AM|PM)',
  pm: '(am|pm)',
  January: `(${MONTHS.join('|')})`,
  Jan: `(${MONTHS.map((name) => name.slice(0, 3)).join('|')})`,
  Monday: `(${DAYS.join('|')})`,
  Mon: `(${DAYS.map((name) => name.slice(0, 3)).join('|')})`,
  'Z07:00': '(Z|[+-]\\d{2}:\\d{2})',
  Z0700: '(Z|[+-]\\d{4})',
  '-07:00': '([+-]\\d{2}:\\d{2})',
  '-0700': '([+-]\\d{4})',
  '-07': '([+-]\\d{2})',
};

function elementText(element: string, date: Date): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const hour = date.getUTCHours();
  const month = MONTHS[date.getUTCMonth()] ?? '';
  const day = DAYS[date.getUTCDay()] ?? '';
  switch (element) {
    case '2006':
      return String(date.getUTCFullYear()).padStart(4, '0');
    case '06':
      return two(date.getUTCFullYear() % 100);
    case '01':
      return two(date.getUTCMonth() + 1);
    case '1':
      return String(date.getUTCMonth() + 1);
    case '02':
      return two(date.getUTCDate());
    case '2':
      return String(date.getUTCDate());
    case '_2':
      return String(date.getUTCDate()).padStart(2, ' ');
    case '002':
      return String(dayOfYear(date)).padStart(3, '0');
    case '15':
      return two(hour);
    case '03':
      return two(hour % 12 === 0 ? 12 : hour % 12);
    case '3':
      return String(hour % 12 === 0 ? 12 : hour % 12);
    case '04':
      return two(date.getUTCMinutes());
    case '4':
      return String(date.getUTCMinutes());
    case '05':
      return two(date.getUTCSeconds());
    case '5':
      return String(date.getUTCSeconds());
    case 'PM':
      return hour < 12 ? 'AM' : 'PM';
    case 'pm':
      return hour < 12 ? 'am' : 'pm';
    case 'January':
      return month;
    case 'Jan':
      return month.slice(0, 3);
    case 'Monday':
      return day;
    case 'Mon':
      return day.slice(0, 3);
    case 'MST':
      return 'UTC';
    case 'Z07:00':
    case 'Z0700':
      return 'Z';
    case '-07:00':
      return '+00:00';
    case '-0700':
      return '+0000';
    case '-07':
      return '+00';
  }
  return fractionText(element, date);
}

function fractionText(element: string, date: Date): string {
  const digits = `${String(date.getUTCMilliseconds()).padStart(3, '0')}000000`.slice(0, element.length - 1);
  if (element[1] === '0') return (element[0] ?? '') + digits;
  const trimmed = digits.replace(/0+$/, '');
  return trimmed === '' ? '' : (element[0] ?? '') + trimmed;
}

function dayOfYear(date: Date): number {
  const start = Date.UTC(date.getUTCFullYear(), 0, 1);
  return Math.floor((date.getTime() - start) / 86_400_000) + 1;
}

function momentOf(names: readonly string[], values: readonly string[]): number | undefined {
  let [year, month, day, hour, minute, second, offset] = [0, 1, 1, 0, 0, 0, 0];
  let afternoon: boolean | undefined;
  for (const [index, name] of names.entries()) {
    const value = values[index] ?? '';
    const number = Number(value);
    if (name === '2006') year = number;
    else if (name === '06') year = number + (number >= 69 ? 1900 : 2000);
    else if (name === '01' || name === '1') month = number;
    else if (name === 'January' || name === 'Jan') month = MONTHS.findIndex((full) => full.startsWith(value)) + 1;
    else if (name === '02' || name === '2' || name === '_2') day = number;
    else if (name === '15' || name === '03' || name === '3') hour = number;
    else if (name === '04' || name === '4') minute = number;
    else if (name === '05' || name === '5') second = number;
    else if (name === 'PM' || name === 'pm') afternoon = value.toLowerCase() === 'pm';
    else if (name.includes('07')) offset = offsetMinutes(value);
  }
  if (afternoon !== undefined) hour = (hour % 12) + (afternoon ? 12 : 0);
  const daysInMonth = new Date(Date.UTC(2000 + (year % 400), month, 0)).getUTCDate();
  if (month < 1 || month > 12 || day < 1 || day > daysInMonth || hour > 23 || minute > 59 || second >= 60)
    return undefined;
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, minute, Math.floor(second), Math.round((second % 1) * 1000));
  return date.getTime() - offset * 60_000;
}

function offsetMinutes(text: string): number {
  const match = /^([+-])(\d{2}):?(\d{2})?$/.exec(text);
  if (match === null) return 0;
  return (match[1] === '-' ? -1 : 1) * (Number(match[2]) * 60 + Number(match[3] ?? 0));
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}
