import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import type { RememberingTemplate } from '../../templates/library/kept-renders.ts';
import type { ChartRequest } from '../../templates/library/template-library.ts';
import type { RenderWork, RenderWorkDone } from './render-worker.ts';

/** A rendering that will be wanted. */
export interface Ahead {
  readonly template: RememberingTemplate;
  readonly request: ChartRequest;
}

/** What decides whether threads are worth it. */
export interface AheadOptions {
  /** Threads beside this one; 0 renders nothing ahead. */
  readonly threads: number;
  /** Fewest renderings that are missing. @default FEWEST_AHEAD */
  readonly fewest?: number | undefined;
  /** Milliseconds that rendering all of them here has to take. @default 1500 */
  readonly worthwhile?: number | undefined;
}

/** With fewer renderings than these, none is worth a thread. */
export const FEWEST_AHEAD = 1_000;

/** Threads beside this one that are worth starting: one for each other core, and no more than share well. */
export function defaultThreads(): number {
  return Math.min(availableParallelism() - 1, 3);
}

/**
 * Renders a few requests of each template, and tells which templates then need no rendering for most: those are not worth a thread.
 */
export function quickTemplates(few: readonly Ahead[]): ReadonlySet<RememberingTemplate | undefined> {
  const latest = new Map<RememberingTemplate, boolean[]>();
  for (const { template, request } of few) {
    const kept = latest.get(template) ?? [];
    latest.set(template, [...kept, template.isKept(request)]);
    template.renderChart(request);
  }
  const isQuick = (kept: readonly boolean[]) => {
    const later = kept.slice(Math.floor(kept.length / 2));
    return later.filter(Boolean).length > later.length / 2;
  };
  return new Set([...latest].filter(([, kept]) => isQuick(kept)).map(([template]) => template));
}

/**
 * Renders on all cores what a compilation will want, where that saves time; templates remember the results.
 *
 * A thread costs some 100 ms and memory of its own, so the first few are rendered here, to see what one takes. What a thread
 * does not give back, because of a finding or because it died, is rendered by whoever needs it: the result is the same with
 * any number of threads.
 */
export async function renderAhead(
  wanted: readonly Ahead[],
  { threads, fewest = FEWEST_AHEAD, worthwhile = WORTHWHILE }: AheadOptions,
): Promise<void> {
  const file = workerFile();
  if (threads < 1 || file === undefined) return;
  const missing = distinct(wanted);
  if (missing.length < fewest) return;
  const started = performance.now();
  for (const { template, request } of missing.slice(0, SAMPLE)) template.renderChart(request);
  const each = (performance.now() - started) / SAMPLE;
  const rest = missing.slice(SAMPLE);
  if (each * rest.length < worthwhile) return;
  const share = Math.ceil(rest.length / (threads + 1));
  const shares = Array.from({ length: threads }, (_, index) => rest.slice((index + 1) * share, (index + 2) * share));
  const others = shares.filter(({ length }) => length > 0).map((one) => renderElsewhere(one, file));
  for (const { template, request } of rest.slice(0, share)) template.renderChart(request);
  await Promise.all(others);
}

// --- internal ---

const SAMPLE = 50;
/** Milliseconds of one thread. */
const WORTHWHILE = 1_500;

function distinct(wanted: readonly Ahead[]): readonly Ahead[] {
  const seen = new Map<RememberingTemplate, Set<string>>();
  return wanted.filter(({ template, request }) => {
    const known = seen.get(template) ?? new Set();
    seen.set(template, known);
    const text = template.requestText(request);
    if (known.has(text)) return false;
    known.add(text);
    return !template.isKept(request);
  });
}

async function renderElsewhere(wanted: readonly Ahead[], file: string): Promise<void> {
  const byTemplate = new Map<RememberingTemplate, ChartRequest[]>();
  for (const { template, request } of wanted) {
    const requests = byTemplate.get(template);
    if (requests === undefined) byTemplate.set(template, [request]);
    else requests.push(request);
  }
  const work: RenderWork = {
    templates: Array.from(byTemplate, ([{ source, files, digest }, requests]) => ({ source, files, digest, requests })),
  };
  const done = await run(file, work);
  for (const [index, [template, requests]] of [...byTemplate].entries()) {
    for (const [at, request] of requests.entries()) {
      const result = done?.[index]?.[at];
      if (result !== undefined) template.keep(request, result);
    }
  }
}

/** Undefined when the thread ended without a result. */
function run(file: string, workerData: RenderWork): Promise<RenderWorkDone | undefined> {
  return new Promise((resolve) => {
    const worker = new Worker(file, { workerData });
    worker.once('message', (done: RenderWorkDone) => resolve(done));
    worker.once('error', () => resolve(undefined));
    worker.once('exit', () => resolve(undefined));
  });
}

/** Undefined where kcdk runs from sources that are not built, which no thread could load. */
function workerFile(): string | undefined {
  if (import.meta.url.endsWith('.ts')) return undefined;
  const root = dirname(createRequire(import.meta.url).resolve('konstruct-cdk/package.json'));
  const file = join(root, 'dist/lib/repository/template/render-worker.js');
  return existsSync(file) ? file : undefined;
}
