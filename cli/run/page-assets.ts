import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { kcdkError } from '../../lib/diagnostics/error.ts';
import type { PageAssets } from '../../lib/report/page/page.ts';
import { packageRoot } from '../package-root.ts';

/**
 * Reads the program and the style of the report page, as `npm run build` has left them.
 *
 * @throws {KcdkError} `REPORT_PAGE_MISSING`
 */
export async function pageAssets(): Promise<PageAssets> {
  const folder = join(packageRoot(), 'dist', 'page');
  try {
    const [script, style] = await Promise.all([
      readFile(join(folder, 'page.js'), 'utf8'),
      readFile(join(folder, 'page.css'), 'utf8'),
    ]);
    return { script, style };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message : String(cause);
    throw kcdkError('REPORT_PAGE_MISSING', { detail }, cause);
  }
}
