import { basename, resolve } from 'node:path';
import { defaultRepositoryName } from '../../lib/model/repository-location.ts';
import type { TemplateSource } from '../../lib/model/template.ts';

/**
 * A name for a template that gives none itself: the last segment of where it is.
 *
 * @param root absolute folder that folders of templates are relative to
 */
export function templateNameOf(source: TemplateSource, root: string): string {
  if ('folder' in source) return basename(resolve(root, source.folder));
  if ('builtIn' in source) return source.builtIn.split('/').at(-1) ?? 'template';
  return (source.path || defaultRepositoryName(source.url)).split('/').at(-1) ?? 'template';
}
