import { basename } from 'node:path';
import { digest } from '../../cache/digest.ts';
import { openPack, type Pack } from '../../cache/pack.ts';
import type { PlatformModel } from '../../model/platform-model.ts';
import { type TemplateSource, templateSourceKey } from '../../model/template.ts';
import { askTemplates } from '../../synth/ask-templates.ts';
import { keepRenders, type RememberingTemplate } from '../../templates/library/kept-renders.ts';
import { learnPatterns } from '../../templates/library/learned-patterns.ts';
import { openTemplate } from '../../templates/library/open-template.ts';
import type { LoadedTemplate, TemplateLibrary } from '../../templates/library/template-library.ts';
import type { FoundTemplate } from './find-templates.ts';
import { type Ahead, defaultThreads, FEWEST_AHEAD, quickTemplates, renderAhead } from './render-ahead.ts';
import type { TemplatePorts } from './resolve-template.ts';

/** Opens templates whose files were found: reads what they ask for and compiles their charts, or remembers both. */
export async function openLibrary(
  found: readonly (FoundTemplate | LoadedTemplate)[],
  ports: TemplatePorts,
): Promise<TemplateLibrary> {
  const templates = new Map<string, LoadedTemplate>();
  const remembering = new Map<string, { readonly template: RememberingTemplate; readonly pack: Pack }>();
  const keep = (template: LoadedTemplate) => {
    if (ports.renders === undefined) return template;
    const key = digest(RENDERER, ports.root, template.label, template.digest);
    const pack = openPack(ports.renders, 'renders.txt', key, PACK_BOUND);
    const patterns = { get: () => pack.get(PATTERNS), put: (text: string) => pack.put(PATTERNS, text) };
    const learning = learnPatterns(template, patterns, (one) => keepRenders(one, pack));
    const kept = { ...learning, save: () => pack.save() };
    remembering.set(templateSourceKey(template.source), { template: kept, pack });
    return kept;
  };
  const contractMemory = (of: string) => {
    const key = digest(RENDERER, of);
    return {
      get: () => ports.renders?.get('contract.json', key),
      put: (text: string) => ports.renders?.put('contract.json', key, text),
    };
  };
  for (const one of found) {
    const { source, files, digest: ofFiles, commit } = one;
    const key = templateSourceKey(source);
    const open = async () => {
      const template = keep(await openTemplate(source, files, ofFiles, contractMemory(ofFiles)));
      return ports.opened?.put(key, template) ?? template;
    };
    const template = 'label' in one ? one : (ports.opened?.get(key, ofFiles) ?? (await open()));
    templates.set(key, { ...template, commit });
  }
  const get = (source: TemplateSource) => templates.get(templateSourceKey(source));
  return {
    get,
    renderAhead: async (model) => {
      const threads = ports.threads ?? defaultThreads();
      // What to render is found by compiling without rendering: too much where nearly all is kept.
      const unknown = model.catalogDeployments.filter(
        ({ item: { source } }) => source && remembering.get(templateSourceKey(source))?.pack.isEmpty(),
      );
      if (threads < 1 || unknown.length < FEWEST_AHEAD) return;
      const askedBy = (catalogDeployments: PlatformModel['catalogDeployments']): readonly Ahead[] =>
        askTemplates({ ...model, catalogDeployments }, { get }).flatMap(({ template: { source }, request }) => {
          const known = remembering.get(templateSourceKey(source));
          return known === undefined ? [] : [{ template: known.template, request }];
        });
      const quick = quickTemplates(askedBy(fewOfEach(unknown, ({ item: { source } }) => source)));
      const slow = unknown.filter(
        ({ item: { source } }) => source && !quick.has(remembering.get(templateSourceKey(source))?.template),
      );
      if (slow.length < FEWEST_AHEAD) return;
      await renderAhead(askedBy(slow), { threads });
    },
    save: () => {
      for (const template of templates.values()) template.save?.();
      ports.opened?.turn();
    },
  };
}

// --- internal ---

/**
 * Changes with the renderer: the name of this file carries the digest of what was joined into it and of all that is loaded with
 * it. Of unbuilt sources it does not, but then the version of the cache is nobody's who did not write them.
 */
const RENDERER = `renders 1 ${basename(import.meta.url)}`;

/** No request for a rendering is written like this. */
const PATTERNS = 'patterns';

/** The first of each group: as many as show whether its other renderings follow from them. */
function fewOfEach<Item, Group>(items: readonly Item[], groupOf: (item: Item) => Group): readonly Item[] {
  const counts = new Map<Group, number>();
  return items.filter((item) => {
    const group = groupOf(item);
    const count = counts.get(group) ?? 0;
    counts.set(group, count + 1);
    return count < FEW;
  });
}

const FEW = 50;

/** Characters. Some 10,000 renderings of a usual item. */
const PACK_BOUND = 64_000_000;
