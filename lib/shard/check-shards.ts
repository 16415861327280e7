import { type Diagnostic, error } from '../diagnostics/diagnostic.ts';
import { canonicalJson } from '../plan/canonical-json.ts';
import type { Shard } from './shard.ts';

/** Why these are not the parts of one plan, each exactly once; all reasons at once. */
export function shardsDiffer(shards: readonly Shard[]): readonly Diagnostic[] {
  const [first] = shards;
  if (first === undefined) return [error('SHARD_MISSING', { detail: 'None was given.' })];
  const others = shards.slice(1);
  const found: Diagnostic[] = [];
  for (const [what, termOf] of TERMS) {
    const expected = canonicalJson(termOf(first));
    const other = others.find((shard) => canonicalJson(termOf(shard)) !== expected);
    if (other === undefined) continue;
    const detail = `${label(first)} and ${label(other)} differ in ${what}.`;
    found.push(error('SHARDS_DIFFER', { detail }));
  }
  // which are missing can only be told of parts of one whole
  if (found.length > 0) return found;
  const given = new Map<number, number>();
  for (const { index } of shards) given.set(index, (given.get(index) ?? 0) + 1);
  for (let index = 1; index <= first.count; index++) {
    const times = given.get(index) ?? 0;
    const summary = `Shard ${index} of ${first.count} is ${times === 0 ? 'missing' : 'given twice'}`;
    if (times !== 1) found.push(error(times === 0 ? 'SHARD_MISSING' : 'SHARD_TWICE', { summary }));
  }
  return found.length > 0 ? found : repositoriesTwice(shards);
}

// --- internal ---

const TERMS: readonly (readonly [string, (shard: Shard) => unknown])[] = [
  ['the version of kcdk', ({ kcdkVersion }) => kcdkVersion],
  ['the project', ({ project }) => project],
  ['the program', ({ program, rules }) => [program, rules]],
  ['how many there are', ({ count }) => count],
  ['the targets', ({ settings }) => settings.targets],
  ['the actor', ({ settings }) => settings.actor],
  [
    'the options of the plan',
    ({ settings: { compare, allowDelete, allowReplace } }) => ({ compare, allowDelete, allowReplace }),
  ],
];

/** Two parts that read one repository may have read two commits of it. */
function repositoriesTwice(shards: readonly Shard[]): readonly Diagnostic[] {
  const owners = new Map<string, Shard>();
  return shards.flatMap((shard) =>
    shard.repositories.flatMap(({ name }) => {
      const other = owners.get(name);
      owners.set(name, shard);
      if (other === undefined) return [];
      return [error('SHARDS_DIFFER', { detail: `${label(other)} and ${label(shard)} both read \`${name}\`.` })];
    }),
  );
}

function label({ index, count }: Shard): string {
  return `shard ${index} of ${count}`;
}
