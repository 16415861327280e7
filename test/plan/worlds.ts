import fc from 'fast-check';
import type { Json } from '../../lib/model/json.ts';
import { applied, type Files, manifest, manifests, plan, type Wanted, type World } from './world.ts';

/** A step in the life of a branch: what the program wants next, and what a person did before it was planned. */
export interface Step {
  readonly wanted: Readonly<Record<string, Wanted | string>>;
  readonly edits: Readonly<Record<string, string | null>>;
}

const paths = fc.constantFrom(
  'a.yaml',
  'registry/a.yaml',
  'registry/b.yaml',
  'registry/env/c.yaml',
  'z/values.yaml',
  'notes.txt',
);

const scalars: fc.Arbitrary<Json> = fc.constantFrom('x', 'y', 'two\nlines\n', 'a: 1\nb: 2\n', 1, 2, true, null);

const bodies: fc.Arbitrary<Readonly<Record<string, Json>>> = fc.dictionary(
  fc.constantFrom('spec', 'data', 'extra'),
  scalars,
  {
    maxKeys: 2,
  },
);

const objects = fc
  .tuple(fc.constantFrom('Application', 'Secret'), fc.constantFrom('one', 'two', 'three'), bodies)
  .map(([kind, name, body]) => manifest(kind, name, body));

const addresses = fc.constantFrom('acme/a', 'acme/b', 'acme/b/c');

const wantedFiles: fc.Arbitrary<Wanted> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc
      .tuple(fc.uniqueArray(objects, { minLength: 1, maxLength: 3, selector: identity }), addresses)
      .map(([documents, address]) => manifests(documents, address)),
  },
  fc
    .tuple(fc.constantFrom('', 'text\n', 'k: v\n', 'k: w\nl: [1]\n', '# only\n'), addresses)
    .map(([content, address]) => ({ content, address })),
);

function identity(object: { readonly kind: string; readonly metadata: { readonly name: string } }): string {
  return `${object.kind} ${object.metadata.name}`;
}

const handEdits = fc.oneof(
  fc.constant(null),
  fc.constantFrom(
    'text\n',
    'broken: [',
    '&a [*a]\n',
    'k: v\n',
    'apiVersion: v1\nkind: Secret\nmetadata:\n  name: one\ndata:\n  x: y\n',
  ),
);

export const steps: fc.Arbitrary<readonly Step[]> = fc.array(
  fc.record({
    wanted: fc.dictionary(paths, wantedFiles, { maxKeys: 5 }),
    edits: fc.dictionary(paths, handEdits, { maxKeys: 2 }),
  }),
  { minLength: 1, maxLength: 4 },
);

/** A world after some applies and hand edits, about to be planned anew; drift is overwritten and files are adopted. */
export const worlds: fc.Arbitrary<() => Promise<World>> = fc
  .tuple(steps, fc.constantFrom('sha1' as const, 'sha256' as const))
  .map(([life, format]) => async () => {
    let world: World = { files: {}, wanted: {}, format, options: { ownership: 'adopt', onDrift: 'overwrite' } };
    for (const [index, step] of life.entries()) {
      world = { ...world, wanted: step.wanted, files: edit(world.files, step.edits) };
      if (index < life.length - 1) world = applied(world, await plan(world));
    }
    return world;
  });

function edit(files: Files, edits: Step['edits']): Files {
  const next: Record<string, Files[string]> = { ...files };
  for (const [path, content] of Object.entries(edits)) {
    if (content === null) delete next[path];
    else next[path] = content;
  }
  return next;
}
