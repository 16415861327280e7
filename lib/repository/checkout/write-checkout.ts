import { chmod, lstat, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { KcdkError, kcdkError } from '../../diagnostics/error.ts';
import { repoPathProblem } from '../../model/repo-path.ts';

/** One file of a checkout before and after; undefined where it is not there. */
export interface CheckoutWrite {
  readonly path: string;
  /** Where the file was before, if it is renamed. */
  readonly previousPath?: string | undefined;
  readonly before: string | undefined;
  readonly after: string | undefined;
}

/**
 * Edits files of a checkout in place, all of them or none.
 *
 * First every file has to be what it was when the edits were worked out, and every new path has to be free; then all new
 * contents are written beside their places; only then files are renamed into them. When that fails half-way, what was
 * done is undone. Files keep their modes. Nothing is followed or written through a link.
 *
 * @param root  absolute folder
 * @throws {KcdkError} `CHECKOUT_CHANGED` for each file that is not as expected, and `CHECKOUT_UNWRITABLE`
 */
export async function writeCheckout(root: string, writes: readonly CheckoutWrite[]): Promise<void> {
  const problems = (await Promise.all(writes.map((write) => problemsOf(root, write)))).flat();
  if (problems.length > 0) throw new KcdkError(problems);
  const staged: Staged[] = [];
  try {
    for (const write of writes) staged.push(await stage(root, write));
    await moveAll(root, staged);
  } catch (cause) {
    if (KcdkError.is(cause)) throw cause;
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('CHECKOUT_UNWRITABLE', { summary: `Cannot write below \`${root}\``, detail }, cause);
  } finally {
    for (const { temporary } of staged) if (temporary !== undefined) await rm(temporary, { force: true });
  }
}

// --- internal ---

interface Staged {
  readonly write: CheckoutWrite;
  /** The new content beside its place; undefined for a file that goes. */
  readonly temporary: string | undefined;
}

async function problemsOf(root: string, { path, previousPath, before }: CheckoutWrite): Promise<readonly Diagnostic[]> {
  const source = previousPath ?? path;
  const problems: Diagnostic[] = [];
  for (const each of new Set([path, source])) {
    const problem = repoPathProblem(each) ?? (await linkOnTheWay(root, each));
    if (problem !== undefined) problems.push(changed(each, problem));
  }
  if (problems.length > 0) return problems;
  const now = await contentOf(join(root, source));
  if (now !== before)
    problems.push(changed(source, before === undefined ? 'it is there now' : 'it is not what it was'));
  if (source !== path && (await contentOf(join(root, path))) !== undefined)
    problems.push(changed(path, 'it is there now'));
  return problems;
}

function changed(path: string, detail: string): Diagnostic {
  return error('CHECKOUT_CHANGED', { path, detail });
}

/** A link may lead out of the checkout, and a file in place of a folder leads nowhere. */
async function linkOnTheWay(root: string, path: string): Promise<string | undefined> {
  const segments = path.split('/');
  for (let depth = 1; depth <= segments.length; depth++) {
    const status = await statusOf(join(root, ...segments.slice(0, depth)));
    if (status === undefined) return undefined;
    const isLast = depth === segments.length;
    if (status.isSymbolicLink()) return 'there is a link on the way to it';
    if (isLast ? !status.isFile() : !status.isDirectory()) return 'something else is at its place';
  }
  return undefined;
}

async function statusOf(file: string) {
  try {
    return await lstat(file);
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

async function contentOf(file: string): Promise<string | undefined> {
  try {
    return new TextDecoder('utf-8', { ignoreBOM: true }).decode(await readFile(file));
  } catch (cause) {
    if (isMissing(cause)) return undefined;
    throw cause;
  }
}

function isMissing(cause: unknown): boolean {
  return cause instanceof Error && 'code' in cause && (cause.code === 'ENOENT' || cause.code === 'ENOTDIR');
}

async function stage(root: string, write: CheckoutWrite): Promise<Staged> {
  if (write.after === undefined) return { write, temporary: undefined };
  const file = join(root, write.path);
  const status = await statusOf(join(root, write.previousPath ?? write.path));
  await mkdir(dirname(file), { recursive: true });
  const temporary = `${file}.kcdk-${process.pid}`;
  try {
    await writeFile(temporary, write.after, { flag: 'wx', flush: true });
    if (status !== undefined) await chmod(temporary, status.mode & 0o777);
  } catch (cause) {
    await rm(temporary, { force: true });
    throw cause;
  }
  return { write, temporary };
}

async function moveAll(root: string, staged: readonly Staged[]): Promise<void> {
  const done: CheckoutWrite[] = [];
  try {
    for (const { write, temporary } of staged) {
      done.push(write);
      if (temporary !== undefined) await rename(temporary, join(root, write.path));
      const gone = write.after === undefined ? write.path : write.previousPath;
      if (gone !== undefined) await rm(join(root, gone));
    }
  } catch (cause) {
    for (const write of done.reverse()) await putBack(root, write);
    throw cause;
  }
}

async function putBack(root: string, { path, previousPath, before }: CheckoutWrite): Promise<void> {
  const source = previousPath ?? path;
  if (source !== path || before === undefined) await rm(join(root, path), { force: true });
  if (before !== undefined) await writeFile(join(root, source), before);
}
