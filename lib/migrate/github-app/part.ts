import type { Diagnostic, DiagnosticDetails } from '../../diagnostics/diagnostic.ts';
import { error } from '../../diagnostics/diagnostic.ts';
import type { Edit } from '../../edit/edit.ts';
import type { EditableFile } from '../../edit/editable-file.ts';
import type { EditableNode, MapNode } from '../../edit/node.ts';

/** What the migration changes or looks at in the folder of a management cluster. */
export type Part =
  | 'repository-credentials'
  | 'crossplane-credentials'
  | 'runtime-config'
  | 'metrics-service'
  | 'service-monitor'
  | 'kube-prometheus-stack'
  | 'runner-credentials'
  | 'provider-config';

/** The step that a part belongs to, and what people call it. */
export const STEPS_OF_PARTS: Readonly<Record<Part, string>> = {
  'repository-credentials': 'A',
  'crossplane-credentials': 'B',
  'runtime-config': 'C',
  'metrics-service': 'D',
  'service-monitor': 'E',
  'kube-prometheus-stack': 'F',
  'runner-credentials': 'G',
  'provider-config': 'I',
};

export const NAMES_OF_PARTS: Readonly<Record<Part, string>> = {
  'repository-credentials': 'ExternalSecret of a repository',
  'crossplane-credentials': 'ExternalSecret of the Terraform provider',
  'runtime-config': 'runtime configuration of the Terraform provider',
  'metrics-service': 'Service of the log streamer',
  'service-monitor': 'ServiceMonitor',
  'kube-prometheus-stack': 'Application kube-prometheus-stack',
  'runner-credentials': 'ExternalSecret of the runners',
  'provider-config': 'ProviderConfig',
};

/**
 * How far an object is: with personal access token, with GitHub App, something between, or of no shape that is known.
 */
export type Era = 'pat' | 'github-app' | 'mixed' | 'unknown';

/** A document that holds a part. */
export interface Sighting {
  readonly part: Part;
  readonly file: EditableFile;
  readonly document: number;
  readonly root: MapNode;
}

/** What is to be done about a sighting. No edits when it is migrated already, or when it cannot be. */
export interface Assessment {
  readonly era: Era;
  readonly edits: readonly Edit[];
  readonly diagnostics: readonly Diagnostic[];
}

/** A document that is migrated. */
export const DONE: Assessment = { era: 'github-app', edits: [], diagnostics: [] };

/** A document that nobody but a person can migrate. @param node  where it is different; the document when left out */
export function unknownShape(sighting: Sighting, detail: string, node?: EditableNode): Assessment {
  return { era: 'unknown', edits: [], diagnostics: [findingAt(sighting, 'MIGRATE_SHAPE_UNKNOWN', detail, node)] };
}

/** An error about a place in a document. */
export function findingAt(
  { file, root }: Sighting,
  code: Diagnostic['code'],
  detail: string,
  node: EditableNode = root,
): Diagnostic {
  const details: DiagnosticDetails = { source: file.lines.positionOf(node.start, file.path), detail };
  return error(code, details);
}
