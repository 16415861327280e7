import { extname, resolve } from 'node:path';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { PlanDocument } from '../../lib/plan/plan.ts';
import type { ReportFlags, ReportFormat } from '../commands/report-options.ts';
import { renderPlan } from '../view/plan-view.ts';
import { programFolder } from './program-folder.ts';
import type { Session } from './session.ts';
import { writeWhole } from './write-file.ts';

/** Shows a plan on stdout in the format that was asked for, and writes the files of `--report`. */
export async function showPlan(plan: PlanDocument, options: ReportFlags, session: Session): Promise<void> {
  const format = options.json === true ? 'json' : (options.format ?? 'human');
  const files = (options.report ?? []).map((file) => ({ file, format: formatOf(file) }));
  // whoever reads JSON has the findings in it
  if (format !== 'json') session.report(plan.diagnostics);
  if (format === 'github') {
    const { reportToGitHub } = await import('./report-github.ts');
    await reportToGitHub(plan, options, session);
  } else session.io.stdout.write(await render(plan, format, options, session));
  for (const { file, format: own } of files) {
    const text = await render(plan, own, { ...options, diff: true }, session, { file: true });
    await writeWhole(resolve(session.cwd, file), text, 'the report');
  }
}

// --- internal ---

type Printed = Exclude<ReportFormat, 'github'>;

async function render(
  plan: PlanDocument,
  format: Printed,
  options: ReportFlags,
  session: Session,
  { file = false } = {},
): Promise<string> {
  switch (format) {
    case 'human': {
      const { columns, isTTY } = session.io.stdout;
      const width = isTTY && !file ? Math.max(columns, 80) : 160;
      return renderPlan(plan, { color: session.color && !file, diff: options.diff === true, width });
    }
    case 'json': {
      const { serializePlan } = await import('../../lib/plan/plan-json.ts');
      return serializePlan(plan);
    }
    case 'markdown': {
      const { COMMENT_LIMITS, renderMarkdown } = await import('../../lib/report/markdown/markdown.ts');
      return renderMarkdown(plan, { limit: options.limit ?? COMMENT_LIMITS.github, fullReport: options.reportUrl });
    }
    case 'html': {
      const [{ renderPage }, { pageAssets }] = await Promise.all([
        import('../../lib/report/page/page.ts'),
        import('./page-assets.ts'),
      ]);
      return renderPage(plan, await pageAssets());
    }
    case 'sarif': {
      const { toSarif } = await import('../../lib/report/sarif.ts');
      const folder = programFolder(session.cwd, session.compileOptions.configFile);
      return `${JSON.stringify(toSarif(plan, { folder }), undefined, 2)}\n`;
    }
  }
}

const ENDINGS: Readonly<Record<string, Printed>> = {
  '.html': 'html',
  '.htm': 'html',
  '.md': 'markdown',
  '.json': 'json',
  '.sarif': 'sarif',
  '.txt': 'human',
};

function formatOf(file: string): Printed {
  const format = ENDINGS[extname(file).toLowerCase()];
  if (format !== undefined) return format;
  throw kcdkError('REPORT_FORMAT_UNKNOWN', { summary: `The name \`${file}\` does not say the format of the report` });
}
