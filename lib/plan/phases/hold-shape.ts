import type { Gate } from '../../model/gate.ts';
import type { Hold } from '../../model/hold.ts';
import { listOf, object, oneOf, pattern, type Shape, shapeProblems, text } from '../shape.ts';

/** Names end up in the paths of requests: nothing but what names of objects are made of. */
const name = pattern(/^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/, 'a name of lower case letters, digits, `-` and `.`');

const place = { cluster: name, namespace: name };
const names = object({ name, namespace: name });

const GATES: Readonly<Record<Gate['kind'], Shape>> = {
  'argocd-drained': object({
    ...place,
    application: name,
    children: name,
    source: object({ repoURL: text, path: text }),
  }),
  'application-healthy': object({
    ...place,
    application: name,
    manifest: object({ repository: text, path: text }),
    sources: listOf(object({ repoURL: text, repository: text })),
  }),
  'workspace-ready': object({ cluster: name, name }, { revision: text, application: names }),
  'external-secrets-ready': object({ ...place, names: listOf(name) }, { properties: listOf(text) }),
  'repositories-connected': object({ ...place, urls: listOf(text) }, { secrets: listOf(name) }),
  'vault-fields': object({
    cluster: name,
    mount: pattern(/^[\w-]+(\/[\w-]+)*$/, 'a mount'),
    path: pattern(/^(?!.*(^|\/)\.\.?(\/|$))[^\s?#]+$/, 'a key'),
    fields: listOf(text),
  }),
  approval: object({ name, question: text }),
};

/** A gate of an untrusted document; kinds of a later version are not understood, and so not read. */
export const gateShape: Shape = (value, at, problems) => {
  const kind = object({ kind: oneOf(...Object.keys(GATES)) });
  if (shapeProblems(value, kind).length > 0) return kind(value, at, problems);
  GATES[(value as Gate).kind](value, at, problems);
};

/** A hold of a ledger. */
export const holdShape: Shape = object(
  { path: text, when: oneOf('remove') },
  { gate: gateShape, trigger: object({ repository: text, path: text }) },
);

/** The hold alone, without members that we do not know. */
export function toHold({ path, when, gate, trigger }: Hold): Hold {
  return {
    path,
    when,
    ...(gate !== undefined && { gate }),
    ...(trigger !== undefined && { trigger: { repository: trigger.repository, path: trigger.path } }),
  };
}
