import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { didYouMean } from '../../lib/diagnostics/near-matches.ts';
import { writeLock } from '../../lib/repository/template/lock-file.ts';
import { type LockEntry, serializeLock, type TemplateLock } from '../../lib/templates/source/lock.ts';
import { formatTemplateSource } from '../../lib/templates/source/template-location.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { updatesJson, updatesText } from '../view/template-update-view.ts';
import { openSession } from './session.ts';
import { openTemplateSession } from './template-session.ts';

export interface TemplateUpdateOptions extends GlobalOptions {
  /** Addresses or folders of the templates; all when empty. */
  readonly templates: readonly string[];
  readonly dryRun?: boolean;
  readonly json?: boolean;
}

/** Moves locked templates to where their refs stand now, and shows what that changes. */
export async function runTemplateUpdate(options: TemplateUpdateOptions, io: CliIo): Promise<ExitCode> {
  // Loaded when it runs: all commands are joined into one file, and most of them never parse YAML.
  const { updateTemplates } = await import('../../lib/repository/template/update-templates.ts');
  const session = openSession(options, io);
  const { root, lock, ports } = await openTemplateSession(session);
  const { lock: next, updates } = await updateTemplates(lock, chooseEntries(lock, options.templates), ports);
  io.stdout.write(options.json === true ? updatesJson(updates) : updatesText(updates, { color: session.color }));
  const moved = serializeLock(next) !== serializeLock(lock);
  if (moved && options.dryRun !== true) {
    await writeLock(root, next);
    session.say('Wrote konstruct.lock. Import the templates again where their inputs changed.');
  }
  return 0;
}

// --- internal ---

function chooseEntries(lock: TemplateLock, words: readonly string[]): readonly LockEntry[] {
  if (words.length === 0) return lock.entries;
  const chosen = new Set<LockEntry>();
  for (const word of words) {
    const matching = lock.entries.filter((entry) => namesOf(entry).includes(word));
    if (matching.length === 0) {
      const names = lock.entries.flatMap(namesOf);
      const summary = `\`konstruct.lock\` has no template \`${word}\``;
      throw kcdkError('TEMPLATE_NOT_LOCKED', { summary, fix: didYouMean(word, names) });
    }
    for (const entry of matching) chosen.add(entry);
  }
  return [...chosen];
}

/** What a template may be called: its whole place, its address, its folder. */
function namesOf({ source }: LockEntry): readonly string[] {
  const { url, path } = source;
  return [formatTemplateSource(source), url, ...(path === '' ? [] : [`${url}//${path}`, path])];
}
