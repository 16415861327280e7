import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import { compareText } from '../canonical-json.ts';
import { isAllowed } from '../guards/guards.ts';
import type { Ledger } from '../ledger.ts';
import type { ImpactFinding, ImpactSeverity } from './finding.ts';
import { mayHoldObjects } from './may-hold-objects.ts';
import { type Found, identityKey } from './report.ts';
import { findCascades } from './rules/cascade.ts';
import { findRemovedCrds } from './rules/crds.ts';
import { findMovedDestinations } from './rules/destination.ts';
import { findLostFinalizers } from './rules/finalizer.ts';
import { findHandedOver } from './rules/handed-over.ts';
import { findImmutableFields } from './rules/immutable.ts';
import { findReusedNames } from './rules/names.ts';
import { findRefusingProjects } from './rules/projects.ts';
import { findPruned } from './rules/prune.ts';
import { findRecreated } from './rules/recreate.ts';
import { findRemovedSecrets } from './rules/secrets.ts';
import { findMissingServerSideApply } from './rules/server-side-apply.ts';
import { findRemovedStores } from './rules/stores.ts';
import { findSyncPolicies } from './rules/sync-policy.ts';
import { findUnknown } from './rules/unknown.ts';
import { findInvertedWaves } from './rules/waves.ts';
import { type ImpactRepository, makeWorld } from './world.ts';

export interface ImpactInput {
  /** Those that could be compared, in any order. */
  readonly repositories: readonly ImpactRepository[];
  /** Addresses of what may be deleted although it is protected; one covers everything below it. */
  readonly allowDelete: readonly string[];
}

export interface Impact {
  /** The worst first, then by place. */
  readonly findings: readonly ImpactFinding[];
  /** What reaches something protected that was not allowed by name. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Says what a plan does to what runs: a static model of Argo CD and its neighbours over the repositories before and
 * after.
 *
 * Pure but for loading the YAML parser where a wanted file is text. Nothing is found where nothing changes. What it
 * cannot know it says; it never says that something is safe.
 *
 * @see docs/adr/0017-impact-model.md
 */
export async function findImpact(input: ImpactInput): Promise<Impact> {
  const { repositories } = input;
  if (repositories.every(({ changes }) => changes.length === 0)) return { findings: [], diagnostics: [] };
  const needsParser = repositories.some(({ wanted }) =>
    [...wanted.files.values()].some((file) => mayHoldObjects(file, wanted)),
  );
  const parse = needsParser ? (await import('../diff/parse-yaml.ts')).parseYaml : () => undefined;
  const world = makeWorld(repositories, parse);
  const found = RULES.flatMap((rule) => rule(world)).sort(byWeight);
  const diagnostics = protectedReached(found, input);
  return { findings: found.map(({ finding }) => finding), diagnostics };
}

// --- internal ---

const RULES = [
  findCascades,
  findPruned,
  findRecreated,
  findHandedOver,
  findMovedDestinations,
  findLostFinalizers,
  findInvertedWaves,
  findSyncPolicies,
  findRemovedSecrets,
  findRemovedStores,
  findRemovedCrds,
  findMissingServerSideApply,
  findReusedNames,
  findImmutableFields,
  findRefusingProjects,
  findUnknown,
];

const RANK: Readonly<Record<ImpactSeverity, number>> = { destructive: 0, disruptive: 1, unknown: 2, notice: 3 };

function byWeight({ finding: a }: Found, { finding: b }: Found): number {
  return (
    RANK[a.severity] - RANK[b.severity] ||
    compareText(a.cause.repository, b.cause.repository) ||
    compareText(a.cause.path, b.cause.path) ||
    compareText(a.code, b.code) ||
    compareText(identityKey(a.cause.resource), identityKey(b.cause.resource))
  );
}

/** Destroying what the ledger protects has to be allowed by name, also when it is reached through something else. */
function protectedReached(found: readonly Found[], { repositories, allowDelete }: ImpactInput): readonly Diagnostic[] {
  const ledgers = new Map<string, Ledger['files']>();
  for (const { ledger, snapshot } of repositories) {
    if (ledger !== undefined) ledgers.set(snapshot.repository, ledger.files);
  }
  const deleted = new Set(
    repositories.flatMap(({ changes }) => changes.filter((one) => one.destroysProtected).map((one) => one.before)),
  );
  const told = new Set<string>();
  return found.flatMap(({ finding, reached }) => {
    if (finding.severity !== 'destructive') return [];
    return reached.flatMap(({ repository, path, manifest, resource }) => {
      const files = ledgers.get(repository) as ReadonlyMap<string, { address: string; protect?: true }> | undefined;
      const file = files?.get(path);
      if (file?.protect !== true || deleted.has(manifest) || isAllowed(file, allowDelete)) return [];
      const key = JSON.stringify([repository, path, identityKey(resource)]);
      if (told.has(key)) return [];
      told.add(key);
      const { address } = file;
      return [
        error('PROTECTED', {
          summary: `${resource.kind} ${resource.name} is protected and would be destroyed by another change`,
          detail: `${finding.summary}.`,
          fix: `Plan with \`--allow-delete ${address}\`, if it is to go. ${finding.prevention}`,
          address,
          repository,
          path,
          related: [{ message: finding.code, address: finding.cause.address, source: finding.cause.source }],
        }),
      ];
    });
  });
}
