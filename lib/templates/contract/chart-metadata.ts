import { isMap, isScalar, isSeq } from 'yaml';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { chartFolderOf } from './chart-folder.ts';
import { isToken } from './contract.ts';
import { parseYamlDocument } from './yaml-document.ts';

/** The name that a chart gives itself; undefined for token templates, and where the name is a token. */
export function chartNameOf(files: TemplateFiles): string | undefined {
  const name = metadataOf(files, chartFolderOf(files) ?? '')?.get('name', true);
  const value = isScalar(name) ? name.value : undefined;
  return typeof value === 'string' && value !== '' && !isToken(value) ? value : undefined;
}

/** Names and aliases of the subcharts of a chart. */
export function subchartsOf(files: TemplateFiles, folder: string): ReadonlySet<string> {
  const names = new Set<string>();
  for (const path of files.keys()) {
    if (!path.startsWith(`${folder}charts/`)) continue;
    const [name, ...rest] = path.slice(folder.length + 'charts/'.length).split('/');
    if (name !== undefined && rest.length > 0) names.add(name);
  }
  const list = metadataOf(files, folder)?.get('dependencies');
  for (const item of isSeq(list) ? list.items : []) {
    for (const { key, value } of isMap(item) ? item.items : []) {
      if (!isScalar(key) || !isScalar(value)) continue;
      if (key.value === 'name' || key.value === 'alias') names.add(String(value.value));
    }
  }
  return names;
}

// --- internal ---

function metadataOf(files: TemplateFiles, folder: string) {
  const file = `${folder}Chart.yaml`;
  const text = files.get(file);
  if (typeof text !== 'string') return undefined;
  const yaml = parseYamlDocument(text, indexLines(text, file));
  return 'contents' in yaml && isMap(yaml.contents) ? yaml.contents : undefined;
}
