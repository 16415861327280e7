// biome-ignore lint/correctness/noNodejsModules: a hash is a pure function of its input
import { hash } from 'node:crypto';
import type { PlanDocument } from '../../plan/plan.ts';
import { serializePlan } from '../../plan/plan-json.ts';
import { escapeHtml } from '../markdown/escape.ts';
import { conclusionOf } from '../plan-words.ts';
import { visible } from '../visible.ts';

/** What runs in every page and how it looks; built from `page/`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

/**
 * A plan as one HTML file that needs nothing else: no server, no network.
 *
 * The plan is data in it, never markup: its JSON stands in an element that a browser does not run, and the program of the
 * page writes texts only. The policy lets nothing run but that program, known by its digest, and nothing be fetched or sent.
 */
export function renderPage(plan: PlanDocument, assets: PageAssets): string {
  const script = closedIn(assets.script, 'script');
  const style = closedIn(assets.style, 'style');
  const { head, why } = conclusionOf(plan);
  const title = escapeHtml(visible(`${plan.project}: ${head}`));
  const policy = [
    "default-src 'none'",
    `script-src 'sha256-${digest(script)}'`,
    `style-src 'sha256-${digest(style)}'`,
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
  ].join('; ');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<title>${title}</title>
<style>${style}</style>
</head>
<body>
<div id="app"><noscript><h1>${title}</h1><p>${escapeHtml(visible(why))}</p><p>The page needs JavaScript to show the plan. <code>kcdk show</code> shows it without.</p></noscript></div>
<script type="application/json" id="plan">${dataOf(plan)}</script>
<script>${script}</script>
</body>
</html>
`;
}

// --- internal ---

/** JSON in which no character can end its element or begin a comment. */
function dataOf(plan: PlanDocument): string {
  return serializePlan(plan)
    .trimEnd()
    .replace(/[<>&\u2028\u2029]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

function digest(text: string): string {
  return hash('sha256', text, 'base64');
}

/** Our own text, in which the end of its element could only stand in a string or a comment. */
function closedIn(text: string, tag: 'script' | 'style'): string {
  return text.replaceAll(new RegExp(`</(?=${tag})`, 'gi'), '<\\/').replaceAll('<!--', '<\\!--');
}
