import { parentPort, workerData } from 'node:worker_threads';
import type { TemplateSource } from '../../model/template.ts';
import { resultText } from '../../templates/library/kept-renders.ts';
import { openTemplate } from '../../templates/library/open-template.ts';
import type { ChartRequest } from '../../templates/library/template-library.ts';
import type { TemplateFiles } from '../../templates/template-files.ts';

/** What a thread gets: templates as they were read, and what is wanted of each. */
export interface RenderWork {
  readonly templates: readonly {
    readonly source: TemplateSource;
    readonly files: TemplateFiles;
    readonly digest: string;
    readonly requests: readonly ChartRequest[];
  }[];
}

/** What it gives back, template by template and request by request; undefined for what has a finding. */
export type RenderWorkDone = readonly (readonly (string | undefined)[])[];

const work = workerData as RenderWork;
const done: RenderWorkDone = await Promise.all(
  work.templates.map(async ({ source, files, digest, requests }) => {
    const template = await openTemplate(source, files, digest);
    return requests.map((request) => resultText(template.renderChart(request)));
  }),
);
parentPort?.postMessage(done);
