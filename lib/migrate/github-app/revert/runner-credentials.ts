import type { Edit } from '../../../edit/edit.ts';
import { findNode, findText } from '../../../edit/path.ts';
import { type Assessment, type Sighting, unknownShape } from '../part.ts';
import { RUNNER_KEYS } from '../runner-credentials.ts';
import { OLD } from './our-objects.ts';

const DATA = ['spec', 'data'] as const;

/** The ExternalSecret of the runner controller: reads the token again. */
export function revertRunnerCredentials(sighting: Sighting): Assessment {
  const { document, root } = sighting;
  const data = findNode(root, DATA);
  if (data?.kind !== 'list') return unknownShape(sighting, 'it has no list `spec.data`', data);
  const keys = data.items.map(({ value }) => findText(value, ['secretKey']) ?? '');
  const current = keys.flatMap((key, index) => (Object.values(RUNNER_KEYS).includes(key) ? [index] : []));
  const [first, ...others] = current;
  if (first === undefined) return OLD;
  const hasOld = keys.includes('github_token');
  const edits: Edit[] = hasOld
    ? []
    : [
        { op: 'set', document, path: [...DATA, first, 'remoteRef', 'property'], value: 'password' },
        { op: 'set', document, path: [...DATA, first, 'secretKey'], value: 'github_token' },
      ];
  // From the end, so that the others keep their places.
  const leaving = hasOld ? current : others;
  edits.push(...[...leaving].reverse().map((index): Edit => ({ op: 'delete', document, path: [...DATA, index] })));
  return { era: hasOld ? 'mixed' : 'github-app', edits, diagnostics: [] };
}
