import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { inputName } from '../../lib/templates/contract/contract.ts';
import { compileItem, type OwnInput, type OwnItem, openItem, type Setting } from './item-inputs.ts';
import { TEMPLATES } from './render-own.ts';
import { type Mentions, mentionsOf } from './template-mentions.ts';

const ITEMS = readdirSync(join(TEMPLATES, 'catalog'));

// No list of inputs is kept here: they are those of the contracts, and what each of them changes is read from the templates.
describe.each(ITEMS)('every input of the catalog item %s', (name) => {
  it('changes the files that mention it, and no others', async () => {
    const item = await openItem(name);
    const beside = await openItem(name === 'reloader' ? 'metrics-server' : 'reloader');
    const mentions = mentionsOf(item.template.files);
    const all = [...item.template.contract.inputs.map(inputName), ...variableNames(item)];
    expect(item.inputs.flatMap(({ covers }) => covers)).toEqual(expect.arrayContaining(all));
    const compiled = remembered((setting: Setting) => compileItem(item, beside, setting));
    const unused: string[] = [];
    // What let one input show its files is where others most likely show theirs.
    const telling = new Set<Setting>();
    for (const input of item.inputs) {
      const expected = new Map(filesWith(input, mentions));
      if (expected.size === 0 || !isTaken(input, mentions)) unused.push(input.name);
      expected.set(RECORD, new Set());
      const changed = new Set<string>();
      const missing = () => [...expected].filter(([path]) => !changed.has(path)).map(([, inputs]) => inputs);
      for (const { base, before, after } of changesOf(item, input, compiled, missing, telling)) {
        const still = missing().length;
        for (const path of differing(before, after)) if (!input.isPlace || !DERIVED.has(path)) changed.add(path);
        if (missing().length < still) telling.add(base);
        if (missing().length === 0) break;
      }
      expect([input.name, ...[...changed].sort()]).toEqual([input.name, ...[...expected.keys()].sort()]);
    }
    expect(unused).toEqual([]);
  });
});

// --- internal ---

const APPLICATIONS = 'acme-retail/retail:registry/environments/dev/lon1';
const MANAGEMENT = 'acme-platform/retail:registry/clusters/mgmt/components/catalog/tool';
/** What a deployment says is kept in it, so it always changes. */
const RECORD = 'acme-platform/retail:registry/konstruct/retail/catalog-deployment/tool.yaml';

/**
 * What follows from where a release goes: the project of the cluster admits what is fetched for it, and its files are synced
 * by an Application of their own when that of the item looks elsewhere.
 */
const DERIVED: ReadonlySet<string> = new Set([
  'acme-platform/retail:registry/clusters/lon1/appproject.yaml',
  `${APPLICATIONS}/tool.resources.yaml`,
]);

type Files = Readonly<Record<string, string>>;

/** The files of the release whose template mentions an input, each with all that its template mentions. */
function* filesWith(
  { name, kind, covers }: OwnInput,
  mentions: Mentions,
): Iterable<readonly [string, ReadonlySet<string>]> {
  const isMentioned = (paths: ReadonlySet<string>) =>
    [...paths].some((path) => covers.some((input) => input === path || input.startsWith(`${path}.`)));
  if (kind === 'value') {
    for (const [file, paths] of mentions.values) if (isMentioned(paths)) yield [placeOf(file, mentions), paths];
  }
  // A token may have the name of an input of the chart beside it.
  const token = kind === 'value' ? upperSnake(name) : name;
  const withToken = kind === 'variable' ? [] : [...mentions.tokens].filter(([, tokens]) => tokens.has(token));
  for (const [file, tokens] of withToken) {
    if (file === 'provider') yield [`${MANAGEMENT}/providerconfig.yaml`, tokens];
    else yield [`acme-platform/retail:terraform/catalog/tool/${file}`, tokens];
  }
  // The revision of the Workspace says that its files changed.
  if (withToken.length > 0 || kind === 'variable') yield [`${MANAGEMENT}/workspace.yaml`, new Set()];
}

/** Whether the Terraform makes something of a variable that its Workspace hands over. */
function isTaken({ name, kind }: OwnInput, { variables }: Mentions): boolean {
  return kind !== 'variable' || variables.has(name.replace('variable ', ''));
}

function placeOf(file: string, { applications }: Mentions): string {
  if (file === 'application.yaml') return `${APPLICATIONS}/tool.yaml`;
  return applications.has(file) ? `${APPLICATIONS}/tool.${file}` : `${APPLICATIONS}/tool/${file}`;
}

function upperSnake(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

/**
 * What the program comes to before and after an input changes, in one situation after the other: what a template does with an
 * input may depend on others. Only a file that changes in none of them does not depend on it.
 */
function* changesOf(
  item: OwnItem,
  input: OwnInput,
  compiled: (setting: Setting) => Files | undefined,
  missing: () => readonly ReadonlySet<string>[],
  first: Iterable<Setting>,
): Iterable<{ readonly base: Setting; readonly before: Files; readonly after: Files }> {
  for (const base of situations(item, input, missing, first)) {
    const before = compiled(base);
    if (before === undefined) continue;
    for (const nth of others(input, base)) {
      const after = compiled(new Map([...base, [input.name, nth]]));
      if (after !== undefined) yield { base, before, after };
    }
  }
}

/**
 * @param missing  what each file that did not change yet depends on, too
 * @param first  what is tried before all others
 */
function* situations(
  { inputs }: OwnItem,
  input: OwnInput,
  missing: () => readonly ReadonlySet<string>[],
  first: Iterable<Setting>,
): Iterable<Setting> {
  const usual = inputs.filter(({ isPlace }) => !isPlace);
  const all: Setting = new Map(usual.map(({ name }) => [name, 0]));
  const least: Setting = new Map(usual.filter(({ required }) => required).map(({ name }) => [name, 0]));
  yield all;
  yield* [...first].reverse();
  yield least;
  for (const mentioned of missing()) {
    const rest = usual.filter(({ name }) => name !== input.name && mentioned.has(name));
    const chosen = [all, least].flatMap((base) =>
      rest.flatMap(({ name, options = 0 }) =>
        Array.from({ length: options }, (_, nth): Setting => new Map([...base, [name, nth]])),
      ),
    );
    yield* chosen;
    for (const base of [all, ...chosen]) {
      for (const { name, required } of rest)
        if (!required && base.has(name)) yield new Map([...base].filter(([given]) => given !== name));
      // Two of them, since a name may stand in for a name that stands in for a third.
      for (const [one, other] of pairs(rest.filter(({ clearable }) => clearable)))
        yield new Map([...base, [one.name, -1], [other.name, -1]]);
    }
  }
}

/** Every two of a list, and each with itself. */
function pairs<Item>(items: readonly Item[]): readonly (readonly [Item, Item])[] {
  return items.flatMap((one, at) => items.slice(at).map((other) => [one, other] as const));
}

/** Other values of an input, the empty text among them. */
function others({ name, options, clearable }: OwnInput, base: Setting): readonly number[] {
  const now = base.get(name);
  if (options === undefined) return [now === undefined ? 0 : now + 1, ...(clearable ? [-1] : [])];
  return Array.from({ length: options }, (_, nth) => nth).filter((nth) => nth !== now);
}

function variableNames({ template }: OwnItem): readonly string[] {
  return [...(template.terraform?.variables.keys() ?? [])].map((name) => `variable ${name}`);
}

function differing(before: Files, after: Files): readonly string[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((path) => before[path] !== after[path]);
}

function remembered<Result>(make: (setting: Setting) => Result): (setting: Setting) => Result {
  const known = new Map<string, Result>();
  return (setting) => {
    const key = JSON.stringify([...setting].toSorted(([a], [b]) => (a < b ? -1 : 1)));
    if (!known.has(key)) known.set(key, make(setting));
    return known.get(key) as Result;
  };
}
