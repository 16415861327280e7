// biome-ignore-all lint/performance/noBarrelFile: this is a package entry
export {
  type ApplyEvent,
  type ApplyInput,
  type ApplyPhase,
  type ApplyPorts,
  type ApplyResult,
  apply,
  type RepositoryChange,
  type RepositoryOutcome,
} from './apply/apply.ts';
export { type PhaseChangesOptions, phaseChanges } from './apply/phase-changes.ts';
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
export type {
  BuiltInTemplateSource,
  FolderTemplateSource,
  GitTemplateSource,
  TemplateBinding,
  TemplateReference,
  TemplateSource,
} from './model/template.ts';
export { type CodeownersFile, type CodeownersRule, codeowners } from './permissions/codeowners/codeowners.ts';
export { type HeldRoles, heldRoles, isAllowed, type Need, neededRole, type Verb } from './permissions/evaluate.ts';
export { MATRICES } from './permissions/matrices.ts';
export { MATRIX_VERSIONS, type Matrix, type MatrixResource, type MatrixVersion } from './permissions/matrix.ts';
export { DEFAULT_PERMISSIONS, effectiveMatrix, type PermissionSettings } from './permissions/settings.ts';
export {
  type CompiledProgram,
  compileProgram,
  type PlanProgramOptions,
  type ProgramPlan,
  planProgram,
} from './pipeline.ts';
export type { CompareOptions } from './plan/comparison.ts';
export type {
  FieldChange,
  FileChange,
  PermissionDenial,
  PlanDocument,
  PlanPermissions,
  PlanPhase,
  PlanSummary,
  RepositoryPlan,
  ResourceAction,
  ResourceChange,
  ResourceIdentity,
} from './plan/plan.ts';
export type { PlanBundle } from './plan/plan-bundle.ts';
export { parsePlanDocument, serializePlan } from './plan/plan-json.ts';
export { parseSavedPlan, type SavedPlan, serializeSavedPlan } from './plan/saved-plan.ts';
export { type ListedResource, listResources } from './query/list-resources.ts';
export { type GraphEdge, type GraphNode, type PlatformGraph, platformGraph } from './query/platform-graph.ts';
export type { CompileProgramOptions } from './read-program.ts';
export { stepOutputs } from './report/github/step-outputs.ts';
export { type AnnotationOptions, annotations } from './report/github/workflow-commands.ts';
export { COMMENT_LIMITS, type MarkdownOptions, planMarker, renderMarkdown } from './report/markdown/markdown.ts';
export { type SarifLog, type SarifOptions, toSarif } from './report/sarif.ts';
export type { GitOptions } from './repository/git/git-options.ts';
export { openGitRepository } from './repository/git/open-git-repository.ts';
export type {
  CommitAuthor,
  CommitRequest,
  CommitResult,
  CredentialSource,
  FileWrite,
  GitHubAppSource,
  Repository,
  RepositoryLocation,
  SecretSource,
  Snapshot,
  SnapshotEntry,
} from './repository/repository.ts';
export { readLock, writeLock } from './repository/template/lock-file.ts';
export { readFolderTemplate } from './repository/template/read-folder-template.ts';
export {
  pinTemplate,
  type ResolvedTemplate,
  resolveTemplate,
  type TemplatePorts,
} from './repository/template/resolve-template.ts';
export { type TemplateUpdate, updateTemplates } from './repository/template/update-templates.ts';
export {
  type ChartValue,
  type ClusterType,
  type Contract,
  effectiveDefault,
  type InputType,
  mustBeGiven,
  type PlainValue,
  type SecretBinding,
  type TemplateInput,
} from './templates/contract/contract.ts';
export type { ParsedContract } from './templates/contract/parse-values-contract.ts';
export { PLATFORM_VALUES, type PlatformValue } from './templates/contract/platform-values.ts';
export { readContract } from './templates/contract/read-contract.ts';
export { type GivenValues, type ResolvedInputs, resolveInputs } from './templates/contract/resolve-inputs.ts';
export {
  compareTemplates,
  type InputChange,
  type TemplateChanges,
} from './templates/source/compare-templates.ts';
export { type LockEntry, parseLock, serializeLock, type TemplateLock } from './templates/source/lock.ts';
export { parseTemplateLocation } from './templates/source/template-location.ts';
export type { TemplateFiles } from './templates/template-files.ts';
export {
  type RenderedFiles,
  renderTokenTemplate,
  type TokenTemplateOptions,
} from './templates/tokens/render-token-template.ts';
export type { TokenValues } from './templates/tokens/replace-tokens.ts';
export { type GenerateClassOptions, generateClass } from './templates/typescript/generate-class.ts';
