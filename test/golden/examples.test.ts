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

/** Records, what Kubernetes itself defines, and kinds whose CRDs are not kept here. */
const WITHOUT_SCHEMA =
  /^(?:konstruct-cdk\.dev\/v1|v1|(?:apps|batch|(?:[a-z.]+\.)?k8s\.io)\/v1|kustomize\.config\.k8s\.io\/v1beta1|generators\.external-secrets\.io\/v1alpha1|actions\.summerwind\.dev\/v1alpha1)$/;

function compileExample(name: string) {
  return compileProgram({ cwd: join(EXAMPLES, name), env: {} });
}
