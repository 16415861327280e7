// biome-ignore-all lint/performance/noBarrelFile: this is a package entry
export {
  type ApplyEvent,
  type ApplyInput,
  type ApplyPorts,
  type ApplyResult,
  apply,
  type RepositoryChange,
  type RepositoryOutcome,
} from './apply/apply.ts';
export { repositoryChanges } from './apply/repository-changes.ts';
export { type Cache, type CacheOptions, openCache } from './cache/cache.ts';
export { type Compilation, type CompileOptions, compile } from './compile.ts';
export type { AppEntry, Config, RepositoryOverride } from './config/config.ts';
export { type LoadConfigOptions, loadConfig } from './config/load-config.ts';
export {
  type LoadDeclarationsOptions,
  type LoadedDeclarations,
  loadDeclarations,
} from './config/load-declarations.ts';
export { CODES, type CodeEntry, type DiagnosticCode, type ExitCode, type Fault } from './diagnostics/codes.ts';
export type { Diagnostic, RelatedPlace, SourcePosition } from './diagnostics/diagnostic.ts';
export { KcdkError } from './diagnostics/error.ts';
export type { FileSet, WantedFile } from './model/file-set.ts';
export { GLOBAL_NAMESPACE, type NameAndNamespace, type RecordId, type RecordKind } from './model/identity.ts';
export type { Json, JsonObject, Manifest } from './model/json.ts';
export type {
  Environment,
  ManagementCluster,
  Organization,
  Platform,
  PlatformModel,
  WorkloadCluster,
} from './model/platform-model.ts';
export type { PlatformRepository } from './model/repository-location.ts';
export {
  type CompiledProgram,
  type CompileProgramOptions,
  compileProgram,
  type PlanProgramOptions,
  type ProgramPlan,
  planProgram,
} from './pipeline.ts';
export type { PlanBundle } from './plan/build-plan.ts';
export type { CompareOptions } from './plan/comparison.ts';
export type {
  FieldChange,
  FileChange,
  PlanDocument,
  PlanPhase,
  PlanSummary,
  RepositoryPlan,
  ResourceAction,
  ResourceChange,
  ResourceIdentity,
} from './plan/plan.ts';
export { parsePlanDocument, serializePlan } from './plan/plan-json.ts';
export { parseSavedPlan, type SavedPlan, serializeSavedPlan } from './plan/saved-plan.ts';
export { type ListedResource, listResources } from './query/list-resources.ts';
export { type GraphEdge, type GraphNode, type PlatformGraph, platformGraph } from './query/platform-graph.ts';
export type { GitOptions } from './repository/git/git-options.ts';
export { openGitRepository } from './repository/git/open-git-repository.ts';
export type {
  CommitAuthor,
  CommitRequest,
  CommitResult,
  CredentialSource,
  FileWrite,
  Repository,
  RepositoryLocation,
  Snapshot,
  SnapshotEntry,
} from './repository/repository.ts';
