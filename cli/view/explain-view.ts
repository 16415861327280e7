import type { ExplainedCode, ExplainedKind } from '../../lib/query/explain.ts';
import { table } from './table.ts';

/** The kinds as a table, a line each. */
export function kindsText(kinds: readonly ExplainedKind[]): string {
  return table([
    ['KIND', 'SCOPE', 'DESCRIPTION'],
    ...kinds.map(({ topic, scope, description }) => [topic, scope, description]),
  ]);
}

/** A kind for people: what it is, where it may stand, and the fields of its record. */
export function explainedKindText({
  topic,
  description,
  scope,
  record_kind,
  record_path,
  fields,
}: ExplainedKind): string {
  const head = `${topic}\n  ${description}\n\n  scope   ${scope}\n  record  ${record_kind}, ${record_path}\n`;
  if (fields.length === 0) return head;
  const rows = fields.map(({ name, type, required, description: text }) => [
    '',
    name,
    required ? 'required' : '',
    type,
    text,
  ]);
  return `${head}\nFields of the record:\n${table(rows)}`;
}

/** A code for people: what it means, what to do, and who has to. */
export function explainedCodeText({ topic, summary, fix, fault, exit }: ExplainedCode): string {
  return `${topic}\n  ${summary}.\n\n  fix    ${fix}\n  fault  ${FAULTS[fault]}\n  exit   ${exit}\n`;
}

// --- internal ---

const FAULTS: Readonly<Record<ExplainedCode['fault'], string>> = {
  user: 'the program, the configuration or the command',
  world: 'the world outside, such as a server or a disk',
  ours: 'a defect of kcdk',
};
