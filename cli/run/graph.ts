import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { platformGraph } from '../../lib/query/platform-graph.ts';
import type { CliIo } from '../io.ts';
import { renderDot, renderMermaid } from '../view/graph-view.ts';
import { answer, type QueryOptions } from './query.ts';

export interface GraphOptions extends QueryOptions {
  readonly format: 'dot' | 'mermaid';
}

/** Prints the platform as a graph. */
export async function runGraph(options: GraphOptions, io: CliIo): Promise<ExitCode> {
  const render = options.format === 'dot' ? renderDot : renderMermaid;
  return answer(options, io, (model) => render(platformGraph(model)));
}
