import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CODES, type ExitCode } from '../../lib/diagnostics/codes.ts';
import { KcdkError, kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import { RECORD_KINDS, type RecordKind } from '../../lib/model/identity.ts';
import { explainCode, explainKind } from '../../lib/query/explain.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { packageRoot } from '../package-root.ts';
import { explainedCodeText, explainedKindText, kindsText } from '../view/explain-view.ts';
import { json, toKind } from './query.ts';

export interface ExplainOptions extends GlobalOptions {
  readonly topic: string | undefined;
  readonly json?: boolean;
}

/** Explains a kind of resource or a code; without a topic it lists the kinds. Needs no program. */
export async function runExplain({ topic, json: asJson }: ExplainOptions, io: CliIo): Promise<ExitCode> {
  const schema = JSON.parse(readFileSync(join(packageRoot(), 'schemas', 'records.schema.json'), 'utf8'));
  const write = <T>(explained: T, text: (explained: T) => string) =>
    io.stdout.write(asJson === true ? json(explained) : text(explained));
  if (topic === undefined) {
    write(
      RECORD_KINDS.map((kind) => explainKind(kind, schema)),
      kindsText,
    );
    return 0;
  }
  const code = explainCode(topic);
  if (code !== undefined) write(code, explainedCodeText);
  else write(explainKind(kindOf(topic), schema), explainedKindText);
  return 0;
}

// --- internal ---

function kindOf(topic: string): RecordKind {
  try {
    return toKind(topic);
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    const words = /^[A-Z_]+$/.test(topic) ? Object.keys(CODES) : [...RECORD_KINDS, ...Object.keys(CODES)];
    const summary = `There is nothing to say about \`${topic}\``;
    throw kcdkError('TOPIC_UNKNOWN', { summary, fix: didYouMean(topic, words) });
  }
}
