import type { FieldPath } from '../model/field-path.ts';
import type { WantedFile } from '../model/file-set.ts';
import { originOfLine, type Provenance } from '../model/provenance.ts';
import { FILE_KIND } from './diff/diff-file.ts';
import type { FieldChange, FieldSource, ResourceIdentity, TemplateReference } from './plan.ts';

/**
 * Says of each field that changes where it comes from: the construct, its line of the program, and of a rendered file the
 * line of the template with what it reads. What is removed stands in no line, so that no line of a template is named.
 *
 * The text is parsed once, and only where a rendered file has fields that change.
 */
export function withSources(
  fields: readonly FieldChange[],
  resource: ResourceIdentity,
  file: WantedFile | undefined,
): readonly FieldChange[] {
  if (file === undefined || fields.length === 0) return fields;
  const program = file.origin.position();
  const owner = { address: file.origin.address, ...(program && { program }) };
  const { provenance } = file;
  if (provenance === undefined) return fields.map((field) => ({ ...field, source: owner }));
  const lines = file.content.split('\n');
  return fields.map((field) => ({ ...field, source: { ...owner, ...decidedBy(field, resource, provenance, lines) } }));
}

/** The first line of a template that wrote anything of a resource. */
export function templateOf(
  resource: ResourceIdentity,
  { provenance, documents = [] }: WantedFile,
): TemplateReference | undefined {
  if (provenance === undefined) return undefined;
  // Only a file of several objects has to be parsed.
  const start = documents.length > 1 ? (provenance.lineOf(objectOf(resource), []) ?? 1) : 1;
  const found = provenance.lines().find((line, index) => index >= start - 1 && line !== undefined);
  return found && { label: provenance.label, ...found };
}

// --- internal ---

function objectOf({ api_version, kind, namespace, name }: ResourceIdentity) {
  return kind === FILE_KIND ? undefined : { apiVersion: api_version, kind, namespace: namespace ?? undefined, name };
}

function decidedBy(
  field: FieldChange,
  resource: ResourceIdentity,
  provenance: Provenance,
  lines: readonly string[],
): Pick<FieldSource, 'template' | 'inputs'> {
  const line = field.action === 'remove' ? undefined : lineOfChange(field, resource, provenance, lines);
  const origin = line === undefined ? undefined : originOfLine(provenance, line);
  if (origin === undefined) return {};
  const { template, inputs } = origin;
  return { template, ...(inputs.length > 0 && { inputs }) };
}

/** The line of the field; of a text of several lines, the first one that changes. */
function lineOfChange(
  { path, text }: FieldChange,
  resource: ResourceIdentity,
  provenance: Provenance,
  lines: readonly string[],
): number | undefined {
  const within = text === undefined ? undefined : firstChanged(text);
  if (isWholeFile(resource, path)) return within ?? 1;
  const line = provenance.lineOf(objectOf(resource), path);
  if (line === undefined || within === undefined) return line;
  // Other forms of text do not keep their lines.
  return /[:-] +\|[+-]?\d?[+-]?\s*$/.test(lines[line - 1] ?? '') ? line + within : line;
}

function isWholeFile({ kind }: ResourceIdentity, path: FieldPath): boolean {
  return kind === FILE_KIND && path.length === 0;
}

/** The new line that the first change of a unified difference is at. */
function firstChanged([head = '', ...rest]: readonly string[]): number {
  const start = Number(/\+(\d+)/.exec(head)?.[1] ?? 1);
  const context = rest.findIndex((line) => !line.startsWith(' '));
  return Math.max(start, 1) + Math.max(context, 0);
}
