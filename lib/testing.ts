// biome-ignore-all lint/performance/noBarrelFile: this is a package entry
export type { PlanDocument } from './plan/plan.ts';
export {
  createMemoryRemote,
  type MemoryCommit,
  type MemoryFault,
  type MemoryRemote,
  type MemoryRemoteOptions,
  type MemoryWrite,
} from './repository/memory-repository.ts';
export type { TemplateLibrary } from './templates/library/template-library.ts';
export type { ProgramOptions } from './testing/compile-program.ts';
export { findManifest, findManifests, type ManifestFilter, type WrittenManifest } from './testing/find-manifests.ts';
export { type LoadTemplatesOptions, loadTemplates } from './testing/load-templates.ts';
export { readDeclarations } from './testing/read-declarations.ts';
export { snapshotOf } from './testing/snapshot.ts';
export { synthToFiles } from './testing/synth-to-files.ts';
export { changesOf, createTestPlatform, type TestPlanOptions, type TestPlatform } from './testing/test-platform.ts';
