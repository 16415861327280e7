import { describeValue } from '../diagnostics/describe-value.ts';
import type { DiagnosticDetails } from '../diagnostics/diagnostic.ts';
import { didYouMean } from '../diagnostics/near-matches.ts';
import { type SchemaCheck, schemaCheck } from '../json-schema/compile-schema.ts';
import type { JsonSchema } from '../json-schema/json-schema.ts';
import { type IsRight, readyCheck } from '../json-schema/ready-checks.ts';
import type { Declaration } from '../model/declaration.ts';
import { isJsonObject, type JsonObject } from '../model/json.ts';
import { readApplication } from './kinds/application.ts';
import { readCatalogDeployment } from './kinds/catalog-deployment.ts';
import { readCluster } from './kinds/cluster.ts';
import { readEnvironment } from './kinds/environment.ts';
import { readCloudAccount, readOrganization, readTeam } from './kinds/organization.ts';
import { readCatalogItem, templateReader } from './kinds/source.ts';
import { RecordFields } from './record-fields.ts';
import type { RecordFinding } from './record-finding.ts';
import { recordIdentity } from './record-identity.ts';
import { schemaFindings } from './schema-findings.ts';

/** What records declare. */
export type RecordDeclaration = Exclude<Declaration, { kind: 'platform' | 'folder' | 'kube-prometheus-stack' }>;

/** What a record comes to. */
export interface RecordReading {
  /**
   * Undefined when the record says too little. With an error among the findings, what is wrong or missing is left out
   * or stood in for: enough to check what refers to the resource, not to write anything.
   */
  readonly declaration: RecordDeclaration | undefined;
  /** One for each thing to correct, and a warning for each field from before 0.5. */
  readonly findings: readonly RecordFinding[];
}

/** Reads one record: a mapping with `apiVersion`, `kind`, `metadata` and `spec`. Never throws. */
export type RecordReader = (manifest: unknown) => RecordReading;

/**
 * Makes a reader of records, the inverse of `recordSpec`. The schema of a kind is compiled when the first record of
 * the kind is met that is not known to be right.
 *
 * Accepts the fields from before 0.5: names without namespaces become references that are resolved only when one
 * visible resource has the name.
 *
 * @param schema  `schemas/records.schema.json`
 * @param ready  what `readyRecordChecks` gives. @default - all schemas are compiled here
 * @see Konstruct 0.5 release notes, "Backend payload changes"
 */
export function createRecordReader(schema: JsonSchema, ready: ReadonlyMap<string, IsRight> = new Map()): RecordReader {
  const checks = new Map<string, SchemaCheck>();
  const checkOf = (kind: string): SchemaCheck => {
    const ofKind = () => ({ $ref: `#/definitions/${kind}`, definitions: schema['definitions'] });
    const check = checks.get(kind) ?? schemaCheck(ofKind, ready.get(kind));
    checks.set(kind, check);
    return check;
  };
  return (manifest) => {
    if (!isJsonObject(manifest)) {
      return refused('RECORD_NOT_A_MAPPING', [], {
        summary: `A record must be a mapping, not ${describeValue(manifest)}`,
      });
    }
    if (manifest['apiVersion'] !== API_VERSION) return refused('RECORD_API_VERSION', ['apiVersion'], {});
    const kind = manifest['kind'];
    const read = typeof kind === 'string' && Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    if (typeof kind !== 'string' || read === undefined) return refusedKind(kind);
    const findings = [...schemaFindings(checkOf(kind)(manifest))];
    const id = recordIdentity(kind, manifest, findings);
    if (id === undefined) return { declaration: undefined, findings };
    const spec: JsonObject = isJsonObject(manifest['spec']) ? manifest['spec'] : {};
    return { declaration: read(new RecordFields(id, spec, ['spec'], findings)), findings };
  };
}

/** The checks of records that the build compiled, by kind. */
export async function readyRecordChecks(): Promise<ReadonlyMap<string, IsRight>> {
  const checks = new Map<string, IsRight>();
  for (const kind of Object.keys(KINDS)) {
    const check = await readyCheck(`${API_VERSION}/${kind}`);
    if (check !== undefined) checks.set(kind, check);
  }
  return checks;
}

// --- internal ---

const API_VERSION = 'konstruct-cdk.dev/v1';

const KINDS: Readonly<Record<string, (fields: RecordFields) => RecordDeclaration | undefined>> = {
  Organization: readOrganization,
  Team: readTeam,
  CloudAccount: readCloudAccount,
  ClusterTemplate: templateReader('cluster-template'),
  PipelineTemplate: templateReader('pipeline-template'),
  HelmTemplate: templateReader('helm-template'),
  Environment: readEnvironment,
  CatalogApplication: readCatalogItem,
  WorkloadCluster: readCluster,
  CatalogDeployment: readCatalogDeployment,
  Application: readApplication,
};

/** Kinds that have records, or whose name suggests so, and where they are declared. */
const ELSEWHERE: Readonly<Record<string, string>> = {
  Platform: 'Declare the `Platform` in the program.',
  GitAccount: 'Remove it: it follows from `gitConnection` of the organization.',
};

function refused(code: RecordFinding['code'], path: readonly string[], details: DiagnosticDetails): RecordReading {
  return { declaration: undefined, findings: [{ code, severity: 'error', path, part: 'value', details }] };
}

function refusedKind(kind: unknown): RecordReading {
  if (typeof kind !== 'string') {
    const summary = kind === undefined ? 'A record has no kind' : `A kind must be a text, not ${describeValue(kind)}`;
    return refused('RECORD_KIND_UNKNOWN', ['kind'], { summary, fix: didYouMean('', Object.keys(KINDS)) });
  }
  if (Object.hasOwn(ELSEWHERE, kind)) {
    const summary = `A ${kind} is not declared in a file`;
    return refused('RECORD_KIND_NOT_DECLARABLE', ['kind'], { summary, fix: ELSEWHERE[kind] ?? '' });
  }
  const fix = didYouMean(kind, Object.keys(KINDS));
  return refused('RECORD_KIND_UNKNOWN', ['kind'], {
    summary: `There is no kind ${JSON.stringify(kind.slice(0, 60))}`,
    fix,
  });
}
