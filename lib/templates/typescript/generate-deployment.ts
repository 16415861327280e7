import type { CatalogItemType } from '../../model/declarations/catalog.ts';
import type { Json } from '../../model/json.ts';
import { isSecretRef } from '../../model/secret-ref.ts';
import type { TemplateSource } from '../../model/template.ts';
import type { MatchedValue, MatchedValues } from '../values/match-values.ts';
import { lineOfComment, literal, propertyName, quote, secretLiteral } from './literals.ts';

export interface GenerateDeploymentOptions {
  /** Release name, a DNS label. */
  readonly release: string;
  /** Name of the catalog item, a DNS label. */
  readonly item: string;
  readonly type: CatalogItemType;
  readonly source: TemplateSource;
  /** Name that `isFunctionName` of the release gives; see `deployFunctionOf`. */
  readonly functionName: string;
  /** File that the values come from, as people read it. */
  readonly from: string;
}

/**
 * Writes a TypeScript module that makes one deployment with these values, in the place that it is told.
 *
 * Comments go along. The same values give the same bytes, with `\n` at the end.
 */
export function generateDeployment(matched: MatchedValues, options: GenerateDeploymentOptions): string {
  const { release, item, type, source, functionName, from } = options;
  const { values, infrastructureValues } = matched;
  const isUsed = (name: string) =>
    name === 'SecretRef'
      ? [...values, ...infrastructureValues].some(({ value }) => isSecretRef(value))
      : name !== 'Templates' || 'builtIn' in source;
  const imported = [
    'CatalogDeployment',
    'CatalogItem',
    'type Environment',
    'type Organization',
    'SecretRef',
    'Templates',
  ];
  const lines = [
    'import {',
    ...[...imported, 'type WorkloadCluster'].filter(isUsed).map((name) => `  ${name},`),
    "} from 'konstruct-cdk';",
    '',
    `/** Where \`${release}\` goes. */`,
    'export interface Place {',
    '  readonly organization: Organization;',
    '  readonly cluster: WorkloadCluster;',
    '  readonly environments: readonly Environment[];',
    '}',
    '',
    lineOfComment(`Deployment \`${release}\` of \`${item}\`, made by \`kcdk init --from-values\` from ${from}.`),
    `export function ${functionName}({ organization, cluster, environments }: Place): CatalogDeployment {`,
    `  const item = new CatalogItem(organization, ${quote(item)}, {`,
    `    source: ${sourceText(source)},`,
    ...(type === 'Application' ? [] : [`    type: ${quote(type)},`]),
    '  });',
    `  return new CatalogDeployment(organization, ${quote(release)}, {`,
    '    item,',
    '    cluster,',
    '    environments,',
    ...member('values', values),
    ...member('infrastructureValues', infrastructureValues),
    '  });',
    '}',
    '',
  ];
  return lines.join('\n');
}

/** `deploy` with the words of a release, each with a capital. */
export function deployFunctionOf(release: string): string {
  const words = release.split(/[^A-Za-z0-9]+/).map((word) => (word[0] ?? '').toUpperCase() + word.slice(1));
  return `deploy${words.join('')}`;
}

// --- internal ---

interface Nested {
  readonly members: Map<string, MatchedValue | Nested>;
}

function member(name: string, values: readonly MatchedValue[]): readonly string[] {
  if (values.length === 0) return [];
  return [`    ${name}: {`, ...nestedLines(nest(values), '      '), '    },'];
}

function nest(values: readonly MatchedValue[]): Nested {
  const root: Nested = { members: new Map() };
  for (const value of values) {
    let target = root;
    for (const name of value.path.slice(0, -1)) {
      const present = target.members.get(name);
      const next: Nested = present !== undefined && 'members' in present ? present : { members: new Map() };
      target.members.set(name, next);
      target = next;
    }
    target.members.set(value.path.at(-1) ?? '', value);
  }
  return root;
}

function nestedLines({ members }: Nested, indent: string): readonly string[] {
  const lines: string[] = [];
  for (const [name, each] of members) {
    const key = name === '__proto__' ? "['__proto__']" : propertyName(name);
    if ('members' in each) {
      lines.push(`${indent}${key}: {`, ...nestedLines(each, `${indent}  `), `${indent}},`);
      continue;
    }
    lines.push(...each.comments.map((comment) => `${indent}${lineOfComment(comment)}`));
    const { value } = each;
    lines.push(`${indent}${key}: ${isSecretRef(value) ? secretLiteral(value) : literal(value as Json, indent)},`);
  }
  return lines;
}

function sourceText(source: TemplateSource): string {
  if ('builtIn' in source) return `Templates.builtIn(${quote(source.builtIn)})`;
  if ('folder' in source) return `{ folder: ${quote(source.folder)} }`;
  const ref = source.ref === undefined ? '' : `, ref: ${quote(source.ref)}`;
  return `{ url: ${quote(source.url)}, path: ${quote(source.path)}${ref} }`;
}
