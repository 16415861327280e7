import type { IConstruct } from 'constructs';
import { type ApplyPorts, type ApplyResult, apply } from '../../lib/apply/apply.ts';
import { phaseChanges } from '../../lib/apply/phase-changes.ts';
import { type Compilation, compile } from '../../lib/compile.ts';
import type { Config } from '../../lib/config/config.ts';
import { type PlanProgramOptions, type ProgramPlan, planProgram } from '../../lib/pipeline.ts';
import type { CompareOptions } from '../../lib/plan/comparison.ts';
import { createMemoryRemote, type MemoryRemote } from '../../lib/repository/memory-repository.ts';
import type { Repository } from '../../lib/repository/repository.ts';

/** Remotes in memory by name, all reachable, each with one file that is not ours. */
export type Remotes = ReadonlyMap<string, MemoryRemote>;

export const README = 'Nobody but people write here.\n';

export function memoryRemotes(names: readonly string[]): Remotes {
  return new Map(names.map((name) => [name, createMemoryRemote({ name, files: { 'README.md': README } })]));
}

export const STRICT: CompareOptions = { ownership: 'strict', onDrift: 'refuse' };

export const CONFIG: Config = {
  root: '/project',
  file: '/project/cdk8s.yaml',
  app: { kind: 'module', path: '/project/main.ts' },
  output: '/project/dist',
  project: undefined,
  repositories: {},
};

/** What a plan needs of remotes: in memory or of git. */
export type Openable = ReadonlyMap<string, { open(options: { readonly branch?: string | undefined }): Repository }>;

/** Plans a program against remotes, in memory for most tests. */
export function planTree(
  root: IConstruct,
  remotes: Openable,
  options: CompareOptions = STRICT,
  allowed: Pick<PlanProgramOptions, 'allowDelete' | 'allowReplace' | 'cache' | 'targets'> = {},
): Promise<ProgramPlan> {
  return planCompilation(compile(root), remotes, options, allowed);
}

/** The same for a program that is compiled already, as one with templates has to be. */
export function planCompilation(
  compilation: Compilation,
  remotes: Openable,
  options: CompareOptions = STRICT,
  allowed: Pick<PlanProgramOptions, 'allowDelete' | 'allowReplace' | 'cache' | 'targets'> = {},
): Promise<ProgramPlan> {
  return planProgram(
    { config: CONFIG, compilation },
    {
      kcdkVersion: '0.0.0',
      compare: options,
      ...allowed,
      git: { env: {} },
      open: ({ name, branch }) => {
        const remote = remotes.get(name);
        if (remote === undefined) throw new Error(`no remote ${name}`);
        return remote.open({ branch });
      },
    },
  );
}

/** Ports that never wait and always say the same. */
export const STILL: ApplyPorts = {
  author: () => ({ name: 'Test', email: 'test@example.com', time: 1_700_000_000 }),
  sleep: () => Promise.resolve(),
  random: () => 0.5,
  awaitGates: () => Promise.resolve([]),
};

/** Carries out a plan that `planTree` made. */
export function applyPlan(planned: ProgramPlan, ports: ApplyPorts = STILL): Promise<ApplyResult> {
  const phases = phaseChanges(planned.bundle, { sourceCommit: undefined });
  return apply({ phases, repositories: planned.repositories, snapshots: planned.snapshots }, ports);
}

/** Every file of every remote with its text. */
export function contentsOf(remotes: Remotes): Readonly<Record<string, string>> {
  const contents: Record<string, string> = {};
  for (const [name, remote] of remotes) {
    for (const path of remote.paths()) contents[`${name}:${path}`] = remote.read(path) ?? '';
  }
  return contents;
}
