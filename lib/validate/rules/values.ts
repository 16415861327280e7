import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { Declaration } from '../../model/declaration.ts';
import { type PlatformDeclaration, ROLES, type TeamDeclaration } from '../../model/declarations/organization.ts';
import { placeOf } from '../../model/origin.ts';
import type { Declared } from '../../model/platform-model.ts';
import { TARGET_VERSIONS, type Targets } from '../../model/targets.ts';
import type { Placed } from '../../synth/collect.ts';
import { cloudAccountProblems, clusterProblems } from './values/clusters.ts';
import { monitoringProblems } from './values/monitoring.ts';
import type { Problem } from './values/problem.ts';
import { gitProblems, inputProblems } from './values/secrets.ts';
import { sourceProblems } from './values/sources.ts';

/** Values that types cannot check: domains, durations, URLs, paths of secrets. */
export function checkValues(declarations: readonly Placed[]): readonly Diagnostic[] {
  return declarations.flatMap(({ declaration }) => {
    const problems = declaration.faulty === true ? [] : problemsOf(declaration);
    return problems.map(([code, summary]) => error(code, { summary, ...placeOf(declaration.origin) }));
  });
}

// --- internal ---

/** @see https://www.rfc-editor.org/rfc/rfc1123#section-2.1 */
const DOMAIN = /^(?=.{1,253}$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+$/;

const COLOR = /^#([0-9a-f]{3}|[0-9a-f]{6})$/i;

function problemsOf(declaration: Declared<Declaration>): readonly Problem[] {
  switch (declaration.kind) {
    case 'platform':
      return platformProblems(declaration);
    case 'organization':
      return gitProblems(declaration.git);
    case 'team':
      return teamProblems(declaration);
    case 'cloud-account':
      return cloudAccountProblems(declaration.spec);
    case 'cluster-template':
    case 'pipeline-template':
    case 'helm-template':
      return sourceProblems(declaration.source);
    case 'catalog-application':
      return declaration.source === undefined ? [] : sourceProblems(declaration.source);
    case 'environment':
      return declaration.color === undefined || COLOR.test(declaration.color)
        ? []
        : [['COLOR_INVALID', `Color ${JSON.stringify(declaration.color)} is no hexadecimal color`]];
    case 'management-cluster':
    case 'workload-cluster':
      return clusterProblems(declaration);
    case 'catalog-deployment':
      return [...inputProblems(declaration.values), ...inputProblems(declaration.infrastructureValues)];
    case 'kube-prometheus-stack':
      return monitoringProblems(declaration.spec);
    // The URL of an application is looked at with those of all repositories.
    case 'application':
    case 'folder':
      return [];
  }
}

function platformProblems({ domain, targets, externalSecretsApiVersion }: PlatformDeclaration): readonly Problem[] {
  const problems: Problem[] = [];
  if (!DOMAIN.test(domain)) problems.push(['DOMAIN_INVALID', `Domain ${JSON.stringify(domain)} is no DNS name`]);
  for (const [setting, versions] of Object.entries(TARGET_VERSIONS)) {
    const given = targets[setting as keyof Targets];
    if (versions.some((version) => version === given)) continue;
    const allowed = versions.map((version) => `\`${version}\``).join(' or ');
    problems.push(['TARGET_UNKNOWN', `\`targets.${setting}\` is ${allowed}, not ${JSON.stringify(given)}`]);
  }
  for (const setting of Object.keys(targets)) {
    if (setting in TARGET_VERSIONS) continue;
    const known = Object.keys(TARGET_VERSIONS)
      .map((each) => `\`${each}\``)
      .join(', ');
    problems.push(['TARGET_UNKNOWN', `\`targets\` has ${known}, and no ${JSON.stringify(setting)}`]);
  }
  if (problems.length === 0 && externalSecretsApiVersion !== `external-secrets.io/${targets.externalSecrets}`) {
    const summary = `\`externalSecretsApiVersion\` says ${externalSecretsApiVersion}, \`targets\` ${targets.externalSecrets}`;
    problems.push(['TARGETS_CONTRADICT', summary]);
  }
  return problems;
}

function teamProblems({ name, roleMappings }: TeamDeclaration): readonly Problem[] {
  if (roleMappings.length === 0) return [['TEAM_WITHOUT_ROLES', `Team \`${name}\` gives nobody a role`]];
  return roleMappings.flatMap(({ ssoGroup, role }): Problem[] => {
    if (ssoGroup.trim() === '') return [['GROUP_INVALID', `Team \`${name}\` maps a group without a name`]];
    return ROLES.includes(role) ? [] : [['ROLE_UNKNOWN', `Team \`${name}\` gives the role ${JSON.stringify(role)}`]];
  });
}
