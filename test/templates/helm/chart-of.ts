import { type CompileChartOptions, compileChart } from '../../../lib/templates/helm/compile-chart.ts';
import { type RenderChartOptions, type RenderedChart, renderChart } from '../../../lib/templates/helm/render-chart.ts';

/** Renders a chart of the given files; a `Chart.yaml` is added where there is none. */
export async function render(
  files: Readonly<Record<string, string>>,
  options: Partial<RenderChartOptions> = {},
  bounds: CompileChartOptions['bounds'] = {},
): Promise<RenderedChart> {
  const chart = { 'Chart.yaml': 'apiVersion: v2\nname: demo\nversion: 0.1.0\n', ...files };
  const compiled = await compileChart(new Map(Object.entries(chart)), { bounds });
  return renderChart(compiled, { release: { name: 'rel' }, ...options });
}

export function codesOf(rendered: RenderedChart): readonly string[] {
  return rendered.diagnostics.map(({ code }) => code);
}
