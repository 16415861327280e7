import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { kcdkError } from '../../diagnostics/error.ts';
import { didYouMean } from '../../diagnostics/near-matches.ts';
import { repoPathProblem } from '../../model/repo-path.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';
import { readFolderTemplate } from './read-folder-template.ts';

/**
 * Reads a template of this package.
 *
 * @param path folder below its `templates/`
 * @throws {KcdkError} `TEMPLATE_NOT_FOUND`, and what stops reading a folder
 */
export async function readBuiltInTemplate(path: string): Promise<TemplateFiles> {
  const root = builtInFolder();
  const folder = join(root, path);
  if (repoPathProblem(path) !== undefined || !existsSync(folder)) {
    const summary = `konstruct-cdk has no template \`${path}\``;
    throw kcdkError('TEMPLATE_NOT_FOUND', { summary, fix: didYouMean(path, listBuiltInTemplates()) });
  }
  return readFolderTemplate(folder);
}

/** The templates of this package: folders with a chart, an input file of clusters, or Terraform. Sorted. */
export function listBuiltInTemplates(): readonly string[] {
  const root = builtInFolder();
  const found: string[] = [];
  const open = [''];
  for (let below = open.pop(); below !== undefined; below = open.pop()) {
    const entries = readdirSync(join(root, below), { withFileTypes: true });
    if (entries.some((entry) => entry.isFile() && MARKS.has(entry.name)) && below !== '') {
      found.push(below.slice(0, -1));
      continue;
    }
    for (const entry of entries) if (entry.isDirectory()) open.push(`${below}${entry.name}/`);
  }
  return found.sort();
}

// --- internal ---

const MARKS: ReadonlySet<string> = new Set(['Chart.yaml', 'kubefirst.yaml', 'konstruct.yaml', 'provider', 'main.tf']);

function builtInFolder(): string {
  return join(dirname(createRequire(import.meta.url).resolve('konstruct-cdk/package.json')), 'templates');
}
