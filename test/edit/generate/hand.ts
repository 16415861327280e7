import type { Random } from './random.ts';

/** How a person, or a team over years, lays out a file. */
export interface Hand {
  readonly mode: 'plain' | 'token' | 'helm';
  readonly step: number;
  readonly listOffset: number;
  readonly quotes: 'plain' | 'single' | 'double' | 'mixed';
  readonly newline: '\n' | '\r\n';
  readonly bom: boolean;
  readonly finalNewline: boolean;
  /** How often comments, blank lines, flow style and the like turn up. */
  readonly clutter: number;
}

export type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };

/** Writes a document by hand, so to speak: never the same layout twice, always YAML once templates are taken out. */
export function writeByHand(value: Value, hand: Hand, random: Random): string {
  const lines: string[] = [];
  writeMembers(value, 0, { hand, random, lines, belowBlock: false });
  return `${lines.join('\n')}\n`;
}

// --- internal ---

interface Desk {
  readonly hand: Hand;
  readonly random: Random;
  readonly lines: string[];
  belowBlock: boolean;
}

const REMARKS = [
  'do not touch',
  'TODO: ask the platform team',
  'was 30s: {{ see }} the runbook',
  'kept for "old" clusters',
  '<- by hand',
] as const;

function writeMembers(value: Value, column: number, desk: Desk, lead?: string): void {
  const { hand, random, lines } = desk;
  let first = lead;
  const start = (): string => {
    const text = first ?? ' '.repeat(column);
    first = undefined;
    return text;
  };
  const clutter = (): void => {
    if (first !== undefined) return;
    // A line with a tab only is blank, but below a block it would be text out of its place.
    const blank = random.pick(['', ' '.repeat(column), '\t']);
    if (random.chance(hand.clutter)) lines.push(desk.belowBlock ? '' : blank);
    if (random.chance(hand.clutter)) lines.push(`${' '.repeat(column)}# ${random.pick([...REMARKS])}`);
    if (hand.mode === 'helm' && random.chance(hand.clutter / 2)) {
      lines.push(`${' '.repeat(random.pick([0, column]))}{{- /* ${random.pick([...REMARKS])} */}}`);
    }
  };
  if (isList(value)) {
    for (const item of value) {
      clutter();
      writeItem(item, column, start(), desk);
    }
    return;
  }
  const entries = Object.entries(value as Record<string, Value>);
  for (const [index, [key, member]] of entries.entries()) {
    clutter();
    const guarded = hand.mode === 'helm' && index > 0 && random.chance(hand.clutter / 3);
    const guard = `${' '.repeat(random.pick([0, column]))}{{- `;
    if (guarded) lines.push(`${guard}if .Values.${index}on }}`.replace(/\.\d+on/, '.enabled'));
    writeEntry(key, member, column, start(), desk);
    if (guarded) lines.push(`${guard}end }}`);
  }
  if (hand.mode === 'helm' && random.chance(hand.clutter / 4)) {
    lines.push(`${' '.repeat(column)}{{- include "chart.more" . | nindent ${column} }}`);
  }
  if (hand.mode === 'token' && random.chance(hand.clutter / 4))
    lines.push(`${' '.repeat(column)}<MORE_LINES_${column}>`);
}

function writeEntry(key: string, member: Value, column: number, start: string, desk: Desk): void {
  const { hand, random, lines } = desk;
  const name = random.chance(hand.clutter / 4) || !/^[A-Za-z]/.test(key) ? JSON.stringify(key) : key;
  const gap = random.chance(hand.clutter / 4) ? '   ' : ' ';
  if (isBlock(member) && !random.chance(hand.clutter / 3)) {
    lines.push(`${start}${name}:${remark(desk)}`);
    desk.belowBlock = false;
    writeMembers(member, column + (isList(member) ? hand.listOffset : hand.step), desk);
  } else if (typeof member === 'string' && member.includes('\n')) {
    lines.push(`${start}${name}: |${member.endsWith('\n') ? '' : '-'}`);
    for (const line of member.replace(/\n$/, '').split('\n'))
      lines.push(line === '' ? '' : ' '.repeat(column + hand.step) + line);
    desk.belowBlock = true;
  } else {
    lines.push(`${start}${name}:${gap}${inline(member, desk)}${remark(desk)}`);
    desk.belowBlock = false;
  }
}

function writeItem(item: Value, column: number, start: string, desk: Desk): void {
  const { hand, random, lines } = desk;
  if (isBlock(item) && !random.chance(hand.clutter / 3)) writeMembers(item, column + 2, desk, `${start}- `);
  else {
    lines.push(`${start}- ${inline(item, desk)}${remark(desk)}`);
    desk.belowBlock = false;
  }
}

function remark({ hand, random }: Desk): string {
  if (!random.chance(hand.clutter)) return random.chance(hand.clutter / 4) ? ' \t' : '';
  return `${random.pick([' ', '  ', '\t'])}# ${random.pick([...REMARKS])}`;
}

function inline(value: Value, desk: Desk, flow = false): string {
  const { hand, random } = desk;
  if (isList(value)) return `[${value.map((item) => inline(item, desk, true)).join(', ')}]`;
  if (typeof value === 'object' && value !== null) {
    const pad = random.chance(0.5) ? ' ' : '';
    const members = Object.entries(value).map(
      ([key, member]) => `${JSON.stringify(key)}: ${inline(member, desk, true)}`,
    );
    return members.length === 0 ? '{}' : `{${pad}${members.join(', ')}${pad}}`;
  }
  if (typeof value !== 'string') return value === null ? random.pick(['null', '~']) : String(value);
  const style = hand.quotes === 'mixed' ? random.pick(['plain', 'single', 'double']) : hand.quotes;
  if (hand.mode === 'helm' && value.startsWith('{{'))
    return value.includes('`') || !value.includes('"') ? value : `'${value}'`;
  if (
    style === 'plain' &&
    /^[A-Za-z<./][\w<>./-]*$/.test(value) &&
    !(flow && /[,<]/.test(value)) &&
    !/^(true|false|null|yes|no|on|off|y|n)$/i.test(value)
  ) {
    return value;
  }
  return style === 'single' && !value.includes('\n') ? `'${value.replaceAll("'", "''")}'` : JSON.stringify(value);
}

const isList = (value: Value): value is readonly Value[] => Array.isArray(value);

function isBlock(value: Value): value is readonly Value[] | { readonly [key: string]: Value } {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}
