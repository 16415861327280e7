import { findText } from '../../edit/path.ts';
import { type Outcome, refusedAt, type Surroundings, type YamlObject } from './outcome.ts';

/** `registry/environments/<slug>/<cluster>`, in the application repository. */
export const ENVIRONMENT_PATH = /^registry\/environments\/([^/<{]+)\/[^/<{]+\/?$/;

/**
 * The file of an environment on a cluster is called after the environment, since a cluster may have several.
 *
 * Only the file is renamed: its Application keeps name and path, so nothing happens on the cluster.
 */
export function renameEnvironmentFile(object: YamlObject, { files }: Surroundings): Outcome | undefined {
  const { root, document, file } = object;
  if (findText(root, ['kind']) !== 'Application') return undefined;
  const slug = ENVIRONMENT_PATH.exec(findText(root, ['spec', 'source', 'path']) ?? '')?.[1];
  const folder = /^(.*\/)45-env(?:ironment|-[^/]*)\.ya?ml$/.exec(file.path)?.[1];
  if (slug === undefined || folder === undefined) return undefined;
  const about = { step: 'C', part: 'environment on the cluster', document, edits: [], diagnostics: [] };
  if (!file.path.endsWith('/45-environment.yaml') && !file.path.endsWith('/45-environment.yml'))
    return { ...about, era: 'current' };
  const to = `${folder}45-env-${slug}.yaml`;
  const isAlone = file.documents.filter(({ root: each }) => each !== undefined).length === 1;
  if (isAlone && !files.has(to)) return { ...about, era: 'legacy', moveTo: to };
  const detail = isAlone ? `\`${to}\` is there already` : 'it holds other objects beside the Application';
  return { ...about, era: 'unknown', diagnostics: [refusedAt(object, 'MIGRATE_SHAPE_UNKNOWN', detail, root)] };
}
