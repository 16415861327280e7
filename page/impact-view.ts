import { type Diagnostic, formatPosition } from '../lib/diagnostics/diagnostic.ts';
import { describeDenied, placeWords } from '../lib/permissions/denials.ts';
import type { ImpactFinding } from '../lib/plan/impact/finding.ts';
import type { PlanPermissions } from '../lib/plan/plan.ts';
import { counted, formatResource } from '../lib/report/plan-words.ts';
import { visible } from '../lib/report/visible.ts';
import { button, element } from './element.ts';
import type { PlanIndex } from './index-plan.ts';

/** What the plan does to what runs on clusters, the worst first. */
export function impactView(index: PlanIndex, onShow: (id: number) => void): HTMLElement {
  const { impact = [] } = index.plan;
  const body = element('div', { class: 'page' });
  if (impact.length === 0) {
    body.append(element('p', { class: 'quiet', text: 'Nothing that the repositories tell. That is not a promise.' }));
  }
  for (const [severity, title] of SEVERITIES) {
    const found = impact.filter((finding) => finding.severity === severity);
    if (found.length === 0) continue;
    const shown = found.slice(0, MOST_CARDS);
    body.append(
      element('h2', { text: `${title} (${found.length})` }),
      ...shown.map((finding) => findingCard(finding, index, onShow)),
      ...(found.length > shown.length
        ? [
            element('p', {
              class: 'quiet',
              text: `and ${found.length - shown.length} more, with the changes that cause them`,
            }),
          ]
        : []),
    );
  }
  return body;
}

/** One finding: what happens, what it reaches on which way, what to do if it is not meant. */
export function findingCard(
  finding: ImpactFinding,
  { causes }: PlanIndex,
  onShow: ((id: number) => void) | undefined,
): HTMLElement {
  const {
    code,
    severity,
    summary,
    cause,
    reach,
    reach_omitted: omitted = 0,
    beyond,
    held_by: held,
    prevention,
  } = finding;
  const id = causes.get(finding);
  const source = cause.source === undefined ? '' : `, ${formatPosition(cause.source)}`;
  const others = cause.others === undefined ? '' : ` and ${counted(cause.others, 'more change')}`;
  const more = reach.length + omitted - MOST_REACHED;
  const from = visible(`${cause.repository}: ${cause.path}${others}${source}`);
  return element(
    'div',
    { class: `card ${severity}` },
    element(
      'p',
      { class: 'summary' },
      element('b', { text: WORDS[severity] }),
      ` ${visible(summary)} `,
      element('code', { text: code }),
    ),
    element(
      'p',
      { class: 'quiet' },
      'from ',
      id === undefined || onShow === undefined ? from : button({ class: 'link', text: from }, () => onShow(id)),
    ),
    listOf(
      'reaches',
      reach.slice(0, MOST_REACHED).map(({ resource, cluster, chain }) => {
        const way = chain.length === 0 ? '' : ` through ${chain.join(' → ')}`;
        return `${formatResource(resource)}${cluster === null ? '' : ` on ${cluster}`}${way}`;
      }),
      more,
    ),
    listOf('also', beyond, 0),
    listOf('held back by', held, 0),
    ...(severity === 'notice'
      ? []
      : [element('p', { class: 'quiet', text: visible(`If it is not meant: ${prevention}`) })]),
  );
}

/** Errors, warnings, and what the actor may not do. */
export function findingsView({ plan }: PlanIndex): HTMLElement {
  const { diagnostics, permissions } = plan;
  const body = element('div', { class: 'page' });
  if (diagnostics.length === 0 && permissions === undefined) {
    body.append(element('p', { class: 'quiet', text: 'No errors and no warnings.' }));
  }
  for (const severity of ['error', 'warning'] as const) {
    const found = diagnostics.filter((one) => one.severity === severity);
    if (found.length === 0) continue;
    body.append(
      element('h2', { text: counted(found.length, severity) }),
      ...found.slice(0, MOST_CARDS).map(diagnosticCard),
    );
    if (found.length > MOST_CARDS) {
      body.append(element('p', { class: 'quiet', text: `and ${found.length - MOST_CARDS} more` }));
    }
  }
  if (permissions !== undefined) body.append(permissionsSection(permissions));
  return body;
}

// --- internal ---

const MOST_CARDS = 500;
const MOST_REACHED = 50;

const SEVERITIES = [
  ['destructive', 'Deletes on clusters'],
  ['disruptive', 'Disrupts'],
  ['unknown', 'Cannot be known'],
  ['notice', 'Done otherwise from then on'],
] as const;

const WORDS = {
  destructive: 'deletes',
  disruptive: 'disrupts',
  unknown: 'unknown',
  notice: 'notice',
} as const satisfies Record<ImpactFinding['severity'], string>;

function listOf(title: string, items: readonly string[], more: number): HTMLElement {
  if (items.length === 0) return element('span');
  const rows = items.map((item) => element('li', { text: visible(item) }));
  if (more > 0) rows.push(element('li', { class: 'quiet', text: `and ${more} more` }));
  return element(
    'div',
    { class: 'named' },
    element('span', { class: 'quiet', text: title }),
    element('ul', {}, ...rows),
  );
}

function diagnosticCard({
  severity,
  code,
  summary,
  detail,
  fix,
  address,
  source,
  repository,
  path,
}: Diagnostic): HTMLElement {
  const where = [source === undefined ? undefined : formatPosition(source), address, repository, path];
  const places = where.filter((one) => one !== undefined).map(visible);
  return element(
    'div',
    { class: `card ${severity === 'error' ? 'destructive' : 'disruptive'}` },
    element(
      'p',
      { class: 'summary' },
      element('b', { text: severity }),
      ` ${visible(summary)} `,
      element('code', { text: code }),
    ),
    ...(places.length === 0 ? [] : [element('p', { class: 'quiet', text: places.join(' · ') })]),
    ...(detail === undefined
      ? []
      : [element('p', { class: 'lines', text: detail.split('\n').map(visible).join('\n') })]),
    element('p', { class: 'lines', text: `fix: ${fix.split('\n').map(visible).join('\n')}` }),
  );
}

function permissionsSection({ actor, matrix, judged, refused, denied }: PlanPermissions): HTMLElement {
  const verdict =
    denied.length === 0
      ? 'Everything is allowed.'
      : `${refused} of ${judged} files may not be changed, so an apply would be refused.`;
  const items = denied.map((denial) => {
    const { verb, needed, namespace } = denial;
    return element('li', {
      text: visible(`${verb} ${describeDenied(denial)}: needs ${needed} ${placeWords(namespace)}`),
    });
  });
  return element(
    'section',
    {},
    element('h2', { text: visible(`Permissions of ${actor.name} by role matrix ${matrix.version}`) }),
    element('p', { text: verdict }),
    element('ul', {}, ...items),
  );
}
