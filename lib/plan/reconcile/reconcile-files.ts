import type { FileSet, WantedFile } from '../../model/file-set.ts';
import type { Manifest } from '../../model/json.ts';
import type { RepoPath } from '../../model/repo-path.ts';
import { blobIdOfFile } from '../../repository/blob-id.ts';
import type { ObjectId } from '../../repository/repository.ts';
import type { ParseYaml } from '../diff/yaml-reader.ts';
import type { OnDrift } from '../three-way.ts';
import type { Candidate, ReconciledFile, ReconcileInput } from './candidates.ts';
import { carryIgnored, mergeHandEdits, type Reconciled } from './reconcile-file.ts';

/**
 * Gives every candidate the content that it is to have, with what others decide in it.
 *
 * @param contents the blobs of the candidates; one that git no longer has is missing
 */
export function reconcileFiles(
  input: ReconcileInput,
  candidates: readonly Candidate[],
  contents: ReadonlyMap<ObjectId, Uint8Array>,
  parse: ParseYaml,
): { readonly wanted: FileSet; readonly reconciled: ReadonlyMap<RepoPath, ReconciledFile> } {
  const files = new Map(input.wanted.files);
  const reconciled = new Map<RepoPath, ReconciledFile>();
  const textOf = (blob: ObjectId | undefined) => {
    const bytes = blob === undefined ? undefined : contents.get(blob);
    return bytes === undefined ? undefined : new TextDecoder().decode(bytes);
  };
  for (const candidate of candidates) {
    const { path, file } = candidate;
    const now = textOf(candidate.now);
    if (now === undefined) continue;
    const last = textOf(candidate.last);
    // What was written is gone from git, as after a rewritten history: nobody can tell who changed what.
    if (candidate.last !== undefined && last === undefined) continue;
    if (file === undefined) {
      const settled = last !== undefined && isLeftToOthers(candidate, { now, last }, parse);
      reconciled.set(path, { wanted: candidate.now, settled, kept: [], merged: false, conflicts: [] });
      continue;
    }
    const found = judge(candidate, { wanted: file.content, now, last }, input.options.onDrift, parse);
    if (found === undefined) continue;
    const wanted = blobIdOfFile(file, input.snapshot.objectFormat);
    reconciled.set(path, { wanted, ...found.verdict });
    if (found.content !== undefined && found.content !== file.content) {
      files.set(path, withContent(file, found.content, parse));
    }
  }
  return { wanted: { ...input.wanted, files }, reconciled };
}

// --- internal ---

interface Judged {
  readonly verdict: Omit<ReconciledFile, 'wanted'>;
  readonly content: string | undefined;
}

function judge(
  { fields }: Candidate,
  texts: { readonly wanted: string; readonly now: string; readonly last: string | undefined },
  onDrift: OnDrift,
  parse: ParseYaml,
): Judged | undefined {
  const carried = carryIgnored(texts, fields, parse);
  if (carried?.settled === true || onDrift !== 'merge' || texts.last === undefined) {
    return carried === undefined ? undefined : judged(carried, false);
  }
  const { last } = texts;
  const merge = mergeHandEdits({ wanted: carried?.content ?? texts.wanted, now: texts.now, last }, parse);
  if (merge === undefined) return carried === undefined ? undefined : judged(carried, false);
  if (merge.kind === 'merged') return judged(merge.result, true);
  return {
    verdict: { settled: false, kept: [], merged: false, conflicts: merge.fields },
    content: carried?.content,
  };
}

/** True when nothing was changed by hand but the fields of the candidate. */
function isLeftToOthers(
  { fields }: Candidate,
  { now, last }: { readonly now: string; readonly last: string },
  parse: ParseYaml,
): boolean {
  return carryIgnored({ wanted: last, now, last }, fields, parse)?.settled === true;
}

function judged({ content, settled, kept }: Reconciled, merged: boolean): Judged {
  return { verdict: { settled, kept, merged, conflicts: [] }, content };
}

function withContent(file: WantedFile, content: string, parse: ParseYaml): WantedFile {
  const { documents: _, ...rest } = file;
  const documents = file.documents === undefined ? undefined : (parse(content) as readonly Manifest[] | undefined);
  return { ...rest, content, ...(documents === undefined ? {} : { documents }) };
}
