import type { GraphEdge, GraphNode, PlatformGraph } from '../../lib/query/platform-graph.ts';

/** The graph in the language of Graphviz. */
export function renderDot(graph: PlatformGraph): string {
  const quote = (text: string) => `"${text.replace(/["\\]/g, '\\$&')}"`;
  return [
    'digraph platform {',
    '  rankdir=LR;',
    ...graph.nodes.map((node) => `  ${quote(node.id)} [label=${quote(node.label)}, shape=${SHAPES[node.kind].dot}];`),
    ...graph.edges.map((edge) => `  ${quote(edge.from)} -> ${quote(edge.to)} [label=${quote(edge.label)}];`),
    '}',
    '',
  ].join('\n');
}

/** The graph as a Mermaid flowchart, which GitHub and GitLab draw in Markdown. */
export function renderMermaid(graph: PlatformGraph): string {
  // Mermaid has reserved words and no quoting for ids: number them.
  const ids = new Map(graph.nodes.map((node, index) => [node.id, `n${index}`]));
  const node = ({ id, label, kind }: GraphNode) => {
    const [open, close] = SHAPES[kind].mermaid;
    return `  ${ids.get(id)}${open}"${escapeMermaid(label)}"${close}`;
  };
  const edge = ({ from, to, label }: GraphEdge) => `  ${ids.get(from)} -->|${label}| ${ids.get(to)}`;
  return ['flowchart LR', ...graph.nodes.map(node), ...graph.edges.map(edge), ''].join('\n');
}

// --- internal ---

const SHAPES: Readonly<
  Record<GraphNode['kind'], { readonly dot: string; readonly mermaid: readonly [string, string] }>
> = {
  platform: { dot: 'doubleoctagon', mermaid: ['[[', ']]'] },
  organization: { dot: 'folder', mermaid: ['[', ']'] },
  environment: { dot: 'ellipse', mermaid: ['([', '])'] },
  'management-cluster': { dot: 'box3d', mermaid: ['{{', '}}'] },
  'workload-cluster': { dot: 'component', mermaid: ['(', ')'] },
  'git-account': { dot: 'octagon', mermaid: ['[', ']'] },
  team: { dot: 'octagon', mermaid: ['[', ']'] },
  'cloud-account': { dot: 'house', mermaid: ['[', ']'] },
  'cluster-template': { dot: 'note', mermaid: ['[/', '/]'] },
  'pipeline-template': { dot: 'note', mermaid: ['[/', '/]'] },
  'helm-template': { dot: 'note', mermaid: ['[/', '/]'] },
  'catalog-application': { dot: 'tab', mermaid: ['[/', '/]'] },
  'catalog-deployment': { dot: 'box', mermaid: ['(', ')'] },
  application: { dot: 'box', mermaid: ['(', ')'] },
  repository: { dot: 'cylinder', mermaid: ['[(', ')]'] },
};

function escapeMermaid(text: string): string {
  return text.replace(/["#&<>]/g, (character) => `#${character.charCodeAt(0)};`);
}
