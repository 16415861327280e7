import type { Construct } from 'constructs';
import {
  App,
  Environment,
  GitConnection,
  ManagementCluster,
  Organization,
  type OrganizationProps,
  Platform,
  type PlatformProps,
  SecretRef,
  WorkloadCluster,
} from '../../constructs/index.ts';
import { type Compilation, compile } from '../../lib/compile.ts';
import type { Manifest } from '../../lib/model/json.ts';

/** A small platform to build test programs on. */
export interface SmallPlatform {
  readonly app: App;
  readonly platform: Platform;
  readonly retail: Organization;
}

export function smallPlatform(props: Partial<PlatformProps> = {}): SmallPlatform {
  const app = new App();
  const platform = new Platform(app, 'acme', {
    domain: 'acme.dev',
    repository: { url: 'https://git.example.com/acme/platform' },
    ...props,
  });
  return { app, platform, retail: organization(platform, 'retail') };
}

export function organization(platform: Construct, name: string, props: Partial<OrganizationProps> = {}): Organization {
  return new Organization(platform, name, {
    git: GitConnection.githubApp({
      organization: `acme-${name}`,
      credentials: SecretRef.vault(`argocd/repo-credentials-template/${name}`),
    }),
    platformRepository: { url: `https://git.example.com/acme-platform/${name}` },
    applicationRepository: { url: `https://git.example.com/acme-${name}/${name}` },
    ...props,
  });
}

/** A management cluster and a workload cluster with an environment each of the organization and Global. */
export function smallCluster({ platform, retail }: SmallPlatform): WorkloadCluster {
  const global = new Environment(platform, 'staging');
  const own = new Environment(retail, 'staging');
  const management = new ManagementCluster(retail, 'mgmt');
  return new WorkloadCluster(retail, 'lon1', { management, environments: [global, own] });
}

/** `repository:path` of every file with its text, sorted. */
export function filesOf(compilation: Compilation): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { repository, files: set } of compilation.fileSets) {
    for (const file of set.values()) files[`${repository}:${file.path}`] = file.content;
  }
  return files;
}

/** The documents of one file; fails where it is not written. */
export function documentsOf(compilation: Compilation, key: string): readonly Manifest[] {
  for (const { repository, files } of compilation.fileSets) {
    for (const file of files.values()) {
      if (`${repository}:${file.path}` === key) return file.documents ?? [];
    }
  }
  throw new Error(`no file ${key}; there are:\n${Object.keys(filesOf(compilation)).join('\n')}`);
}

/** Codes of all findings, in order. */
export function codesOf(compilation: Compilation): readonly string[] {
  return compilation.diagnostics.map((diagnostic) => diagnostic.code);
}

export { compile };
