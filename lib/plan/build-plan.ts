import type { Diagnostic } from '../diagnostics/diagnostic.ts';
import type { Comparison } from './comparison.ts';
import { needsParser } from './diff/diff-file.ts';
import type { ParseYaml } from './diff/yaml-reader.ts';
import { guard } from './guards/guards.ts';
import type { Impact } from './impact/impact.ts';
import { rankChanges } from './phases/rank-changes.ts';
import type { ResourceChange, TemplatePin } from './plan.ts';
import { bundleOf, type PlanBundle, sortedParts } from './plan-bundle.ts';
import { type PlannedRepository, planRepository, type RepositoryPart } from './plan-repository.ts';
import type { TargetSelection } from './targets.ts';

export interface BuildPlanInput {
  readonly kcdkVersion: string;
  readonly project: string;
  /** In the order in which their commits are made. */
  readonly repositories: readonly PlannedRepository[];
  /** What earlier stages reported. */
  readonly diagnostics?: readonly Diagnostic[] | undefined;
  /** False when something, such as a whole repository, could not be read. */
  readonly complete?: boolean | undefined;
  /** The templates that the wanted files were made from. */
  readonly templates?: readonly TemplatePin[] | undefined;
  /** What the plan was limited to. */
  readonly targets?: TargetSelection | undefined;
  /** Addresses whose protected files may be destroyed; one covers everything below it. */
  readonly allowDelete?: readonly string[] | undefined;
  /** Addresses whose resources may be replaced by others; one covers everything below it. */
  readonly allowReplace?: readonly string[] | undefined;
}

/**
 * Makes the plan of all repositories.
 *
 * Pure but for loading the reader of YAML, which only a plan that changes existing files needs. Equal input gives equal
 * bytes, whatever the order of wanted files.
 */
export async function buildPlan(input: BuildPlanInput): Promise<PlanBundle> {
  const parse = await parserFor(input.repositories);
  const ranking = rankChanges(input.repositories.map((one) => ({ ...one, name: one.snapshot.repository })));
  const parts = input.repositories.map((repository) => planRepository(repository, input, parse, ranking));
  const changes = sortedParts(parts).flatMap((part) => part.changes);
  const impact = await impactOf(parts, input);
  const found = [...ranking.diagnostics, ...guardAll(input, changes), ...impact.diagnostics];
  return bundleOf({
    ...input,
    parts,
    ranking,
    impact: impact.findings,
    diagnostics: [...(input.diagnostics ?? []), ...sortedParts(parts).flatMap((part) => part.diagnostics), ...found],
  });
}

// --- internal ---

/** Loaded only for a plan that changes something. */
async function impactOf(parts: readonly RepositoryPart[], { allowDelete = [] }: BuildPlanInput): Promise<Impact> {
  if (parts.every(({ changes }) => changes.length === 0)) return { findings: [], diagnostics: [] };
  const { findImpact } = await import('./impact/impact.ts');
  return findImpact({ repositories: parts.flatMap(({ impact }) => impact ?? []), allowDelete });
}

function guardAll(input: BuildPlanInput, changes: readonly ResourceChange[]): readonly Diagnostic[] {
  const { repositories, allowReplace = [], allowDelete = [] } = input;
  const ledgers = repositories.flatMap(({ ledger }) => (ledger === undefined ? [] : [ledger]));
  const records = repositories.flatMap((repository) => repository.records ?? []);
  const owned = repositories.map(({ snapshot, comparison, departed }) => ({
    repository: snapshot.repository,
    addresses: () => addressesAfter(comparison),
    departed: (departed ?? []).map(({ address }) => address),
  }));
  return guard({ ledgers, records, changes, owned, allowReplace, allowDelete });
}

/** Addresses of what stays owned, less what is refused anyway, and less scaffolds, which are left to those who work there. */
function addressesAfter(comparison: Comparison | undefined): ReadonlySet<string> {
  const refused = new Set<string>();
  for (const { path, decision } of comparison?.files ?? []) {
    if (decision === 'drift' || decision === 'refused') refused.add(path);
  }
  const addresses = new Set<string>();
  for (const [path, { address, scaffold }] of comparison?.owned ?? []) {
    if (scaffold !== true && !refused.has(path)) addresses.add(address);
  }
  return addresses;
}

async function parserFor(repositories: readonly PlannedRepository[]): Promise<ParseYaml> {
  const needed = repositories.some(({ comparison, wanted }) =>
    comparison?.files.some((verdict) => {
      if (verdict.decision === 'forget') return true;
      if (verdict.before !== null && verdict.before !== verdict.after) return true;
      const file = verdict.after === null ? undefined : wanted.files.get(verdict.path);
      return file !== undefined && needsParser(verdict.path, file);
    }),
  );
  return needed ? (await import('./diff/parse-yaml.ts')).parseYaml : () => undefined;
}
