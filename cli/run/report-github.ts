import { appendFile, stat } from 'node:fs/promises';
import type { Diagnostic } from '../../lib/diagnostics/diagnostic.ts';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import { formatOutputs, stepOutputs } from '../../lib/report/github/step-outputs.ts';
import { annotations, withoutCommands } from '../../lib/report/github/workflow-commands.ts';
import { renderMarkdown } from '../../lib/report/markdown/markdown.ts';
import type { ReportFlags } from '../commands/report-options.ts';
import { renderPlan } from '../view/plan-view.ts';
import { programFolder } from './program-folder.ts';
import type { Session } from './session.ts';

/**
 * Says a plan to a job of GitHub Actions: annotations and the plan on stdout, the step summary, the outputs of the step.
 *
 * Elsewhere only stdout is written.
 */
export async function reportToGitHub(plan: PlanDocument, options: ReportFlags, session: Session): Promise<void> {
  const { env, stdout } = session.io;
  stdout.write(lines(annotations(plan, { folder: folderOf(session) })));
  stdout.write(
    withoutCommands(renderPlan(plan, { color: session.color, diff: options.diff === true, width: 160 }), plan),
  );
  const summary = env['GITHUB_STEP_SUMMARY'];
  const room = summary === undefined ? 0 : SUMMARY_LIMIT - (await sizeOf(summary));
  if (summary !== undefined && room > LEAST_SUMMARY) {
    const text = renderMarkdown(plan, { limit: room, fullReport: options.reportUrl });
    await append(summary, text, 'the step summary');
  }
  const outputs = env['GITHUB_OUTPUT'];
  if (outputs !== undefined) await append(outputs, formatOutputs(stepOutputs(plan)), 'the outputs of the step');
}

/** Marks the lines of what stopped a command before there was a plan. */
export function annotateFailure(diagnostics: readonly Diagnostic[], session: Session): void {
  session.io.stdout.write(lines(annotations({ diagnostics }, { folder: folderOf(session) })));
}

// --- internal ---

/** GitHub drops a summary of more than 1 MiB a step. */
const SUMMARY_LIMIT = 1_000_000;
const LEAST_SUMMARY = 10_000;

function folderOf(session: Session): string {
  return programFolder(session.cwd, session.compileOptions.configFile);
}

function lines(all: readonly string[]): string {
  return all.map((line) => `${line}\n`).join('');
}

async function sizeOf(file: string): Promise<number> {
  try {
    return (await stat(file)).size;
  } catch {
    return 0;
  }
}

async function append(file: string, text: string, what: string): Promise<void> {
  try {
    await appendFile(file, text);
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('OUTPUT_UNWRITABLE', { summary: `Cannot write ${what} to \`${file}\``, detail }, cause);
  }
}
