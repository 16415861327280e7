import type { TemplateFiles } from '../../lib/templates/template-files.ts';

/**
 * What the files of a template mention, found by reading their text: no part of the product has a hand in it, so that what
 * the renderer does can be compared with it.
 */
export interface Mentions {
  /** File of a Helm chart, below its `templates/` -> paths of values with dots, also those of named templates that it includes. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
  /** Files of a Helm chart that hold Applications of Argo CD and nothing else. */
  readonly applications: ReadonlySet<string>;
  /** File of Terraform, below `iac/` -> its tokens without brackets. */
  readonly tokens: ReadonlyMap<string, ReadonlySet<string>>;
  /** Variables that the Terraform makes something of. */
  readonly variables: ReadonlySet<string>;
}

export function mentionsOf(files: TemplateFiles): Mentions {
  const bodies = new Map<string, Body>();
  const defines = new Map<string, Body>();
  const applications = new Set<string>();
  const tokens = new Map<string, ReadonlySet<string>>();
  const variables = new Set<string>();
  for (const [path, content] of files) {
    if (typeof content !== 'string') continue;
    const [, inChart] = /^(?:yaml\/)?templates\/(.*)$/.exec(path) ?? [];
    if (inChart !== undefined) {
      const body = readBody(content, defines);
      const kinds = [...content.matchAll(/^kind: (.*)$/gm)].map(([, kind]) => kind);
      if (kinds.length > 0 && kinds.every((kind) => kind === 'Application')) applications.add(inChart);
      if (!inChart.endsWith('.tpl')) bodies.set(inChart, body);
    } else if (/^(?:iac\/)?(?:provider|[^/]+\.tf)$/.test(path)) {
      const found = [...content.matchAll(/<([A-Z][A-Z0-9_]*)>/g)].map(([, name = '']) => name);
      tokens.set(path.replace(/^iac\//, ''), new Set(found));
      // What a condition says of a variable makes nothing of it.
      const resources = path.endsWith('variables.tf') ? '' : content;
      for (const [, name = ''] of resources.matchAll(/\bvar\.(\w+)/g)) variables.add(name);
    }
  }
  const values = new Map([...bodies].map(([path, body]) => [path, closure(body, defines)]));
  return { values, applications, tokens, variables };
}

// --- internal ---

interface Body {
  readonly values: Set<string>;
  readonly includes: Set<string>;
}

/** Sorts what a file says into what belongs to it and what to each named template that it defines. */
function readBody(text: string, defines: Map<string, Body>): Body {
  const own: Body = { values: new Set(), includes: new Set() };
  const open: Body[] = [own];
  for (const [, action = ''] of text.matchAll(/\{\{-?\s*((?:"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`])*?)\s*-?\}\}/g)) {
    if (action.startsWith('/*')) continue;
    const [, name] = /^define\s+"([^"]+)"/.exec(action) ?? [];
    const inner = open.at(-1) ?? own;
    if (name !== undefined) {
      const body: Body = { values: new Set(), includes: new Set() };
      defines.set(name, body);
      open.push(body);
    } else if (/^(?:if|with|range|block)\b/.test(action)) open.push(inner);
    else if (/^end\b/.test(action)) open.pop();
    note(action, inner);
  }
  return own;
}

function note(action: string, { values, includes }: Body): void {
  for (const [, path = ''] of action.matchAll(/\.Values((?:\.\w+)+)/g)) values.add(path.slice(1));
  for (const [, name = ''] of action.matchAll(/(?:include|template)\s+"([^"]+)"/g)) includes.add(name);
}

function closure(body: Body, defines: ReadonlyMap<string, Body>): ReadonlySet<string> {
  const values = new Set<string>();
  const known = new Set<Body>();
  const visit = (each: Body) => {
    if (known.has(each)) return;
    known.add(each);
    for (const value of each.values) values.add(value);
    for (const name of each.includes) {
      const included = defines.get(name);
      if (included === undefined) throw new Error(`no template "${name}"`);
      visit(included);
    }
  };
  visit(body);
  return values;
}
