import { resolve } from 'node:path';
import { KcdkError } from '../../diagnostics/error.ts';
import { type TemplateSource, templateSourceKey } from '../../model/template.ts';
import { inputName } from '../../templates/contract/contract.ts';
import { readContract } from '../../templates/contract/read-contract.ts';
import { findLockEntry, type TemplateLock } from '../../templates/source/lock.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';
import { readModuleInputs } from '../../templates/terraform/module-inputs.ts';
import { readLock } from './lock-file.ts';
import { readBuiltInTemplate } from './read-built-in-template.ts';
import { readFolderTemplate } from './read-folder-template.ts';
import { readCached, type TemplatePorts } from './resolve-template.ts';

/**
 * Names of the secret inputs of those templates that are at hand: in a folder, in this package, or locked and in the cache.
 * Nothing is fetched, and what cannot be read is left out: the answer to a question does not hang on it.
 */
export async function readSecretInputs(
  sources: readonly TemplateSource[],
  ports: Pick<TemplatePorts, 'root' | 'cache'>,
): Promise<(source: TemplateSource | undefined) => ReadonlySet<string>> {
  const found = new Map<string, ReadonlySet<string>>();
  const lock = sources.some((source) => 'url' in source) ? await unlessRefused(() => readLock(ports.root)) : undefined;
  for (const source of sources) {
    const key = templateSourceKey(source);
    if (found.has(key)) continue;
    const files = await unlessRefused(() => readAtHand(source, lock, ports));
    if (files !== undefined) found.set(key, namesOf(files));
  }
  return (source) => (source && found.get(templateSourceKey(source))) ?? NONE;
}

// --- internal ---

const NONE: ReadonlySet<string> = new Set();

async function readAtHand(
  source: TemplateSource,
  lock: TemplateLock | undefined,
  ports: Pick<TemplatePorts, 'root' | 'cache'>,
): Promise<TemplateFiles | undefined> {
  if ('folder' in source) return readFolderTemplate(resolve(ports.root, source.folder));
  if ('builtIn' in source) return readBuiltInTemplate(source.builtIn);
  const entry = lock && findLockEntry(lock, source);
  return entry && readCached(entry, ports);
}

function namesOf(files: TemplateFiles): ReadonlySet<string> {
  const inputs = readContract(files).contract.inputs.filter(({ type }) => type === 'secret');
  const variables = readModuleInputs(files).variables.filter(({ sensitive }) => sensitive);
  return new Set([...inputs.map(inputName), ...variables.map(({ name }) => name)]);
}

async function unlessRefused<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
  try {
    return await read();
  } catch (cause) {
    if (KcdkError.is(cause)) return undefined;
    throw cause;
  }
}
