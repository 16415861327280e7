import type { OpenedTemplates } from '../repository/template/resolve-template.ts';
import type { LoadedTemplate, RenderedTemplate } from '../templates/library/template-library.ts';

/**
 * Templates that stay open between compilations of one process, as long as their files stay the same, and that remember what
 * they were rendered to in this compilation and the one before.
 */
export function keepTemplates(): OpenedTemplates {
  const known = new Map<string, LoadedTemplate>();
  const memories: Memory[] = [];
  return {
    get(key, digest) {
      const kept = known.get(key);
      return kept?.digest === digest ? kept : undefined;
    },
    put(key, template) {
      const memory = new Memory();
      memories.push(memory);
      const kept: LoadedTemplate = {
        ...template,
        renderChart: (request) =>
          memory.remember(JSON.stringify(['chart', request]), () => template.renderChart(request)),
        renderScaffold: (request) => {
          const { values, keep = [] } = request;
          const asked = JSON.stringify(['scaffold', [...values], [...keep]]);
          return memory.remember(asked, () => template.renderScaffold(request));
        },
      };
      known.set(key, kept);
      return kept;
    },
    turn() {
      for (const memory of memories) memory.turn();
    },
  };
}

// --- internal ---

/** Two generations, so that nothing has to be counted. */
class Memory {
  #recent = new Map<string, RenderedTemplate>();
  #before: ReadonlyMap<string, RenderedTemplate> = new Map();

  remember(asked: string, render: () => RenderedTemplate): RenderedTemplate {
    const rendered = this.#recent.get(asked) ?? this.#before.get(asked) ?? render();
    this.#recent.set(asked, rendered);
    return rendered;
  }

  turn(): void {
    this.#before = this.#recent;
    this.#recent = new Map();
  }
}
