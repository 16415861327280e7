import { kcdkError } from '../../diagnostics/error.ts';
import { isJsonObject } from '../../model/json.ts';
import { repoPathProblem } from '../../model/repo-path.ts';
import type { GitTemplateSource } from '../../model/template.ts';
import { jsonErrorOffset } from '../../plan/json-error-offset.ts';
import { indexLines } from '../line-index.ts';

/** Name of the file; it lies beside `cdk8s.yaml` and is committed. */
export const LOCK_FILE = 'konstruct.lock';

/** What a template of a git repository was resolved to. */
export interface LockEntry {
  readonly source: GitTemplateSource;
  /** Full object name of the commit. */
  readonly commit: string;
  /** SHA-256 over the paths and contents of the template, hex. */
  readonly digest: string;
}

/** At most one entry a source. */
export interface TemplateLock {
  readonly entries: readonly LockEntry[];
}

export const EMPTY_LOCK: TemplateLock = { entries: [] };

/** The entry of a source: same address, folder and ref, each as it was written. */
export function findLockEntry(lock: TemplateLock, source: GitTemplateSource): LockEntry | undefined {
  const key = keyOf(source);
  return lock.entries.find((entry) => keyOf(entry.source) === key);
}

/** The lock with an entry in place of the one for the same source. */
export function withLockEntry(lock: TemplateLock, entry: LockEntry): TemplateLock {
  const key = keyOf(entry.source);
  return { entries: [...lock.entries.filter(({ source }) => keyOf(source) !== key), entry].sort(byKey) };
}

/** JSON with an entry in a few lines, in the order of the sources, so that branches merge; ends with a line break. */
export function serializeLock(lock: TemplateLock): string {
  const templates = [...lock.entries].sort(byKey).map(({ source: { url, path, ref }, commit, digest }) => ({
    url,
    path,
    ...(ref === undefined ? {} : { ref }),
    commit,
    digest,
  }));
  return `${JSON.stringify({ format_version: FORMAT_VERSION, templates }, undefined, 2)}\n`;
}

/**
 * Reads a lock. Nothing in it is trusted: commits and digests have their form, folders stay inside their repository.
 *
 * @throws {KcdkError} `LOCK_INVALID`, `LOCK_VERSION`
 */
export function parseLock(text: string): TemplateLock {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (cause) {
    const source = indexLines(text, LOCK_FILE).positionAt(jsonErrorOffset(text));
    throw kcdkError('LOCK_INVALID', { summary: `\`${LOCK_FILE}\` is no valid JSON`, source }, cause);
  }
  if (!isJsonObject(data)) throw invalid('It is no mapping.');
  const { format_version: version, templates } = data;
  if (typeof version === 'number' && version > FORMAT_VERSION) throw kcdkError('LOCK_VERSION', { source: START });
  if (version !== FORMAT_VERSION) throw invalid(`\`format_version\` is not ${FORMAT_VERSION}.`);
  if (!Array.isArray(templates)) throw invalid('`templates` is no list.');
  const entries = templates.map(toEntry);
  const keys = new Set(entries.map(({ source }) => keyOf(source)));
  if (keys.size < entries.length) throw invalid('Two entries have one source.');
  return { entries: entries.sort(byKey) };
}

// --- internal ---

const FORMAT_VERSION = 1;
const START = { file: LOCK_FILE, line: 1, column: 1 };

function toEntry(data: unknown, index: number): LockEntry {
  const problem = (what: string) => invalid(`Entry ${index + 1}: ${what}.`);
  if (!isJsonObject(data)) throw problem('it is no mapping');
  const { url, path, ref, commit, digest } = data;
  if (typeof url !== 'string' || url === '') throw problem('`url` is no text');
  if (typeof path !== 'string') throw problem('`path` is no text');
  if (path !== '' && repoPathProblem(path) !== undefined)
    throw problem(`\`path\` cannot be used: ${repoPathProblem(path)}`);
  if (ref !== undefined && (typeof ref !== 'string' || ref === '')) throw problem('`ref` is no text');
  if (typeof commit !== 'string' || !/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(commit))
    throw problem('`commit` is no commit');
  if (typeof digest !== 'string' || !/^[0-9a-f]{64}$/.test(digest)) throw problem('`digest` is no SHA-256');
  return { source: { url, path, ...(ref === undefined ? {} : { ref }) }, commit, digest };
}

function keyOf({ url, path, ref }: GitTemplateSource): string {
  return JSON.stringify([url, path, ref ?? '']);
}

function byKey(a: LockEntry, b: LockEntry): number {
  const [keyA, keyB] = [keyOf(a.source), keyOf(b.source)];
  return keyA < keyB ? -1 : keyA > keyB ? 1 : 0;
}

function invalid(detail: string) {
  return kcdkError('LOCK_INVALID', { detail, source: START });
}
