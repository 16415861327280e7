// @ts-check
// Renders a chart again and again in one process, and prints what one render cost.

import { readFolderTemplate } from '../dist/lib/repository/template/read-folder-template.js';
import { compileChart } from '../dist/lib/templates/helm/compile-chart.js';
import { printManifests, renderChart } from '../dist/lib/templates/helm/render-chart.js';

const [folder = '', seconds = '2'] = process.argv.slice(2);
const files = await readFolderTemplate(folder);
const chart = await compileChart(files);
const values = JSON.parse(process.env['KCDK_BENCH_VALUES'] ?? '{}');
const render = () => {
  const rendered = renderChart(chart, { release: { name: 'bench', namespace: 'bench' }, values });
  if (rendered.diagnostics.some(({ severity }) => severity === 'error')) {
    throw new Error(JSON.stringify(rendered.diagnostics.slice(0, 3)));
  }
  return printManifests(rendered);
};
const after = (/** @type {number} */ duration) => process.hrtime.bigint() + BigInt(Math.round(duration * 1e9));
// A platform renders thousands of times in one run, so what counts is a process that is warm.
for (const warm = after(1.5); process.hrtime.bigint() < warm; ) render();
const end = after(Number(seconds));
const before = process.cpuUsage();
let count = 0;
while (count < 5 || process.hrtime.bigint() < end) {
  render();
  count += 1;
}
const { user, system } = process.cpuUsage(before);
process.stdout.write(JSON.stringify({ count, cpu: (user + system) / 1e6 / count, bytes: render().length }));
