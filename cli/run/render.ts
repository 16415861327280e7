import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { ExitCode } from '../../lib/diagnostics/codes.ts';
import { errorsOf } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import { resolveTemplate } from '../../lib/repository/template/resolve-template.ts';
import type { GlobalOptions } from '../commands/context.ts';
import type { RenderFlags } from '../commands/render-command.ts';
import type { CliIo } from '../io.ts';
import { exitCodeOf, openSession } from './session.ts';
import { openTemplateSession } from './template-session.ts';

export interface RenderOptions extends GlobalOptions, RenderFlags {
  readonly chart: string;
}

/** Renders a Helm chart as `helm template` does: from its files and values alone, reading no cluster. */
export async function runRender(options: RenderOptions, io: CliIo): Promise<ExitCode> {
  // Loaded when it runs: all commands are joined into one file, and few of them render.
  const [{ compileChart }, { printManifests, renderChart }, { mergeValues }] = await Promise.all([
    import('../../lib/templates/helm/compile-chart.ts'),
    import('../../lib/templates/helm/render-chart.ts'),
    import('../../lib/templates/helm/values/merge-values.ts'),
  ]);
  const session = openSession(options, io);
  const values = mergeValues({
    files: await Promise.all((options.values ?? []).map((file) => readText(session.cwd, file))),
    set: options.set,
    setStrings: options.setString,
  });
  const templates = await openTemplateSession(session);
  const source = templates.source(options.chart, options);
  const { files } = await resolveTemplate(source, templates.lock, templates.ports);
  const rendered = renderChart(await compileChart(files), {
    values,
    release: { name: options.name, namespace: options.namespace, isUpgrade: options.isUpgrade },
    capabilities: { kubeVersion: options.kubeVersion, apiVersions: options.apiVersions },
    helm: options.helm,
    includeCrds: options.includeCrds,
  });
  session.report(rendered.diagnostics);
  if (errorsOf(rendered.diagnostics).length > 0) return exitCodeOf(rendered.diagnostics);
  io.stdout.write(printManifests(rendered));
  return 0;
}

// --- internal ---

async function readText(cwd: string, file: string): Promise<{ readonly name: string; readonly text: string }> {
  try {
    return { name: file, text: await readFile(resolve(cwd, file), 'utf8') };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('HELM_VALUES_INVALID', { summary: `The values file \`${file}\` cannot be read`, detail }, cause);
  }
}
