import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compile } from '../../lib/compile.ts';
import { GLOBAL_NAMESPACE, SCOPABLE_KINDS } from '../../lib/model/identity.ts';
import type { PlatformModel } from '../../lib/model/platform-model.ts';
import { listResources } from '../../lib/query/list-resources.ts';
import { whatIfOrganization } from '../../lib/query/what-if.ts';
import { whoSees } from '../../lib/query/who-sees.ts';
import { type FullOrganization, type FullPlatform, fullProgram } from '../records/full-program.ts';
import { randomFullPlatform } from '../records/random-full-platform.ts';
import { filesOf } from '../tools/program.ts';

const ADDED: FullOrganization = {
  name: 'added',
  auth: 'pat',
  branch: undefined,
  environments: ['dev', 'staging'],
  clusters: [
    {
      name: 'lon1',
      attached: [0, 1, 2],
      virtual: false,
      nodeCount: undefined,
      fromEnvironments: false,
      deployments: 1,
      global: false,
    },
  ],
  provider: 'civo',
  values: {},
  team: true,
};

/** Nothing that a scope list names changes: the list is an edit of the shared template, and is asked for apart. */
const withAdded = (full: FullPlatform): FullPlatform => ({ ...full, organizations: [...full.organizations, ADDED] });

describe('what an organization sees', () => {
  it('is its own and what is Global, and nothing else', () => {
    fc.assert(
      fc.property(randomFullPlatform, (full) => {
        const model = modelOf(full);
        for (const { name } of model.organizations) {
          const seen = keysOf(model, name);
          const expected = listResources(model)
            .filter(({ namespace }) => namespace === name || namespace === GLOBAL_NAMESPACE)
            .map(keyOf);
          expect(seen).toEqual(expected);
        }
      }),
    );
  });

  it('does not change when another organization is added, and the new one sees what was promised', () => {
    fc.assert(
      fc.property(randomFullPlatform, (random) => {
        const full = { ...random, shared: false };
        const before = modelOf(full);
        const after = modelOf(withAdded(full));
        for (const { name } of before.organizations) expect(keysOf(after, name)).toEqual(keysOf(before, name));
        const promised = whatIfOrganization(before, 'added').sees.map(keyOf);
        const global = keysOf(after, 'added').filter((key) => key.includes(`/${GLOBAL_NAMESPACE}/`));
        expect(global.filter((key) => !key.startsWith('platform/'))).toEqual(promised);
      }),
    );
  });

  it('agrees with who sees it', () => {
    fc.assert(
      fc.property(randomFullPlatform, (full) => {
        const model = modelOf(full);
        const seers = new Map(model.organizations.map(({ name }) => [name, new Set(keysOf(model, name))]));
        for (const { kind, name, namespace } of listResources(model)) {
          const [sight] = whoSees(model, { kind, name, namespace });
          const expected = [...seers]
            .filter(([, keys]) => keys.has(keyOf({ kind, name, namespace })))
            .map(([org]) => org);
          expect(sight?.organizations).toEqual(expected);
          expect(sight?.future).toBe(namespace === GLOBAL_NAMESPACE);
        }
      }),
    );
  });
});

describe('adding an organization', () => {
  it('changes no file that exists', () => {
    fc.assert(
      fc.property(randomFullPlatform, (random) => {
        const full = { ...random, shared: false };
        const before = filesOf(compile(fullProgram(full)));
        const after = filesOf(compile(fullProgram(withAdded(full))));
        for (const [path, text] of Object.entries(before)) expect({ path, text: after[path] }).toEqual({ path, text });
      }),
    );
  });
});

/** Who sees a record of a kind in a namespace, and whether organizations that come later do. */
const RULES: readonly (readonly [what: string, namespace: string, seers: readonly string[], future: boolean])[] = [
  ['Global', GLOBAL_NAMESPACE, ['logistics', 'retail'], true],
  ['of retail', 'retail', ['retail'], false],
  ['of logistics', 'logistics', ['logistics'], false],
];

describe.each(SCOPABLE_KINDS)('a %s', (kind) => {
  it.each(RULES)('that is %s', (_, namespace, seers, future) => {
    const organization = (name: string): FullOrganization => ({ ...ADDED, name });
    const model = modelOf({
      organizations: [organization('retail'), organization('logistics')],
      global: ['dev'],
      shared: false,
      namesakes: true,
      text: undefined,
    });
    const found = listResources(model, { kind }).filter((each) => each.namespace === namespace);
    expect(found).not.toEqual([]);
    for (const { name } of found) {
      expect(whoSees(model, { kind, name, namespace })).toMatchObject([{ organizations: seers, future }]);
    }
  });
});

// --- internal ---

function modelOf(full: FullPlatform): PlatformModel {
  const { model, diagnostics } = compile(fullProgram(full));
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (model === undefined) throw new Error('no model');
  return model;
}

function keyOf({ kind, namespace, name }: { kind: string; namespace: string; name: string }): string {
  return `${kind}/${namespace}/${name}`;
}

function keysOf(model: PlatformModel, organization: string): readonly string[] {
  return listResources(model, { organization }).map(keyOf);
}
