import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { platformGraph } from '../../lib/model/platform-graph.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { CliIo } from '../io.ts';
import { renderDot, renderMermaid } from '../view/graph-view.ts';
import { exitCodeOf, openSession } from './session.ts';

export interface GraphOptions extends GlobalOptions {
  readonly format: 'dot' | 'mermaid';
  readonly cache: boolean;
}

/** Prints the platform as a graph. */
export async function runGraph(options: GraphOptions, io: CliIo): Promise<ExitCode> {
  const session = openSession(options, io);
  const { compilation } = await compileProgram(session.compileOptions);
  session.report(compilation.diagnostics);
  const { model, diagnostics } = compilation;
  if (model === undefined || errorsOf(diagnostics).length > 0) return exitCodeOf(diagnostics);
  const graph = platformGraph(model);
  io.stdout.write(options.format === 'dot' ? renderDot(graph) : renderMermaid(graph));
  return 0;
}
