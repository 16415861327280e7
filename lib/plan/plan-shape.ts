import { ROLES } from '../model/declarations/organization.ts';
import { gateShape } from './phases/hold-shape.ts';
import { anything, count, flag, listOf, object, oneOf, orNull, pattern, type Shape, text } from './shape.ts';

const version = pattern(/^[0-9]{1,6}\.[0-9]{1,6}$/, 'a version such as "1.0"');
const digest = pattern(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 lower-case hex digits');
const objectId = pattern(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/, 'a git object name');
const set = oneOf(true);

const position = object({ file: text, line: count, column: count });

const resource = object({ api_version: text, kind: text, namespace: orNull(text), name: text });

const file = object(
  {
    path: text,
    action: oneOf('create', 'update', 'delete', 'adopt', 'forget'),
    address: text,
    before: orNull(objectId),
    after: orNull(objectId),
    drifted: flag,
  },
  { phase: text },
);

const repository = object({
  name: text,
  url: text,
  branch: text,
  base: orNull(objectId),
  object_format: oneOf('sha1', 'sha256'),
  ledger: object({ path: text, before: orNull(objectId), after: orNull(objectId) }),
  contents_digest: orNull(digest),
  files: listOf(file),
});

const anAction = oneOf('create', 'update', 'delete', 'replace', 'move', 'adopt', 'forget');

const template = object({ label: text, file: text, line: count });

const field = object(
  { path: listOf(text), action: oneOf('add', 'change', 'remove') },
  {
    before: anything,
    after: anything,
    text: listOf(text),
    text_omitted: count,
    formatting_only: set,
    order: set,
    sensitive: set,
    sizes: object({ before: count, after: count }),
    source: object({ address: text }, { program: position, template, inputs: listOf(text) }),
  },
);

const change = object(
  {
    repository: text,
    path: text,
    address: text,
    resource,
    action: anAction,
    fields: listOf(field),
  },
  {
    previous_path: text,
    previous_address: text,
    previous_resource: resource,
    source: position,
    template,
    formatting_only: set,
    before: anything,
    after: anything,
  },
);

const diagnostic = object(
  {
    code: pattern(/^[A-Z][A-Z0-9_]*$/, 'a code such as NOT_OWNED'),
    severity: oneOf('error', 'warning'),
    summary: text,
    fix: text,
  },
  {
    detail: text,
    address: text,
    source: position,
    repository: text,
    path: text,
    related: listOf(object({ message: text }, { address: text, source: position })),
  },
);

const fanOut = object({ changes: listOf(count), environments: count, clusters: count, repositories: count });

const impact = object(
  {
    code: pattern(/^[A-Z][A-Z0-9_]*$/, 'a code such as OBJECTS_PRUNED'),
    severity: oneOf('destructive', 'disruptive', 'unknown', 'notice'),
    summary: text,
    cause: object(
      { repository: text, path: text, address: text, resource, action: anAction },
      { source: position, others: count },
    ),
    reach: listOf(object({ repository: text, path: text, resource, cluster: orNull(text), chain: listOf(text) })),
    beyond: listOf(text),
    held_by: listOf(text),
    prevention: text,
  },
  { reach_omitted: count },
);

const role = oneOf(...ROLES);

const denial = object({
  resource: orNull(text),
  namespace: text,
  name: orNull(text),
  verb: oneOf('write', 'delete'),
  held: orNull(role),
  needed: role,
  files: listOf(object({ repository: text, path: text })),
});

const permissions = object({
  actor: object({ name: text, kind: oneOf('user', 'group'), groups: listOf(text), super_user: flag }),
  matrix: object({ version: text, source: text, overridden: listOf(text) }),
  roles_from: oneOf('repositories', 'program'),
  roles: listOf(object({ namespace: text, role })),
  judged: count,
  refused: count,
  denied: listOf(denial),
});

const phase = object(
  { id: text, commits: listOf(text) },
  {
    gates: listOf(object({ id: text, gate: gateShape, pending: flag })),
    ledgers: listOf(object({ repository: text, before: orNull(objectId), after: orNull(objectId) })),
  },
);

/** What a plan document of our major version looks like; `schemas/plan.schema.json` says the same to others. */
export const planShape: Shape = object(
  {
    format_version: version,
    kcdk_version: text,
    project: text,
    complete: flag,
    applyable: flag,
    digest,
    summary: object({ add: count, change: count, destroy: count, move: count, adopt: count }, { forget: count }),
    repositories: listOf(repository),
    resource_changes: listOf(change),
    phases: listOf(phase),
    diagnostics: listOf(diagnostic),
  },
  {
    permissions,
    templates: listOf(object({ template: text, digest }, { commit: objectId })),
    targets: object({ target: listOf(text), exclude: listOf(text) }),
    impact: listOf(impact),
    fan_out: listOf(fanOut),
  },
);
