import type { DiagnosticCode } from '../diagnostics/codes.ts';
import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { repoPathProblem } from '../model/repo-path.ts';
import { blobId } from '../repository/blob-id.ts';
import { canonicalJson } from './canonical-json.ts';
import { contentsDigest } from './contents-digest.ts';
import { findFanOut } from './fan-out.ts';
import { isLedgerTerritory, ledgerPath } from './ledger.ts';
import { parseLedger } from './parse-ledger.ts';
import { checkPhases } from './phases/phase-problems.ts';
import type { PlanDocument, RepositoryPlan } from './plan.ts';
import { summarize } from './plan-bundle.ts';
import type { SavedPlan } from './saved-plan.ts';

/**
 * Finds where the parts of a saved plan contradict each other, so that what is applied is what was shown.
 *
 * A file whose digests were computed anew after an edit still fails here unless the edit is shown as well.
 */
export function savedPlanProblems(saved: SavedPlan): readonly Diagnostic[] {
  const report: Report = { saved, diagnostics: [] };
  checkNames(report);
  checkPhases({
    saved,
    edited: (detail, repository) => edited(report, detail, repository),
    add: (diagnostics) => report.diagnostics.push(...diagnostics),
  });
  const told = toldPaths(saved.plan.resource_changes);
  for (const repository of saved.plan.repositories) {
    checkPaths(repository, report);
    checkContents(repository, report);
    checkLedger(repository, report);
    checkTold(repository, told.get(repository.name) ?? new Set(), report);
  }
  const { fan_out: fanOut, resource_changes: changes } = saved.plan;
  // what is shown once must really be the same
  if (fanOut !== undefined && canonicalJson(fanOut) !== canonicalJson(findFanOut(changes))) {
    edited(report, 'It takes changes for the same that are not.');
  }
  const counted = canonicalJson(summarize(saved.plan.resource_changes));
  if (counted !== canonicalJson(saved.plan.summary)) edited(report, 'Its summary does not count its changes.');
  return report.diagnostics;
}

// --- internal ---

interface Report {
  readonly saved: SavedPlan;
  readonly diagnostics: Diagnostic[];
}

function add(report: Report, code: DiagnosticCode, detail: string, repository?: RepositoryPlan): void {
  report.diagnostics.push(error(code, { detail, repository: repository?.name }));
}

function edited(report: Report, detail: string, repository?: RepositoryPlan): void {
  add(report, 'PLAN_FILE_EDITED', detail, repository);
}

/** Repositories, locations and commits name the same things once. */
function checkNames(report: Report): void {
  const { saved } = report;
  const { plan, locations, blobs, ledgers } = saved;
  const names = plan.repositories.map((repository) => repository.name);
  const known = new Set(names);
  if (known.size < names.length) edited(report, 'It plans a repository twice.');
  const told = plan.repositories.map(({ name, url, branch }) => canonicalJson({ name, url, branch }));
  const placed = locations.map(({ name, url, branch }) => canonicalJson({ name, url, branch }));
  if (canonicalJson(told.sort()) !== canonicalJson(placed.sort()))
    edited(report, 'Its locations are not those of its plan.');
  for (const name of [...blobs.keys(), ...ledgers.keys()]) {
    if (!known.has(name)) edited(report, `It has contents for ${JSON.stringify(name)}, which it does not plan.`);
  }
  const commits = plan.phases.flatMap((phase) => phase.commits);
  const writing = new Set(plan.repositories.filter(writes).map((repository) => repository.name));
  if (commits.some((name) => !writing.has(name)) || writing.size > new Set(commits).size) {
    edited(report, 'Its phases do not commit to exactly the repositories that change.');
  }
  for (const [phase, texts] of saved.phaseLedgers) {
    const told = plan.phases.find(({ id }) => id === phase)?.commits ?? [];
    for (const name of texts.keys())
      if (!told.includes(name)) edited(report, `It has a ledger for phase ${phase} that it does not write.`);
  }
}

function writes(repository: RepositoryPlan): boolean {
  const { files, ledger } = repository;
  return ledger.before !== ledger.after || files.some((file) => file.before !== file.after);
}

function checkPaths(repository: RepositoryPlan, report: Report): void {
  const { plan } = report.saved;
  const seen = new Set<string>();
  for (const { path } of repository.files) {
    const problem = isLedgerTerritory(path) ? 'it is in the folder of the ledgers' : repoPathProblem(path);
    if (problem !== undefined)
      add(report, 'PLAN_FILE_INVALID', `It writes ${JSON.stringify(path)}: ${problem}.`, repository);
    if (seen.has(path)) edited(report, `It writes ${JSON.stringify(path)} twice.`, repository);
    seen.add(path);
  }
  const path = ledgerPath(plan.project);
  const unsafe = repoPathProblem(path) !== undefined || plan.project.includes('/');
  if (repository.ledger.path !== path || unsafe) {
    add(report, 'PLAN_FILE_INVALID', `Its ledger is at ${JSON.stringify(repository.ledger.path)}.`, repository);
  }
}

function checkContents(repository: RepositoryPlan, report: Report): void {
  const { name, object_format: format } = repository;
  const contents = report.saved.blobs.get(name) ?? new Map<string, string>();
  const written = repository.files.filter((file) => file.before !== file.after);
  const wanted = written.filter((file) => file.after !== null);
  for (const { path, after } of wanted) {
    const content = contents.get(path);
    if (content === undefined) edited(report, `The content of ${JSON.stringify(path)} is missing.`, repository);
    else if (blobId(content, format) !== after)
      edited(report, `The content of ${JSON.stringify(path)} was changed.`, repository);
  }
  if (contents.size > wanted.length) edited(report, 'It has contents of files that it does not write.', repository);
  if (!writes(repository)) return;
  const ledger = report.saved.ledgers.get(name);
  const steps = new Map(
    [...report.saved.phaseLedgers].flatMap(([phase, texts]) => {
      const text = texts.get(name);
      return text === undefined ? [] : [[phase, text] as const];
    }),
  );
  const digest = contentsDigest({ files: written, blobs: contents, ledgerPath: repository.ledger.path, ledger, steps });
  if (digest !== repository.contents_digest)
    edited(report, 'Its contents are not those that were planned.', repository);
}

function checkLedger(repository: RepositoryPlan, report: Report): void {
  const { name, object_format: objectFormat, ledger } = repository;
  const text = report.saved.ledgers.get(name);
  if (ledger.before === ledger.after) {
    if (text !== undefined) edited(report, 'It has a ledger that it does not write.', repository);
    return;
  }
  const actual = typeof text === 'string' ? blobId(text, objectFormat) : text;
  if (actual !== ledger.after) {
    edited(report, 'Its ledger is not the one that was planned.', repository);
    return;
  }
  if (typeof text !== 'string') return;
  const { diagnostics } = parseLedger(text, { repository: name, project: report.saved.plan.project, objectFormat });
  report.diagnostics.push(...diagnostics);
}

/** The paths that changes of resources show, by repository. */
function toldPaths(changes: PlanDocument['resource_changes']): ReadonlyMap<string, ReadonlySet<string>> {
  const told = new Map<string, Set<string>>();
  for (const { repository, path, previous_path: before } of changes) {
    const paths = told.get(repository) ?? new Set();
    told.set(repository, paths.add(path));
    if (before !== undefined) paths.add(before);
  }
  return told;
}

/** A reviewer sees resources; a file that changes without one would be written unseen. */
function checkTold(repository: RepositoryPlan, told: ReadonlySet<string>, report: Report): void {
  for (const { path } of repository.files) {
    if (!told.has(path)) edited(report, `It changes ${JSON.stringify(path)} and does not show it.`, repository);
  }
}
