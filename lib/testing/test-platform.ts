import type { IConstruct } from 'constructs';
import { type ApplyResult, apply } from '../apply/apply.ts';
import { phaseChanges } from '../apply/phase-changes.ts';
import { errorsOf } from '../diagnostics/diagnostic.ts';
import { KcdkError } from '../diagnostics/error.ts';
import { type PlanProgramOptions, type ProgramPlan, planProgram } from '../pipeline.ts';
import type { PlanDocument } from '../plan/plan.ts';
import { createMemoryRemote, type MemoryRemote } from '../repository/memory-repository.ts';
import { compileProgram, type ProgramOptions } from './compile-program.ts';

/** What a plan may do; as the options of `kcdk plan`. */
export interface TestPlanOptions extends ProgramOptions, Pick<PlanProgramOptions, 'allowDelete' | 'allowReplace'> {
  /** @default false */
  readonly adopt?: boolean;
  /** @default refuse */
  readonly onDrift?: 'refuse' | 'overwrite' | 'keep' | 'merge';
  /** @default - all */
  readonly target?: readonly string[];
  /** @default - nothing */
  readonly exclude?: readonly string[];
}

/** The repositories of a platform in memory, for planning and applying a program in a test. */
export interface TestPlatform {
  /** Plans a program; findings of the plan are in the document. */
  plan(root: IConstruct, options?: TestPlanOptions): Promise<PlanDocument>;
  /**
   * Plans a program and applies it.
   *
   * @throws {KcdkError} all error findings of the plan, and of the apply
   */
  apply(root: IConstruct, options?: TestPlanOptions): Promise<PlanDocument>;
  /** The repository of a name, which is made when it is first asked for: for looking at it, or for edits by hand. */
  repository(name: string): MemoryRemote;
}

/** Makes a platform whose repositories are empty but for one file that is not ours. */
export function createTestPlatform(): TestPlatform {
  const remotes = new Map<string, MemoryRemote>();
  const repository = (name: string): MemoryRemote => {
    const known = remotes.get(name);
    if (known !== undefined) return known;
    const made = createMemoryRemote({ name, files: { 'README.md': 'Not written by kcdk.\n' } });
    remotes.set(name, made);
    return made;
  };
  const planned = (root: IConstruct, options: TestPlanOptions): Promise<ProgramPlan> =>
    planProgram(
      { config: CONFIG, compilation: compileProgram(root, options) },
      {
        kcdkVersion: '0.0.0',
        compare: { ownership: options.adopt === true ? 'adopt' : 'strict', onDrift: options.onDrift ?? 'refuse' },
        allowDelete: options.allowDelete,
        allowReplace: options.allowReplace,
        targets:
          options.target === undefined && options.exclude === undefined
            ? undefined
            : { target: options.target ?? [], exclude: options.exclude ?? [] },
        git: { env: {} },
        open: ({ name, branch }) => repository(name).open({ branch }),
      },
    );
  return {
    repository,
    plan: async (root, options = {}) => (await planned(root, options)).bundle.plan,
    apply: async (root, options = {}) => {
      const { bundle, repositories, snapshots } = await planned(root, options);
      stopAt(bundle.plan.diagnostics);
      const phases = phaseChanges(bundle, { sourceCommit: undefined });
      const result: ApplyResult = await apply({ phases, repositories, snapshots }, STILL);
      stopAt(result.diagnostics);
      return bundle.plan;
    },
  };
}

/** The changes of a plan in words, sorted: `create Environment retail/dev`. The namespace is left out where there is none. */
export function changesOf(plan: PlanDocument): readonly string[] {
  return plan.resource_changes
    .map(({ action, resource: { kind, namespace, name } }) =>
      namespace === null ? `${action} ${kind} ${name}` : `${action} ${kind} ${namespace}/${name}`,
    )
    .toSorted();
}

// --- internal ---

const CONFIG = {
  root: '/project',
  file: '/project/cdk8s.yaml',
  app: { kind: 'module', path: '/project/main.ts' },
  output: '/project/dist',
  project: undefined,
  repositories: {},
} as const;

/** Always the same commits, without waiting. */
const STILL = {
  author: () => ({ name: 'Test', email: 'test@example.invalid', time: 0 }),
  sleep: () => Promise.resolve(),
  random: () => 0.5,
  // a platform in memory has no clusters: what a gate waits for has always happened
  awaitGates: () => Promise.resolve([]),
};

function stopAt(diagnostics: PlanDocument['diagnostics']): void {
  const errors = errorsOf(diagnostics);
  if (errors.length > 0) throw new KcdkError(errors);
}
