import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../model/declaration.ts';
import { isDnsLabel } from '../../model/dns-label.ts';
import { GLOBAL_NAMESPACE } from '../../model/identity.ts';
import { placeOf } from '../../model/origin.ts';
import type { Declared } from '../../model/platform-model.ts';
import type { Placed } from '../../synth/collect.ts';
import { titleOf } from '../../synth/title-of.ts';

/** `<cluster>-environment` is a namespace, hence a DNS label of at most 63 characters. */
const LONGEST_CLUSTER_NAME = 63 - '-environment'.length;

/** Names become namespaces, object names and folders: every one must be a DNS label. */
export function checkNames(declarations: readonly Placed[]): readonly Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const { declaration } of declarations) {
    if (declaration.faulty === true) continue;
    for (const [what, name] of namesOf(declaration)) {
      if (typeof name !== 'string' || !isDnsLabel(name)) {
        const summary = `${what} ${JSON.stringify(name)} is no DNS label`;
        found.push(error('NAME_NOT_DNS_LABEL', { summary, ...fixFor(name), ...placeOf(declaration.origin) }));
      }
    }
    found.push(...lengthProblems(declaration), ...reservedNames(declaration), ...firstLetter(declaration));
  }
  return found;
}

// --- internal ---

function namesOf(declaration: Declared<Declaration>): readonly (readonly [what: string, name: unknown])[] {
  switch (declaration.kind) {
    case 'platform':
      return [
        ['Platform name', declaration.name],
        ['Control plane name', declaration.controlPlane],
      ];
    case 'organization':
      return [['Organization name', declaration.name]];
    case 'environment':
      // A slug is mostly derived from the name: one mistake, one finding.
      return isDnsLabel(declaration.name)
        ? [['Environment slug', declaration.slug]]
        : [['Environment name', declaration.name]];
    case 'folder':
    case 'kube-prometheus-stack':
      return [];
    default:
      return [[`${titleOf(declaration.kind)} name`, declaration.name]];
  }
}

function fixFor(name: unknown): { fix?: string } {
  if (typeof name !== 'string') return {};
  const suggestion = name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return isDnsLabel(suggestion) ? { fix: `Use \`${suggestion}\`: lower-case letters, digits and hyphens only.` } : {};
}

function lengthProblems(declaration: Declared<Declaration>): readonly Diagnostic[] {
  const isCluster = declaration.kind === 'management-cluster' || declaration.kind === 'workload-cluster';
  if (!isCluster || declaration.name.length <= LONGEST_CLUSTER_NAME || declaration.name.length > 63) return [];
  return [
    error('NAME_TOO_LONG', {
      summary: `Cluster name \`${declaration.name}\` has ${declaration.name.length} characters`,
      detail: `Namespace \`${declaration.name}-environment\` would be longer than 63 characters.`,
      fix: `Choose a name of at most ${LONGEST_CLUSTER_NAME} characters.`,
      ...placeOf(declaration.origin),
    }),
  ];
}

function reservedNames(declaration: Declared<Declaration>): readonly Diagnostic[] {
  if (declaration.kind !== 'organization' || declaration.name !== GLOBAL_NAMESPACE) return [];
  return [error('ORGANIZATION_NAME_RESERVED', placeOf(declaration.origin))];
}

/** @see Konstruct documentation, "App registration" */
function firstLetter(declaration: Declared<Declaration>): readonly Diagnostic[] {
  if (declaration.kind !== 'application' || !/^[0-9]/.test(declaration.name)) return [];
  const summary = `Application name \`${declaration.name}\` does not start with a letter`;
  const fix = 'Start it with a lower-case letter.';
  return [error('NAME_NOT_DNS_LABEL', { summary, fix, ...placeOf(declaration.origin) })];
}
