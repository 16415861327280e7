import fc from 'fast-check';
import type { InputValue } from '../../lib/model/declarations/cluster.ts';
import type { Json } from '../../lib/model/json.ts';
import { SecretRef } from '../../lib/model/secret-ref.ts';
import type { FullCluster, FullOrganization, FullPlatform } from './full-program.ts';

const names = ['dev', 'staging', 'production'] as const;

/** Values as programs pass them; JSON's readers do not know `-0`, and `secretRef` is ours. */
const json = fc
  .jsonValue({ maxDepth: 3 })
  .map((value): Json => JSON.parse(JSON.stringify(value)))
  .filter((value) => !JSON.stringify(value).includes('secretRef'));

const value: fc.Arbitrary<InputValue> = fc.oneof(
  json,
  fc.constantFrom('yes', '0123', '<<', '*x', 'a\nb\n', '', ' x', '1e3', '~', 'null', '0x10', '- a', '# c'),
  fc.constantFrom(SecretRef.vault('a/b'), SecretRef.store('a/b', 'c')),
);

const cluster = (name: string): fc.Arbitrary<FullCluster> =>
  fc.record({
    name: fc.constant(name),
    attached: fc.uniqueArray(fc.nat(7), { maxLength: 3 }),
    virtual: fc.boolean(),
    nodeCount: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
    fromEnvironments: fc.boolean(),
    deployments: fc.nat(2),
    global: fc.boolean(),
  });

const organization = (name: string): fc.Arbitrary<FullOrganization> =>
  fc.record({
    name: fc.constant(name),
    auth: fc.constantFrom('pat', 'gitlab', 'app'),
    branch: fc.constantFrom(undefined, 'main'),
    environments: fc.subarray([...names]),
    clusters: fc.subarray(['lon1', 'fra1', 'ams1'], { minLength: 1 }).chain((some) => fc.tuple(...some.map(cluster))),
    provider: fc.constantFrom('aws', 'civo', 'google'),
    values: fc.dictionary(fc.string({ maxLength: 12 }), value, { maxKeys: 4 }),
    team: fc.boolean(),
  });

/** Platforms without mistakes that have every kind of resource. */
export const randomFullPlatform: fc.Arbitrary<FullPlatform> = fc.record({
  organizations: fc.subarray(['retail', 'logistics']).chain((some) => fc.tuple(...some.map(organization))),
  global: fc.subarray([...names]),
  shared: fc.boolean(),
  namesakes: fc.boolean(),
  text: fc.option(fc.string({ unit: 'grapheme', maxLength: 30 }), { nil: undefined }),
});
