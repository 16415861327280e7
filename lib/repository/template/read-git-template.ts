import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../diagnostics/error.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import type { GitTemplateSource } from '../../model/template.ts';
import { formatTemplateSource } from '../../templates/source/template-location.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';
import type { Revision } from '../git/find-revision.ts';
import type { RevisionReader } from '../git/read-tree.ts';
import type { SnapshotEntry } from '../repository.ts';
import { MOST_BYTES, MOST_FILES, pathFinding, sizeFinding, toContent } from './template-contents.ts';

/**
 * Reads the files of a template at one commit: everything below its folder.
 *
 * @throws {KcdkError} `TEMPLATE_NOT_FOUND`, `TEMPLATE_HAS_LINK`, `TEMPLATE_PATH_UNSAFE`, `TEMPLATE_TOO_LARGE`, and what
 *   stops a read; all findings about files at once
 */
export async function readGitTemplate(
  reader: RevisionReader,
  source: GitTemplateSource,
  revision: Revision,
): Promise<TemplateFiles> {
  const where = formatTemplateSource(source);
  const tree = await reader.list(revision);
  const entries = below(tree, source.path);
  if (entries.size === 0) throw notFound(source, revision, tree);
  const problems: Diagnostic[] = [];
  if (entries.size > MOST_FILES) problems.push(sizeFinding(where, `${MOST_FILES} files`));
  for (const [path, { mode }] of entries) {
    const problem = pathFinding(path, where);
    if (problem !== undefined) problems.push(problem);
    if (mode !== '120000' && mode !== '160000') continue;
    const summary = `\`${path}\` of the template ${where} is a ${mode === '120000' ? 'link' : 'submodule'}`;
    problems.push(error('TEMPLATE_HAS_LINK', { summary }));
  }
  if (problems.length > 0) throw new KcdkError(problems);
  const blobs = await reader.read(
    revision,
    [...entries.values()].map(({ blob }) => blob),
  );
  const files = new Map<string, string | Uint8Array>();
  let size = 0;
  for (const [path, { blob }] of entries) {
    const bytes = blobs.get(blob) ?? new Uint8Array();
    size += bytes.byteLength;
    if (size > MOST_BYTES) throw new KcdkError([sizeFinding(where, `${MOST_BYTES / 1024 / 1024} MiB`)]);
    files.set(path, toContent(bytes));
  }
  return files;
}

// --- internal ---

function below(tree: ReadonlyMap<string, SnapshotEntry>, folder: string): ReadonlyMap<string, SnapshotEntry> {
  if (folder === '') return tree;
  const prefix = `${folder}/`;
  const found = new Map<string, SnapshotEntry>();
  for (const [path, entry] of tree) if (path.startsWith(prefix)) found.set(path.slice(prefix.length), entry);
  return found;
}

function notFound(source: GitTemplateSource, { commit }: Revision, tree: ReadonlyMap<string, SnapshotEntry>) {
  const folders = new Set<string>();
  for (const path of tree.keys()) {
    if (/(?:^|\/)(?:Chart|kubefirst|konstruct)\.yaml$/.test(path)) folders.add(path.replace(/\/?[^/]*$/, ''));
  }
  folders.delete('');
  return kcdkError('TEMPLATE_NOT_FOUND', {
    summary: `There is no folder \`${source.path}\` in ${source.url} at ${commit.slice(0, 12)}`,
    ...(folders.size > 0 ? { fix: didYouMean(source.path, folders) } : {}),
  });
}
