import type { IConstruct } from 'constructs';
import type { DiagnosticCode } from './diagnostics/codes.ts';
import type { Diagnostic } from './diagnostics/diagnostic.ts';
import type { Declaration } from './model/declaration.ts';
import type { FileSet } from './model/file-set.ts';
import type { Move } from './model/lifecycle.ts';
import type { Declared, PlatformModel } from './model/platform-model.ts';
import type { LedgerRecord } from './plan/ledger.ts';
import type { TemplatePin } from './plan/plan.ts';
import { render } from './render/render.ts';
import type { Artifact } from './synth/artifact.ts';
import type { Locate } from './synth/collect.ts';
import { compileHealthHolds } from './synth/health-holds.ts';
import { compileHolds } from './synth/holds.ts';
import { movesOf } from './synth/lifecycle.ts';
import { type ResolvedProgram, resolveProgram } from './synth/resolve-program.ts';
import { type CompileScope, narrowModel } from './synth/scope.ts';
import { type Synthesis, synth } from './synth/synth.ts';
import { templateUses } from './synth/template-uses.ts';
import type { TemplateLibrary } from './templates/library/template-library.ts';
import type { UnwrittenFolder } from './validate/rules/application-folders.ts';
import { scanFiles } from './validate/scan-files.ts';
import { tellOnce } from './validate/tell-once.ts';
import { validate } from './validate/validate.ts';

export interface CompileOptions {
  /**
   * Name of the project.
   *
   * @default - the name of the platform
   */
  readonly project?: string | undefined;
  /**
   * Maps the stack that a construct kept to the user's sources.
   *
   * @default - no positions
   */
  readonly locate?: Locate | undefined;
  /**
   * What is declared beside the program, in files.
   *
   * @default - nothing
   */
  readonly declarations?: readonly Declared<Declaration>[] | undefined;
  /**
   * The templates that the program uses, loaded.
   *
   * @default - none: what would be made from a template is left out
   */
  readonly library?: TemplateLibrary | undefined;
  /**
   * The part of the platform to make the files of. Rules about the manifests of all of it are then left out.
   *
   * @default - all of it
   */
  readonly scope?: CompileScope | undefined;
}

/** What a program comes to: the platform as data, and the files of every repository. */
export interface Compilation {
  readonly project: string;
  /** Undefined when the program has no platform that could be resolved. */
  readonly model: PlatformModel | undefined;
  readonly fileSets: readonly FileSet[];
  /** The records that each repository keeps, by name of the repository. */
  readonly records: ReadonlyMap<string, readonly LedgerRecord[]>;
  /** The templates that files are made from. */
  readonly templates: readonly TemplatePin[];
  /** Folders that Applications sync and nothing is written to: a plan tells which of them do not exist. */
  readonly unwrittenFolders: readonly UnwrittenFolder[];
  /** What the program says of addresses that it no longer has. */
  readonly lifecycle: { readonly moves: readonly Move[]; readonly forgotten: readonly string[] };
  /** All findings of all stages. With an error among them nothing may be written. */
  readonly diagnostics: readonly Diagnostic[];
}

/** The pure half of the chain: synth, validate, render. The same tree and templates give the same bytes, always. */
export function compile(root: IConstruct, options: CompileOptions = {}): Compilation {
  return compileResolved(resolveProgram(root, options.locate ?? (() => undefined), options.declarations), options);
}

/** The same for a program that is resolved already, as it has to be to know which templates it uses. */
export function compileResolved(
  program: ResolvedProgram,
  options: Pick<CompileOptions, 'project' | 'library' | 'scope'>,
): Compilation {
  const { library, scope } = options;
  const synthesis = synth(program, library, scope);
  const project = options.project ?? synthesis.model?.platform.name ?? 'platform';
  const { fileSets, diagnostics } = render(synthesis.artifacts, project);
  const validation = validate(synthesis, fileSets, library, scope);
  const held = withHolds(fileSets, synthesis, scope);
  const findings = [
    ...synthesis.diagnostics,
    ...validation.diagnostics,
    ...diagnostics,
    ...held.diagnostics,
    ...scanFiles(fileSets),
  ];
  return {
    project,
    model: synthesis.model,
    fileSets: held.fileSets,
    records: recordsOf(synthesis.artifacts),
    templates: pinsOf(synthesis.model, library, scope),
    unwrittenFolders: validation.unwrittenFolders,
    lifecycle: {
      moves: movesOf(synthesis.lifecycle),
      forgotten: synthesis.lifecycle.forgotten.map(({ address }) => address),
    },
    // all parts together tell what is said of many files
    diagnostics: withoutConsequences(scope === undefined ? tellOnce(findings) : findings),
  };
}

/** By name, then by content: the same pins come in the same order, wherever they were found. */
export function sortPins(pins: readonly TemplatePin[]): readonly TemplatePin[] {
  const keyed = new Map(pins.map((pin) => [JSON.stringify([pin.template, pin.digest, pin.commit]), pin]));
  return [...keyed].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, pin]) => pin);
}

// --- internal ---

function withHolds(
  fileSets: readonly FileSet[],
  { model, artifacts }: Synthesis,
  scope: CompileScope | undefined,
): { readonly fileSets: readonly FileSet[]; readonly diagnostics: readonly Diagnostic[] } {
  if (model === undefined) return { fileSets, diagnostics: [] };
  const holds = compileHolds(model, artifacts, scope);
  const health = compileHealthHolds(model, artifacts, scope);
  const held = fileSets.map((one) => {
    const own = [...(holds.get(one.repository) ?? []), ...(health.holds.get(one.repository) ?? [])];
    return own.length > 0 ? { ...one, holds: own } : one;
  });
  return { fileSets: held, diagnostics: health.diagnostics };
}

function pinsOf(
  model: PlatformModel | undefined,
  library: TemplateLibrary | undefined,
  scope: CompileScope | undefined,
): readonly TemplatePin[] {
  if (model === undefined || library === undefined) return [];
  const pins = templateUses(narrowModel(model, scope)).flatMap(({ source }): TemplatePin[] => {
    const loaded = library.get(source);
    if (loaded === undefined || loaded.digest === '') return [];
    const { label, commit, digest } = loaded;
    return [{ template: label, ...(commit !== undefined && { commit }), digest: `sha256:${digest}` }];
  });
  return sortPins(pins);
}

function recordsOf(artifacts: readonly Artifact[]): ReadonlyMap<string, readonly LedgerRecord[]> {
  const records = new Map<string, LedgerRecord[]>();
  for (const { repository, record, origin } of artifacts) {
    if (record === undefined) continue;
    const known = records.get(repository);
    const { kind, namespace, name } = record;
    // sorted, as a ledger is written
    const entry: LedgerRecord = { address: origin.address, kind, name, namespace };
    if (known === undefined) records.set(repository, [entry]);
    else known.push(entry);
  }
  return records;
}

/** Findings about constructs that must not exist as they are. */
const CLASHES: ReadonlySet<DiagnosticCode> = new Set([
  'NAME_NOT_DNS_LABEL',
  'RESOURCE_CLASH',
  'RELEASE_NAME_TAKEN',
  'CLUSTER_NAME_CLASH',
  'ENVIRONMENT_SLUG_CLASH',
  'MONITORING_TWICE',
]);

/** Findings about what those constructs write. */
const CONSEQUENCES: ReadonlySet<DiagnosticCode> = new Set(['PATH_CLASH', 'PATH_CASE_CLASH', 'MANIFEST_CLASH']);

/** Findings about the order of what either of them writes: objects of one name are not told apart. */
const ORDER_CONSEQUENCES: ReadonlySet<DiagnosticCode> = new Set(['OPERATOR_TOO_LATE']);

/** One mistake, one finding: two constructs that clash also clash in each of their files. */
function withoutConsequences(findings: readonly Diagnostic[]): readonly Diagnostic[] {
  const clashes = findings.filter(({ code }) => CLASHES.has(code));
  if (clashes.length === 0) return findings;
  const clashing = new Set(clashes.map(({ address }) => address));
  const involved = new Set(clashes.flatMap((clash) => addressesOf(clash)));
  return findings.filter((finding) => {
    if (ORDER_CONSEQUENCES.has(finding.code)) return !involved.has(finding.address);
    return !(CONSEQUENCES.has(finding.code) && addressesOf(finding).some((address) => clashing.has(address)));
  });
}

function addressesOf({ address, related = [] }: Diagnostic): readonly (string | undefined)[] {
  return [address, ...related.map((place) => place.address)];
}
