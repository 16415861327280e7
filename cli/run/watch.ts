import type { LedgerMemory } from '../../lib/compare-repository.ts';
import { loadConfig } from '../../lib/config/load-config.ts';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { collectProgram } from '../../lib/read-program.ts';
import { openGitRepository } from '../../lib/repository/git/open-git-repository.ts';
import { planUnlessSettled, prepareForChanges } from '../../lib/settled/settled-plans.ts';
import { keepInMemory } from '../../lib/watch/kept-cache.ts';
import { type KeptRepositories, keepRepositories } from '../../lib/watch/kept-repositories.ts';
import { keepTemplates } from '../../lib/watch/kept-templates.ts';
import { watchFolders } from '../../lib/watch/watch-folders.ts';
import type { CliIo } from '../io.ts';
import { reportFailure } from '../view/failure-view.ts';
import { type PlanOptions, planOptionsOf } from './plan.ts';
import { showPlan } from './report.ts';
import { openSession, type Session } from './session.ts';

/**
 * Plans again whenever a file of the program changes, until it is interrupted.
 *
 * A program that is broken is told, and waited for. Bundles, listings, open templates and open repositories stay in memory;
 * a remote is asked again when the last answer is older than half a minute.
 *
 * @throws {KcdkError} where not even a configuration is found
 */
export async function runWatch(options: PlanOptions, io: CliIo): Promise<ExitCode> {
  const session = withMemory(openSession(options, io));
  for (const [flag, given] of Object.entries(UNFIT)) {
    if (options[flag as keyof typeof UNFIT] === undefined) continue;
    throw kcdkError('WATCH_OPTIONS', { summary: `${given} is for a plan that is made once` });
  }
  const { cwd, configFile: file, env } = session.compileOptions;
  const config = await loadConfig({ cwd, file, env });
  const repositories = keepRepositories(
    (location) => openGitRepository(location, { ...session.gitOptions, cwd: config.root }),
    MAX_AGE,
  );
  const ledgers: LedgerMemory = new Map();
  const changes = createChanges(io.signal);
  const folders = watchFolders({
    roots: [config.root],
    ignored: [config.output],
    changed: () => changes.tell(),
  });
  try {
    while (!io.signal.aborted) {
      await planOnce(options, session, { repositories, ledgers });
      folders.refresh();
      session.say('Waiting for changes; Ctrl-C ends it.');
      await prepareForChanges();
      await changes.next();
    }
    return 130;
  } finally {
    folders.close();
    await repositories.close();
  }
}

// --- internal ---

/** Editors write several files at once, and one file in several steps. */
const SETTLE = 60;
const MAX_AGE = 30_000;

/** Options of `plan` that make no sense more than once, by name. */
const UNFIT = {
  out: '--out',
  attest: '--attest',
  comment: '--comment',
  detailedExitcode: '--detailed-exitcode',
  report: '--report',
} as const;

/** What stays between two plans. */
interface Kept {
  readonly repositories: KeptRepositories;
  readonly ledgers: LedgerMemory;
}

function withMemory(session: Session): Session {
  const { cache, templateCache } = session.compileOptions;
  const kept = cache && keepInMemory(cache);
  return {
    ...session,
    compileOptions: {
      ...session.compileOptions,
      cache: kept,
      templateCache: templateCache && keepInMemory(templateCache),
      openedTemplates: keepTemplates(),
    },
    gitOptions: { ...session.gitOptions, cache: kept },
  };
}

async function planOnce(options: PlanOptions, session: Session, { repositories, ledgers }: Kept): Promise<void> {
  try {
    const program = await collectProgram(session.compileOptions);
    const planned = await planUnlessSettled(program, session.compileOptions, {
      ...(await planOptionsOf(program, session, options)),
      open: (location) => repositories.open(location),
      heads: repositories.heads,
      ledgers,
    });
    await planned.close();
    await showPlan(planned.bundle.plan, options, session);
  } catch (cause) {
    // whatever it is: the next change may mend it
    if (!session.io.signal.aborted) reportFailure(cause, options, session.io);
  }
}

/** Joins changes that come together; one that comes during a plan is not lost. */
function createChanges(signal: AbortSignal) {
  let pending = false;
  let timer: NodeJS.Timeout | undefined;
  let wake: (() => void) | undefined;
  signal.addEventListener('abort', () => {
    clearTimeout(timer);
    wake?.();
  });
  return {
    tell() {
      clearTimeout(timer);
      timer = setTimeout(() => {
        pending = true;
        wake?.();
      }, SETTLE);
    },
    async next(): Promise<void> {
      if (!pending && !signal.aborted) {
        await new Promise<void>((done) => {
          wake = done;
        });
      }
      pending = false;
    },
  };
}
