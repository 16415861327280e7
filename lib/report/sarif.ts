import { CODES } from '../diagnostics/codes.ts';
import type { Diagnostic, SourcePosition } from '../diagnostics/diagnostic.ts';
import { digestText } from '../plan/digest.ts';
import { IMPACT_CODES } from '../plan/impact/codes.ts';
import type { ImpactFinding, ImpactSeverity } from '../plan/impact/finding.ts';
import type { PlanDocument } from '../plan/plan.ts';
import { visible } from './visible.ts';

export interface SarifOptions {
  /** Folder of the program below the root of its repository, with slashes; empty where it is the root. */
  readonly folder: string;
}

/** The part of SARIF that we write. */
export interface SarifLog {
  readonly $schema: string;
  readonly version: '2.1.0';
  readonly runs: readonly SarifRun[];
}

export interface SarifRun {
  readonly tool: { readonly driver: SarifDriver };
  readonly automationDetails: { readonly id: string };
  readonly columnKind: 'utf16CodeUnits';
  readonly originalUriBaseIds: { readonly SRCROOT: { readonly description: { readonly text: string } } };
  readonly results: readonly SarifResult[];
}

export interface SarifDriver {
  readonly name: 'konstruct-cdk';
  readonly version: string;
  readonly rules: readonly SarifRule[];
}

export type SarifLevel = 'error' | 'warning' | 'note';

export interface SarifRule {
  readonly id: string;
  readonly shortDescription: { readonly text: string };
  readonly help: { readonly text: string };
  readonly defaultConfiguration: { readonly level: SarifLevel };
}

export interface SarifResult {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: SarifLevel;
  readonly message: { readonly text: string };
  readonly locations: readonly SarifLocation[];
  readonly relatedLocations?: readonly SarifLocation[];
  /** Follows a finding over edits of the program: it does not count the line. */
  readonly partialFingerprints: { readonly 'konstructCdk/v1': string };
}

export interface SarifLocation {
  readonly physicalLocation: {
    readonly artifactLocation: { readonly uri: string; readonly uriBaseId: 'SRCROOT' };
    readonly region: { readonly startLine: number; readonly startColumn: number };
  };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string; readonly kind: 'resource' }[];
  readonly message?: { readonly text: string };
}

/**
 * Diagnostics and impact of a plan as SARIF, each on the line of the program that caused it.
 *
 * What has no line stands at the first one of `cdk8s.yaml`, since readers drop results without a place.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function toSarif(plan: PlanDocument, options: SarifOptions): SarifLog {
  const findings = [...plan.diagnostics.map(fromDiagnostic), ...(plan.impact ?? []).map(fromImpact)];
  const ids = [...new Set(findings.map(({ id }) => id))].sort();
  const indexes = new Map(ids.map((id, index) => [id, index]));
  return {
    $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
    version: '2.1.0',
    runs: [
      {
        tool: { driver: { name: 'konstruct-cdk', version: plan.kcdk_version, rules: ids.map(ruleOf) } },
        automationDetails: { id: `kcdk-plan/${encodeURIComponent(visible(plan.project))}/` },
        columnKind: 'utf16CodeUnits',
        originalUriBaseIds: { SRCROOT: { description: { text: 'The root of the repository with the program.' } } },
        results: findings.map((finding) => toResult(finding, indexes.get(finding.id) ?? -1, options)),
      },
    ],
  };
}

// --- internal ---

interface Finding {
  readonly id: string;
  readonly level: SarifLevel;
  readonly text: string;
  readonly address: string | undefined;
  readonly source: SourcePosition | undefined;
  readonly related: readonly { readonly message: string; readonly source: SourcePosition }[];
  /** What makes it this finding and no other, beside its code. */
  readonly identity: readonly string[];
}

const LEVELS = {
  destructive: 'error',
  disruptive: 'warning',
  unknown: 'note',
  notice: 'note',
} as const satisfies Record<ImpactSeverity, SarifLevel>;

function fromDiagnostic(diagnostic: Diagnostic): Finding {
  const { code, severity, summary, detail, fix, address, source, repository, path, related = [] } = diagnostic;
  return {
    id: code,
    level: severity,
    text: [`${summary}.`, ...(detail === undefined ? [] : [detail]), `Fix: ${fix}`].join('\n'),
    address,
    source,
    related: related.flatMap(({ message, source: place }) => (place === undefined ? [] : [{ message, source: place }])),
    identity: [address ?? '', repository ?? '', path ?? '', summary],
  };
}

function fromImpact({ code, severity, summary, cause, prevention }: ImpactFinding): Finding {
  const { repository, path, address, source } = cause;
  return {
    id: code,
    level: LEVELS[severity],
    text: [`${summary}.`, `From ${repository}: ${path}`, `If it is not meant: ${prevention}`].join('\n'),
    address,
    source,
    related: [],
    identity: [address, repository, path],
  };
}

function ruleOf(id: string): SarifRule {
  if (Object.hasOwn(IMPACT_CODES, id)) {
    const { summary, prevention, severity } = IMPACT_CODES[id as keyof typeof IMPACT_CODES];
    return rule(id, summary, prevention, LEVELS[severity]);
  }
  // a plan of a newer version may have codes that this one does not know
  const known = Object.hasOwn(CODES, id) ? CODES[id as keyof typeof CODES] : undefined;
  return rule(id, known?.summary ?? id, known?.fix ?? id, 'warning');
}

function rule(id: string, summary: string, help: string, level: SarifLevel): SarifRule {
  return { id, shortDescription: { text: summary }, help: { text: help }, defaultConfiguration: { level } };
}

function toResult(finding: Finding, ruleIndex: number, options: SarifOptions): SarifResult {
  const { id, level, text, address, source, related, identity } = finding;
  const place = locationOf(source ?? CONFIG_START, options);
  const logical =
    address === undefined ? {} : { logicalLocations: [{ fullyQualifiedName: address, kind: 'resource' as const }] };
  return {
    ruleId: id,
    ruleIndex,
    level,
    message: { text },
    locations: [{ ...place, ...logical }],
    ...(related.length > 0
      ? {
          relatedLocations: related.map(({ message, source: at }) => ({
            ...locationOf(at, options),
            message: { text: message },
          })),
        }
      : {}),
    partialFingerprints: { 'konstructCdk/v1': digestText([id, ...identity].join('\0')).slice('sha256:'.length, 39) },
  };
}

const CONFIG_START: SourcePosition = { file: 'cdk8s.yaml', line: 1, column: 1 };

function locationOf({ file, line, column }: SourcePosition, { folder }: SarifOptions): SarifLocation {
  return {
    physicalLocation: {
      artifactLocation: { uri: toUri(folder, file), uriBaseId: 'SRCROOT' },
      region: { startLine: Math.max(1, line), startColumn: Math.max(1, column) },
    },
  };
}

/** Relative to the root of the repository, without a way out of it. */
function toUri(folder: string, file: string): string {
  const segments: string[] = [];
  for (const segment of `${folder}/${file}`.split(/[/\\]/)) {
    if (segment === '..') segments.pop();
    else if (segment !== '' && segment !== '.') segments.push(segment);
  }
  return segments.map((segment) => encodeURIComponent(visible(segment))).join('/');
}
