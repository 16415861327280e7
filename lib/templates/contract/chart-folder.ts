import type { TemplateFiles } from '../template-files.ts';

/**
 * Folder of the Helm chart in a template, with `/` at its end: the root, or `yaml/` in an item that has its Terraform files
 * in `iac/` beside it. Undefined where there is no chart.
 */
export function chartFolderOf(files: TemplateFiles): string | undefined {
  return ['', 'yaml/'].find((folder) => files.has(`${folder}Chart.yaml`));
}
