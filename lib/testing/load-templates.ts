import { resolve } from 'node:path';
import type { IConstruct } from 'constructs';
import { openCache } from '../cache/cache.ts';
import { compile } from '../compile.ts';
import { locateTemplate } from '../config/locate-template.ts';
import { loadLibrary } from '../repository/template/find-templates.ts';
import { templateUses } from '../synth/template-uses.ts';
import type { TemplateLibrary } from '../templates/library/template-library.ts';
import type { ProgramOptions } from './compile-program.ts';

export interface LoadTemplatesOptions extends Pick<ProgramOptions, 'declarations'> {
  /** Folder that folders of templates are relative to: that of `cdk8s.yaml`. */
  readonly folder: string;
  /**
   * Environment for git, which templates in repositories need.
   *
   * @default - empty
   */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /**
   * Folder that keeps what was read of repositories.
   *
   * @default - nothing is kept
   */
  readonly cache?: string;
}

/**
 * Reads the templates that a program uses, for the `library` of the other helpers: one library serves every program that
 * uses no others.
 *
 * What cannot be read is told by the helper that compiles with it. A repository that `konstruct.lock` does not name is
 * added to it.
 *
 * @throws {KcdkError} `LOCK_INVALID`, `LOCK_VERSION`, `LOCK_UNWRITABLE`
 */
export function loadTemplates(root: IConstruct, options: LoadTemplatesOptions): Promise<TemplateLibrary> {
  const { declarations, env = {}, cache } = options;
  const folder = resolve(options.folder);
  const { model } = compile(root, { declarations });
  return loadLibrary(model === undefined ? [] : templateUses(model), {
    root: folder,
    cache: cache === undefined ? undefined : openCache({ folder: resolve(cache), version: 'templates', limit: 1_000 }),
    git: { env, cwd: folder },
    locate: (source) => locateTemplate(source, folder, undefined, model?.repositories),
  });
}
