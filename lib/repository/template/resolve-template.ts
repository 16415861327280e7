import { resolve } from 'node:path';
import type { Cache } from '../../cache/cache.ts';
import { kcdkError } from '../../diagnostics/error.ts';
import type { GitTemplateSource, TemplateSource } from '../../model/template.ts';
import type { LoadedTemplate } from '../../templates/library/template-library.ts';
import { findLockEntry, type LockEntry, type TemplateLock, withLockEntry } from '../../templates/source/lock.ts';
import { formatTemplateSource } from '../../templates/source/template-location.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';
import type { GitOptions } from '../git/git-options.ts';
import { withRevisions } from '../git/read-tree.ts';
import type { RepositoryLocation } from '../repository.ts';
import { readBuiltInTemplate } from './read-built-in-template.ts';
import { readFolderTemplate } from './read-folder-template.ts';
import { readGitTemplate } from './read-git-template.ts';
import { digestOfFiles, packFiles, unpackFiles } from './template-contents.ts';

/** What resolving takes from the world. */
export interface TemplatePorts {
  /** Absolute folder that relative folders of templates start from: that of `cdk8s.yaml`. */
  readonly root: string;
  /** Keeps the files of every template by their digest; without it each use reads the repository. */
  readonly cache?: Cache | undefined;
  /** Keeps what charts are rendered to, for this version of kcdk. @default - nothing is kept */
  readonly renders?: Cache | undefined;
  /** Threads that may render beside this one. @default - one for each other core, at most 3 */
  readonly threads?: number | undefined;
  /** Keeps templates open for the next compilation of this process. @default - each opens its own */
  readonly opened?: OpenedTemplates | undefined;
  /** Where a repository really is, and how to enter it. */
  readonly locate: (source: GitTemplateSource) => RepositoryLocation;
  readonly git: GitOptions;
}

/** Templates that are open already, by the key of their source. */
export interface OpenedTemplates {
  /** Undefined where it is not open, or has another digest. */
  get(key: string, digest: string): LoadedTemplate | undefined;
  /** Keeps a template open, and gives what to use in its place. */
  put(key: string, template: LoadedTemplate): LoadedTemplate;
  /** Called when a compilation is over. */
  turn(): void;
}

/** The files of a template, and the lock with its entry. */
export interface ResolvedTemplate {
  readonly files: TemplateFiles;
  readonly lock: TemplateLock;
  /** Undefined for a folder and a built-in template, which are not locked. */
  readonly entry: LockEntry | undefined;
}

/**
 * Reads a template: a folder as it is, a repository at the commit of the lock, or where its ref stands now if the lock
 * does not know it yet.
 *
 * A template that is locked and in the cache needs no network and no git.
 *
 * @throws {KcdkError} `TEMPLATE_DIGEST_DIFFERS` when the commit holds other files than the lock was written for, and what
 *   stops reading a folder or a repository
 */
export async function resolveTemplate(
  source: TemplateSource,
  lock: TemplateLock,
  ports: TemplatePorts,
): Promise<ResolvedTemplate> {
  if ('folder' in source) {
    return { files: await readFolderTemplate(resolve(ports.root, source.folder)), lock, entry: undefined };
  }
  if ('builtIn' in source) {
    return { files: await readBuiltInTemplate(source.builtIn), lock, entry: undefined };
  }
  const entry = findLockEntry(lock, source);
  if (entry === undefined) {
    const fresh = await pinTemplate(source, ports);
    return { ...fresh, lock: withLockEntry(lock, fresh.entry) };
  }
  return { files: await readLocked(entry, ports), lock, entry };
}

/** Resolves the ref of a source anew, whatever a lock says. */
export async function pinTemplate(
  source: GitTemplateSource,
  ports: TemplatePorts,
): Promise<{ readonly files: TemplateFiles; readonly entry: LockEntry }> {
  return withRevisions(ports.locate(source), ports.git, async (reader) => {
    const revision = await reader.find(source.ref);
    const files = await readGitTemplate(reader, source, revision);
    return { files, entry: { source, commit: revision.commit, digest: keep(files, ports) } };
  });
}

/** The files of a locked template, from the cache or from its commit. */
export async function readLocked(entry: LockEntry, ports: TemplatePorts): Promise<TemplateFiles> {
  const { source, commit } = entry;
  const cached = readCached(entry, ports);
  if (cached !== undefined) return cached;
  const files = await withRevisions(ports.locate(source), ports.git, (reader) =>
    readGitTemplate(reader, source, { commit, ref: undefined }),
  );
  if (digestOfFiles(files) !== entry.digest) {
    const summary = `The files of ${formatTemplateSource(source)} at ${commit.slice(0, 12)} are not those of \`konstruct.lock\``;
    throw kcdkError('TEMPLATE_DIGEST_DIFFERS', { summary });
  }
  keep(files, ports);
  return files;
}

/** The files of a locked template where the cache has them. */
export function readCached({ digest }: LockEntry, { cache }: Pick<TemplatePorts, 'cache'>): TemplateFiles | undefined {
  const known = cache?.get('templates.json', digest);
  return known === undefined ? undefined : unpackFiles(known, digest);
}

// --- internal ---

function keep(files: TemplateFiles, ports: TemplatePorts): string {
  const digest = digestOfFiles(files);
  ports.cache?.put('templates.json', digest, packFiles(files));
  return digest;
}
