import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { isDeeperThan } from '../plan/canonical-json.ts';
import { digestText } from '../plan/digest.ts';
import { readFormatVersion } from '../plan/format-version.ts';
import { shapeProblems } from '../plan/shape.ts';
import { type RepositoryJson, repositoryFromJson, repositoryToJson } from './repository-json.ts';
import type { Shard } from './shard.ts';
import { repositoryShape, termsShape } from './shard-shape.ts';
import { isShardText, SHARD_KIND } from './shard-text.ts';

/** Version of the files of shards. They are for the kcdk that wrote them, so it is all of it. */
export const SHARD_FORMAT_VERSION = '1.0';

/**
 * Writes a shard: a line that says what the file is, a line of what all parts agree on, and a line for each repository.
 * Equal shards give equal bytes.
 */
export function serializeShard({ repositories, ...terms }: Shard): string {
  const whole = terms.settings.targets !== null;
  const lines = [terms, ...repositories.map((repository) => repositoryToJson(repository, whole))];
  const body = lines.map((line) => `${JSON.stringify(line)}\n`).join('');
  return `${JSON.stringify({ kind: SHARD_KIND, format_version: SHARD_FORMAT_VERSION, digest: digestText(body) })}\n${body}`;
}

/**
 * Reads the file of a shard, which anybody may have written. Never throws; `shard` is undefined exactly when there are
 * diagnostics.
 *
 * @param file its name, for the diagnostics
 */
export function parseShard(
  text: string,
  file: string,
): { readonly shard: Shard | undefined; readonly diagnostics: readonly Diagnostic[] } {
  const refuse = (code: Diagnostic['code'], detail: string, line = 1) => ({
    shard: undefined,
    diagnostics: [error(code, { detail, source: { file, line, column: 1 } })],
  });
  const end = text.indexOf('\n') + 1;
  const head = isShardText(text) && end > 0 ? parsed(text.slice(0, end)) : undefined;
  if (!isMapping(head)) return refuse('SHARD_FILE_INVALID', 'It does not begin as one.');
  if (readFormatVersion(head['format_version'], SHARD_FORMAT_VERSION) === 'newer') {
    const detail = `It has format version ${String(head['format_version'])}; this kcdk reads up to ${SHARD_FORMAT_VERSION}.`;
    return refuse('SHARD_VERSION_NEWER', detail);
  }
  const body = text.slice(end);
  if (digestText(body) !== head['digest']) return refuse('SHARD_FILE_EDITED', 'Its digest is not that of its content.');
  const [terms, ...repositories] = body.split('\n').slice(0, -1).map(parsed);
  for (const [index, value] of [terms, ...repositories].entries()) {
    const problems = isDeeperThan(value, MAX_DEPTH)
      ? ['it is nested too deeply']
      : shapeProblems(value, index === 0 ? termsShape : repositoryShape);
    if (problems.length > 0) return refuse('SHARD_FILE_INVALID', `${problems.join('; ')}.`, index + 2);
  }
  // The shapes were checked member by member.
  const shard = {
    ...(terms as Omit<Shard, 'repositories'>),
    repositories: (repositories as readonly RepositoryJson[]).map(repositoryFromJson),
  };
  return { shard, diagnostics: [] };
}

// --- internal ---

const MAX_DEPTH = 200;

function parsed(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
