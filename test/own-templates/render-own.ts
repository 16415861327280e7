import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { readFolderTemplate } from '../../lib/repository/template/read-folder-template.ts';
import { compileChart } from '../../lib/templates/helm/compile-chart.ts';
import { type RenderedChart, renderChart } from '../../lib/templates/helm/render-chart.ts';
import type { TemplateFiles } from '../../lib/templates/template-files.ts';
import type { ChartCase } from './charts.ts';

export const TEMPLATES = join(import.meta.dirname, '../../templates');

/** The files of one of our templates by path. */
export function readOwn(template: string): Promise<TemplateFiles> {
  return readFolderTemplate(join(TEMPLATES, template));
}

/** A release as Argo CD would name it; no chart of a cluster depends on it. */
export const RELEASE = { name: 'release', namespace: 'argocd' } as const;

export async function renderOwn(each: Pick<ChartCase, 'chart' | 'release' | 'values'>): Promise<RenderedChart> {
  const { chart, release = RELEASE, values } = each;
  return renderChart(await compileChart(await readOwn(chart)), { values, release });
}

/** Texts by the path below `templates/`; the documents of a file stand in Helm's order. */
export function filesOf({ manifests }: RenderedChart): Readonly<Record<string, string>> {
  const files: Record<string, string> = {};
  for (const { path, text } of manifests) {
    const file = path.slice(path.indexOf('/templates/') + '/templates/'.length);
    files[file] = file in files ? `${files[file]}---\n${text}\n` : `${text}\n`;
  }
  return files;
}

/** A Kubernetes object as it stands in a file; fields that are not there are undefined. */
export interface OwnObject {
  readonly file: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly annotations?: Readonly<Record<string, string>>;
    readonly finalizers?: readonly string[];
  };
  // biome-ignore lint/suspicious/noExplicitAny: objects of many kinds, looked into by tests
  readonly spec: any;
}

/** The objects of files; throws for what YAML finds wrong, also a key given twice. */
export function objectsOf(files: Readonly<Record<string, string>>): readonly OwnObject[] {
  return Object.entries(files).flatMap(([file, text]) =>
    parseAllDocuments(text).map((document) => {
      if (document.errors.length > 0) throw new Error(`${file}: ${document.errors.join('; ')}`);
      return { ...(document.toJS() as Omit<OwnObject, 'file'>), file };
    }),
  );
}

export function waveOf({ metadata }: Pick<OwnObject, 'metadata'>): number {
  return Number(metadata.annotations?.['argocd.argoproj.io/sync-wave'] ?? 0);
}
