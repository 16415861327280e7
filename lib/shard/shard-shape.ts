import { anything, count, flag, listOf, mapOf, object, oneOf, orNull, type Shape, text } from '../plan/shape.ts';

const record = object({ kind: text, namespace: text, name: text, address: text });

const rules = object({
  platform: object({
    controlPlane: text,
    repository: object({ name: text }),
    targets: mapOf(anything),
  }),
  repositories: listOf(object({ name: text, url: text })),
  managementClusters: listOf(object({ name: text, organization: object({ platform: object({ name: text }) }) })),
  workloadClusters: listOf(object({ name: text })),
});

/** What the line of a shard has to look like that says what all parts agree on. */
export const termsShape: Shape = object({
  index: count,
  count,
  kcdkVersion: text,
  project: text,
  program: text,
  settings: object({
    compare: object({
      ownership: oneOf('strict', 'adopt'),
      onDrift: oneOf('refuse', 'overwrite', 'keep', 'merge'),
    }),
    targets: orNull(object({ target: listOf(text), exclude: listOf(text) })),
    allowDelete: listOf(text),
    allowReplace: listOf(text),
    actor: orNull(text),
  }),
  rules,
  complete: flag,
  diagnostics: listOf(object({ code: text, severity: oneOf('error', 'warning'), summary: text, fix: text })),
  unknownKinds: listOf(text),
  templates: listOf(object({ template: text, digest: text }, { commit: text })),
});

const file = object(
  { path: text, origin: count },
  {
    realm: text,
    scaffold: flag,
    documents: listOf(mapOf(anything)),
    content: text,
    rendered: object({ template: count, lines: listOf(count) }),
  },
);

/** A path and what a ledger says of it. */
const ownedFile: Shape = (value, at, problems) => {
  listOf(anything)(value, at, problems);
  if (!Array.isArray(value)) return;
  text(value[0], { parent: at, segment: 0 }, problems);
  object({ blob: text, address: text })(value[1], { parent: at, segment: 1 }, problems);
};

const ledger = object(
  { project: text, files: listOf(ownedFile), records: listOf(record) },
  {
    holds: listOf(anything),
    templates: listOf(object({ source: mapOf(anything), label: text, digest: text, files: listOf(listOf(text)) })),
  },
);

const verdict = object({
  path: text,
  decision: text,
  address: text,
  before: orNull(text),
  after: orNull(text),
  drifted: flag,
  protect: flag,
});

const comparison = object({
  files: listOf(verdict),
  unchanged: count,
  owned: listOf(ownedFile),
  ownership_changed: flag,
  blobs_to_read: listOf(text),
  diagnostics: listOf(anything),
});

const planned = object(
  {
    url: text,
    branch: text,
    commit: orNull(text),
    object_format: oneOf('sha1', 'sha256'),
    listing: text,
    ledger: orNull(ledger),
    comparison: orNull(comparison),
    contents: mapOf(text),
    reconciled: listOf(file),
  },
  {
    manifest_url: text,
    records: listOf(record),
    holds: listOf(anything),
    departed: listOf(object({ name: text, address: text, record: object({ repository: text, path: text }) })),
  },
);

/** The same of the line of a repository. */
export const repositoryShape: Shape = object(
  {
    name: text,
    origins: listOf(listOf(anything)),
    files: listOf(file),
    records: listOf(record),
    planned: orNull(planned),
  },
  { holds: listOf(anything) },
);
