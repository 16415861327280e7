import { type Diagnostic, error, type SourcePosition } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import type { FileSet, WantedFile } from '../model/file-set.ts';
import type { Manifest } from '../model/json.ts';
import { placeOf } from '../model/origin.ts';
import type { Provenance } from '../model/provenance.ts';
import { isRepoPath, type RepoPath, repoPathProblem } from '../model/repo-path.ts';
import type { Artifact } from '../synth/artifact.ts';
import { orderManifest } from './manifest-order.ts';
import { emitYaml } from './yaml/emit-yaml.ts';

export interface Rendering {
  /** One a repository that has files, by name of the repository. */
  readonly fileSets: readonly FileSet[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Turns artifacts into the files of each repository.
 *
 * A path has one owner: a second claim is reported with both, and the first stays. The order of the artifacts does not
 * matter to the result otherwise.
 *
 * @param project name of the project, which every YAML file names at its head
 */
export function render(artifacts: readonly Artifact[], project: string): Rendering {
  const diagnostics: Diagnostic[] = [];
  const repositories = new Map<string, Map<RepoPath, WantedFile>>();
  const head = `Managed by kcdk (project ${project}): change the program, not this file.`;
  for (const artifact of artifacts) {
    const files = repositories.get(artifact.repository) ?? new Map<RepoPath, WantedFile>();
    repositories.set(artifact.repository, files);
    const { path, origin } = artifact;
    const place = () => ({ repository: artifact.repository, path, ...placeOf(origin) });
    if (!isRepoPath(path)) {
      const summary = `The path ${JSON.stringify(path)} cannot be written: ${repoPathProblem(path)}`;
      diagnostics.push(error('PATH_UNSAFE', { summary, ...place() }));
      continue;
    }
    const first = files.get(path);
    if (first !== undefined) {
      diagnostics.push(clash(artifact, first));
      continue;
    }
    const file = toFile(path, artifact, head, (problem) => diagnostics.push({ ...problem, ...place() }));
    if (file === undefined) continue;
    files.set(path, file);
  }
  const fileSets = [...repositories]
    .map(([repository, files]): FileSet => ({ repository, files: sorted(files) }))
    .toSorted((a, b) => (a.repository < b.repository ? -1 : 1));
  for (const fileSet of fileSets) diagnostics.push(...overlaps(fileSet));
  return { fileSets, diagnostics };
}

// --- internal ---

/** Of two files of one template, it is the template that claims the path twice. */
function clash({ repository, path, origin, content }: Artifact, first: WantedFile): Diagnostic {
  const [second, claimed] = [content.kind === 'rendered' ? content.provenance : undefined, first.provenance];
  const isOne = second !== undefined && claimed !== undefined && origin.address === first.origin.address;
  if (!isOne) {
    const related = [{ message: 'claimed first here', ...placeOf(first.origin) }];
    const summary = `\`${origin.address}\` and \`${first.origin.address}\` both claim \`${path}\``;
    return error('PATH_CLASH', { summary, repository, path, ...placeOf(origin), related });
  }
  const related = [
    { message: 'claimed first here', source: startOf(claimed) },
    { message: 'rendered for it', ...placeOf(origin) },
  ];
  const summary = `The template claims \`${path}\` twice`;
  const fix = 'Rename one of the files of the template.';
  const { address } = origin;
  return error('PATH_CLASH', { summary, fix, repository, path, address, source: startOf(second), related });
}

/** The place in the template that a file begins with. */
function startOf(provenance: Provenance): SourcePosition | undefined {
  const place = provenance.placeOfLine(1);
  return place && { file: `${provenance.label}/${place.file}`, line: place.line, column: place.column };
}

function toFile(
  path: RepoPath,
  { origin, content, ignoreChanges, realm, scaffold }: Artifact,
  head: string,
  report: (problem: Diagnostic) => void,
): WantedFile | undefined {
  // Behind what every file has: an object that is begun with a spread has a hidden class of its own in V8.
  const marks = {
    ...(ignoreChanges && { ignoreChanges }),
    ...(realm !== undefined && { realm }),
    ...(scaffold && { scaffold }),
  };
  if (content.kind === 'text') return { path, origin, content: content.text, ...marks };
  if (content.kind === 'rendered') {
    const { text, documents, provenance } = content;
    return { path, origin, content: text, provenance, ...(documents.length > 0 && { documents }), ...marks };
  }
  const documents: readonly Manifest[] = content.documents.map(orderManifest);
  try {
    const comments = content.comments;
    const text = emitYaml(documents, { header: [head, ...content.comment], ...(comments && { comments }) });
    return { path, origin, content: text, documents, ...marks };
  } catch (cause) {
    if (!KcdkError.is(cause)) throw cause;
    for (const diagnostic of cause.diagnostics) report(diagnostic);
    return undefined;
  }
}

function sorted(files: ReadonlyMap<RepoPath, WantedFile>): ReadonlyMap<RepoPath, WantedFile> {
  return new Map([...files].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** Paths that a case-insensitive file system could not hold side by side, and files that are folders of others. */
function overlaps({ repository, files }: FileSet): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  const folded = new Map<string, WantedFile>();
  for (const file of files.values()) {
    const key = file.path.normalize('NFC').toLowerCase();
    const other = folded.get(key);
    if (other === undefined) folded.set(key, file);
    else found.push(overlap('PATH_CASE_CLASH', 'differ only in case', repository, file, other));
  }
  for (const file of files.values()) {
    for (let end = file.path.lastIndexOf('/'); end > 0; end = file.path.lastIndexOf('/', end - 1)) {
      const above = files.get(file.path.slice(0, end) as RepoPath);
      if (above !== undefined) {
        found.push(
          overlap('PATH_IS_FOLDER', 'cannot both exist: one is a folder of the other', repository, file, above),
        );
      }
    }
  }
  return found;
}

function overlap(
  code: 'PATH_CASE_CLASH' | 'PATH_IS_FOLDER',
  what: string,
  repository: string,
  file: WantedFile,
  other: WantedFile,
): Diagnostic {
  return error(code, {
    summary: `\`${other.path}\` and \`${file.path}\` ${what}`,
    repository,
    path: file.path,
    ...placeOf(file.origin),
    related: [{ message: `\`${other.path}\` comes from here`, ...placeOf(other.origin) }],
  });
}
