import { isMap, isScalar } from 'yaml';
import { indexLines } from '../line-index.ts';
import type { TemplateFiles } from '../template-files.ts';
import { isToken } from './contract.ts';
import { parseYamlDocument } from './yaml-document.ts';

/** The name that a chart gives itself; undefined for token templates, and where the name is a token. */
export function chartNameOf(files: TemplateFiles): string | undefined {
  const text = files.get('Chart.yaml');
  if (typeof text !== 'string') return undefined;
  const yaml = parseYamlDocument(text, indexLines(text, 'Chart.yaml'));
  const name = 'contents' in yaml && isMap(yaml.contents) ? yaml.contents.get('name', true) : undefined;
  const value = isScalar(name) ? name.value : undefined;
  return typeof value === 'string' && value !== '' && !isToken(value) ? value : undefined;
}
