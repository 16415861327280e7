import type { Manifest } from '../../model/json.ts';
import type { ObjectName, Provenance } from '../../model/provenance.ts';
import { givenAt, Trace } from '../helm/go/trace.ts';
import type { RememberingTemplate } from './kept-renders.ts';
import { createProvenance } from './provenance.ts';
import {
  type FillPattern,
  givenBy,
  openPattern,
  type PatternFile,
  patternOf,
  type RenderPattern,
} from './render-pattern.ts';
import type { ChartRequest, LoadedTemplate, RenderedFile, RenderedTemplate } from './template-library.ts';

/** Where patterns are kept between runs, all of a template in one text. */
export interface PatternMemory {
  get(): string | undefined;
  put(text: string): void;
}

/**
 * A template that learns while it is rendered: what the first of many deployments gives serves for the others, which then cost
 * what putting in their names costs.
 *
 * A pattern is not trusted at once: the first other request that it is used for is rendered as well. If that comes to anything
 * else, the template is rendered as ever from then on. Only what stood this test is kept.
 *
 * @param keep  makes the template that is asked where no pattern holds, of one that learns
 */
export function learnPatterns(
  template: LoadedTemplate,
  memory: PatternMemory,
  keep: (learning: LoadedTemplate) => RememberingTemplate,
): RememberingTemplate {
  const { followChart } = template;
  if (followChart === undefined) return keep(template);
  const patterns = new Patterns(template, followChart, memory);
  const kept = keep({ ...template, renderChart: (request) => patterns.learn(request) });
  const provenanceOf = createProvenance(template, template.files);
  const toFile = ({ path, text, documents }: PatternFile, { twins }: Learned, request: ChartRequest): RenderedFile => {
    const [document] = documents;
    // A text may hold more than its objects, such as an object without a name.
    const object = document !== undefined && !text.includes('\n---') ? nameOf(document) : undefined;
    const known = twins.get(path);
    const origins = () => {
      const { files } = template.renderChart(request);
      return files.find((file) => file.path === path)?.provenance.lines() ?? [];
    };
    const provenance = provenanceOf(text, origins, known && { provenance: known, object });
    if (known === undefined) twins.set(path, provenance);
    return { path, text, documents, provenance };
  };
  return {
    ...kept,
    isKept: (request) => patterns.find(request) !== undefined || kept.isKept(request),
    renderChart(request) {
      const filled = patterns.find(request);
      if (filled === undefined) return kept.renderChart(request);
      return { files: filled.files.map((file) => toFile(file, filled.by, request)), diagnostics: [] };
    },
  };
}

// --- internal ---

/** How many requests are followed before one of the patterns has served. */
const FIRST_TRIES = 8;
/** And how many more for each that has. */
const TRIES_FOR_EACH = 8;
/** A request is compared with all of them. */
const MOST = 64;

interface Learned {
  readonly pattern: RenderPattern;
  readonly fill: FillPattern;
  /** The names of the request that it was learned from; undefined once it has served for others. */
  readonly learnedFrom: string | undefined;
  /** The first files that it was filled to, by path: names are within lines, so what is said of theirs holds for all others. */
  readonly twins: Map<string, Provenance>;
}

class Patterns {
  readonly #template: LoadedTemplate;
  readonly #follow: NonNullable<LoadedTemplate['followChart']>;
  readonly #memory: PatternMemory;
  readonly #prefix: string;
  #learned: Learned[] | undefined;
  #tries = FIRST_TRIES;

  constructor(template: LoadedTemplate, follow: NonNullable<LoadedTemplate['followChart']>, memory: PatternMemory) {
    this.#template = template;
    this.#follow = follow;
    this.#memory = memory;
    // No template has its own digest in it.
    this.#prefix = `q${template.digest.slice(0, 16)}x`;
  }

  /** What a request comes to, where a pattern holds for it. */
  find(request: ChartRequest): { readonly files: readonly PatternFile[]; readonly by: Learned } | undefined {
    const learned = this.#known();
    for (const [index, one] of learned.entries()) {
      const files = one.fill(request);
      if (files === undefined) continue;
      const isProven = one.learnedFrom === undefined || this.#prove(index, one, request, files);
      return isProven ? { files, by: one } : undefined;
    }
    return undefined;
  }

  /** Renders a request for which none holds, and learns from it. */
  learn(request: ChartRequest): RenderedTemplate {
    const given = givenBy(request);
    const learned = this.#known();
    if (this.#tries > 0 && learned.length < MOST && !JSON.stringify(given).includes(this.#prefix)) {
      this.#tries -= 1;
      const trace = new Trace(given, this.#prefix);
      const pattern = patternOf(request, this.#follow(request, trace), trace);
      if (pattern !== undefined) {
        learned.push({ pattern, fill: openPattern(pattern), learnedFrom: namesOf(pattern, request), twins: new Map() });
      }
    }
    return this.#template.renderChart(request);
  }

  #prove(index: number, one: Learned, request: ChartRequest, files: readonly PatternFile[]): boolean {
    const rendered = this.#template.renderChart(request);
    if (rendered.diagnostics.length > 0 || textOf(rendered.files) !== textOf(files)) {
      this.#learned = [];
      this.#tries = 0;
    } else if (namesOf(one.pattern, request) === one.learnedFrom) return true;
    else {
      this.#known()[index] = { ...one, learnedFrom: undefined };
      this.#tries += TRIES_FOR_EACH;
    }
    const proven = this.#known().flatMap(({ pattern, learnedFrom }) => (learnedFrom === undefined ? [pattern] : []));
    this.#memory.put(JSON.stringify(proven));
    return this.#tries > 0;
  }

  #known(): Learned[] {
    this.#learned ??= (JSON.parse(this.#memory.get() ?? '[]') as RenderPattern[]).map((pattern) => ({
      pattern,
      fill: openPattern(pattern),
      learnedFrom: undefined,
      twins: new Map(),
    }));
    return this.#learned;
  }
}

function namesOf({ names }: RenderPattern, request: ChartRequest): string {
  const given = givenBy(request);
  return JSON.stringify(names.map(({ path }) => givenAt(given, path)));
}

function nameOf({ apiVersion, kind, metadata }: Manifest): ObjectName {
  return { apiVersion, kind, namespace: metadata.namespace, name: metadata.name };
}

function textOf(files: readonly PatternFile[]): string {
  return JSON.stringify(files.map(({ path, text, documents }) => [path, text, documents]));
}
