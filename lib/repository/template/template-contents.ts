import { digest } from '../../cache/digest.ts';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { isJsonObject } from '../../model/json.ts';
import { repoPathProblem } from '../../model/repo-path.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';

/** Bounds of what is taken for a template. */
export const MOST_FILES = 5_000;
export const MOST_BYTES = 32 * 1024 * 1024;

/** Bytes as text where they are UTF-8; a byte order mark stays. */
export function toContent(bytes: Uint8Array): string | Uint8Array {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return bytes;
  }
}

/** SHA-256 over paths and contents, in the order of paths; modes and times do not count. */
export function digestOfFiles(files: TemplateFiles): string {
  const paths = [...files.keys()].sort();
  return digest('template 1', ...paths.flatMap((path) => [path, files.get(path) ?? '']));
}

/** Files as one text, for the cache. */
export function packFiles(files: TemplateFiles): string {
  const entries = [...files].map(([path, content]) =>
    typeof content === 'string' ? [path, content] : [path, Buffer.from(content).toString('base64'), 'base64'],
  );
  return JSON.stringify(entries);
}

/** The files of a packed text; undefined when it is none, or its files have another digest. */
export function unpackFiles(text: string, expected: string): TemplateFiles | undefined {
  let entries: unknown;
  try {
    entries = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!Array.isArray(entries)) return undefined;
  const files = new Map<string, string | Uint8Array>();
  for (const entry of entries) {
    if (!Array.isArray(entry) || isJsonObject(entry)) return undefined;
    const [path, content, encoding] = entry as readonly unknown[];
    if (typeof path !== 'string' || typeof content !== 'string' || repoPathProblem(path) !== undefined)
      return undefined;
    files.set(path, encoding === 'base64' ? Buffer.from(content, 'base64') : content);
  }
  return digestOfFiles(files) === expected ? files : undefined;
}

/** What keeps a path of a template from being written everywhere. */
export function pathFinding(path: string, where: string): Diagnostic | undefined {
  const problem = repoPathProblem(path);
  if (problem === undefined) return undefined;
  const summary = `The file ${JSON.stringify(path)} of the template ${where} cannot be used: ${problem}`;
  return error('TEMPLATE_PATH_UNSAFE', { summary });
}

/** Says that a template is over its bounds. */
export function sizeFinding(where: string, what: string): Diagnostic {
  return error('TEMPLATE_TOO_LARGE', { summary: `The template ${where} has more than ${what}` });
}
