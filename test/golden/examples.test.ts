import { readdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compileProgram } from '../../lib/pipeline.ts';
import { CRD_FOLDER, hasCrds, loadCrdValidators } from '../tools/crd-schemas.ts';
import { expectGolden } from '../tools/golden.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');
const names = readdirSync(EXAMPLES, { withFileTypes: true }).flatMap((entry) =>
  entry.isDirectory() ? [entry.name] : [],
);

// The enterprise is too large to keep every file of it; `enterprise.test.ts` keeps what is asked about it.
describe.each(names.filter((name) => name !== 'enterprise'))('examples/%s', (name) => {
  it('compiles to exactly its expected files, without a finding', async () => {
    const { compilation } = await compileExample(name);
    // Kinds of operators that we have no schema of are told, and no finding about the example.
    expect(compilation.diagnostics.filter(({ code }) => code !== 'SCHEMA_MISSING')).toEqual([]);
    const files: Record<string, string> = {};
    for (const { repository, files: set } of compilation.fileSets) {
      for (const { path, content } of set.values()) files[`${repository}/${path}`] = content;
    }
    expectGolden(join(EXAMPLES, name, 'expected'), files);
  });
});

describe.each(names)('examples/%s', (name) => {
  it.skipIf(!hasCrds)(
    `holds only manifests that the real CRDs accept${hasCrds ? '' : ` (skipped: no ${CRD_FOLDER})`}`,
    async () => {
      const { compilation } = await compileExample(name);
      const validators = loadCrdValidators();
      const checked = new Map<string, number>();
      const problems: string[] = [];
      for (const { repository, files } of compilation.fileSets) {
        for (const { path, documents } of files.values()) {
          for (const document of documents ?? []) {
            const key = `${document.apiVersion}/${document.kind}`;
            const validate = validators.get(key);
            if (validate === undefined) {
              expect(document.apiVersion, `${path}: a kind without a schema`).toMatch(WITHOUT_SCHEMA);
              continue;
            }
            checked.set(key, (checked.get(key) ?? 0) + 1);
            // What Argo CD and kubectl see: JSON, without members that are undefined.
            if (validate(JSON.parse(JSON.stringify(document)))) continue;
            for (const { instancePath, message, params } of validate.errors ?? []) {
              problems.push(`${repository}/${path}${instancePath}: ${message} ${JSON.stringify(params)}`);
            }
          }
        }
      }
      expect(problems).toEqual([]);
      expect([...checked.keys()]).toEqual(
        expect.arrayContaining([
          'argoproj.io/v1alpha1/AppProject',
          'argoproj.io/v1alpha1/Application',
          'external-secrets.io/v1/ExternalSecret',
        ]),
      );
    },
  );
});

describe('examples/catalog', () => {
  it('has every item of the catalog in a Global environment and in one of an organization, shared and for a team', async () => {
    const { compilation } = await compileExample('catalog');
    const deployments = compilation.model?.catalogDeployments ?? [];
    const items = readdirSync(resolve(EXAMPLES, '../templates/catalog'));
    const places = (name: string) => {
      const own = deployments.filter(({ item }) => item.name === name);
      const scopes = own.flatMap(({ environments }) => environments.map(({ namespace }) => namespace));
      return [new Set(scopes), new Set(own.map(({ teams }) => (teams === undefined ? 'shared' : 'team-specific')))];
    };
    const everywhere = [new Set(['default', 'retail']), new Set(['shared', 'team-specific'])];
    expect(items.map((name) => [name, ...places(name)])).toEqual(items.map((name) => [name, ...everywhere]));
  });

  it('writes Applications that the project of their cluster names one by one', async () => {
    const { compilation } = await compileExample('catalog');
    const files = compilation.fileSets.flatMap(({ files: set }) => [...set.values()]);
    const documents = (path: RegExp) =>
      files.filter((file) => path.test(file.path)).flatMap((file) => file.documents ?? []);
    const projects = new Map(
      documents(/\/(?:appproject|argocd-appprojects\/[^/]+)\.yaml$/).map((each) => [each.metadata.name, each]),
    );
    const ofEnvironments = documents(/^registry\/environments\/[^/]+\/[^/]+\/[^/]+\.yaml$/);
    const ofTerraform = documents(/^registry\/clusters\/retail-mgmt\/catalog-[^/]+\.yaml$/);
    expect(ofEnvironments.length).toBeGreaterThan(40);
    expect(ofTerraform.length).toBe(4);
    for (const each of [...ofEnvironments, ...ofTerraform]) {
      const { metadata, spec } = each as unknown as ApplicationManifest;
      const project = projects.get(spec.project)?.['spec'] as unknown as ProjectSpec;
      const urls = [...(spec.sources ?? []), ...(spec.source ? [spec.source] : [])].map(({ repoURL }) => repoURL);
      // A project without source namespaces takes what is in that of Argo CD itself.
      expect(project.sourceNamespaces ?? ['argocd'], metadata.name).toContain(metadata.namespace);
      expect(project.sourceRepos, metadata.name).toEqual(expect.arrayContaining(urls));
      expect(project.destinations, metadata.name).toContainEqual({ name: spec.destination.name, namespace: '*' });
    }
  });
});

describe.skipIf(!hasCrds)('the check against the CRDs', () => {
  it('refuses a field that does not exist and a value of the wrong type', () => {
    const validate = loadCrdValidators().get('argoproj.io/v1alpha1/Application');
    const application = (syncPolicy: object) => ({
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Application',
      metadata: { name: 'x' },
      spec: { project: 'default', destination: {}, source: { repoURL: 'x' }, syncPolicy },
    });
    expect(validate?.(application({ automated: { selfHeal: true } }))).toBe(true);
    expect(validate?.(application({ automated: { selfheal: true } }))).toBe(false);
    expect(validate?.(application({ automated: { selfHeal: 'true' } }))).toBe(false);
  });
});

// --- internal ---

interface ApplicationManifest {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly spec: {
    readonly project: string;
    readonly source?: { readonly repoURL: string };
    readonly sources?: readonly { readonly repoURL: string }[];
    readonly destination: { readonly name: string };
  };
}

interface ProjectSpec {
  readonly sourceNamespaces?: readonly string[];
  readonly sourceRepos: readonly string[];
  readonly destinations: readonly object[];
}

/** Records, what Kubernetes itself defines, and kinds whose CRDs are not kept here. */
const WITHOUT_SCHEMA =
  /^(?:konstruct-cdk\.dev\/v1|v1|(?:apps|batch|(?:[a-z.]+\.)?k8s\.io)\/v1|kustomize\.config\.k8s\.io\/v1beta1|generators\.external-secrets\.io\/v1alpha1|actions\.summerwind\.dev\/v1alpha1)$/;

const compiled = new Map<string, ReturnType<typeof compileProgram>>();

/** Each once for all tests of this file. */
function compileExample(name: string): ReturnType<typeof compileProgram> {
  const known = compiled.get(name) ?? compileProgram({ cwd: join(EXAMPLES, name), env: {} });
  compiled.set(name, known);
  return known;
}
