import { findFanOut } from '../../lib/plan/fan-out.ts';
import type { PlanDocument, ResourceAction, ResourceChange } from '../../lib/plan/plan.ts';

const ACTIONS: readonly ResourceAction[] = ['create', 'update', 'update', 'update', 'delete', 'move'];

/** A plan of many changes over organizations, clusters and environments; the same for the same number. */
export function manyChanges(number: number, project = 'acme'): PlanDocument {
  const changes = Array.from({ length: number }, (_, index) => changeAt(index));
  const names = [...new Set(changes.map(({ repository }) => repository))].sort();
  const count = (action: ResourceAction) => changes.filter((one) => one.action === action).length;
  const [cause] = changes.filter(({ action }) => action === 'delete');
  return {
    format_version: '1.2',
    kcdk_version: '0.1.0',
    project,
    complete: true,
    applyable: true,
    digest: `sha256:${'0'.repeat(64)}`,
    summary: { add: count('create'), change: count('update'), destroy: count('delete'), move: count('move'), adopt: 0 },
    repositories: names.map((name) => ({
      name,
      url: `https://git.example/${name}`,
      branch: 'main',
      base: '1'.repeat(40),
      object_format: 'sha1',
      ledger: { path: `.konstruct/${project}.json`, before: null, after: '2'.repeat(40) },
      contents_digest: null,
      files: changes
        .filter(({ repository }) => repository === name)
        .map(({ path, address }, index) => ({
          path,
          action: 'update' as const,
          address,
          before: 'a'.repeat(40),
          after: 'b'.repeat(40),
          drifted: index % 500 === 499,
          phase: 'phase-1',
        })),
    })),
    resource_changes: changes,
    fan_out: findFanOut(changes),
    impact:
      cause === undefined
        ? []
        : [
            {
              code: 'APPLICATION_CASCADE',
              severity: 'destructive',
              summary: `Application ${cause.resource.name} deletes what it runs: 3 objects`,
              cause: { ...cause, action: 'delete' },
              reach: ['ledger', 'cards', 'refunds'].map((name) => ({
                repository: cause.repository,
                path: `x/${name}.yaml`,
                resource: { api_version: 'apps/v1', kind: 'Deployment', namespace: 'payments', name },
                cluster: 'lon1-0',
                chain: ['argocd/registry', `argocd/${cause.resource.name}`],
              })),
              beyond: ['the objects of chart payments 4.1.0'],
              held_by: [],
              prevention: 'Remove the resources finalizer first.',
            },
          ],
    phases: [
      {
        id: 'phase-1',
        commits: names,
        gates: [
          {
            id: 'argocd-drained:mgmt/argocd/lon1-0-dev',
            gate: {
              kind: 'argocd-drained',
              cluster: 'mgmt',
              application: 'lon1-0-dev',
              namespace: 'argocd',
              children: 'lon1-0-environment',
              source: { repoURL: 'https://git.example/x', path: 'registry' },
            },
            pending: false,
          },
        ],
      },
      { id: 'phase-2', commits: names.slice(0, 1) },
    ],
    diagnostics: [],
  };
}

// --- internal ---

function changeAt(index: number): ResourceChange {
  const organization = ['retail', 'payments', 'logistics', 'identity'][index % 4] ?? '';
  const cluster = `${['lon1', 'fra1', 'nyc1'][index % 3]}-${organization}`;
  const environment = ['dev', 'staging', 'production'][Math.floor(index / 12) % 3] ?? '';
  const action = ACTIONS[index % ACTIONS.length] ?? 'update';
  const name = `app-${index}`;
  const body = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Application',
    metadata: { name, namespace: 'argocd', annotations: { 'argocd.argoproj.io/sync-wave': '45' } },
    spec: { project: cluster, source: { repoURL: 'https://charts.example', chart: 'web', targetRevision: '1.2.3' } },
  };
  return {
    repository: `acme-${organization}/gitops`,
    path: `registry/environments/${environment}/${cluster}/${name}.yaml`,
    ...(action === 'move' && { previous_path: `registry/environments/${environment}/${cluster}/old-${name}.yaml` }),
    address: `acme/${organization}/${cluster}/${name}`,
    resource: { api_version: 'argoproj.io/v1alpha1', kind: 'Application', namespace: 'argocd', name },
    action,
    source: { file: 'main.ts', line: 10 + (index % 300), column: 3 },
    fields: action === 'update' ? fieldsAt(index) : [],
    ...(action === 'create' && { after: body }),
    ...(action === 'delete' && { before: body }),
  };
}

function fieldsAt(index: number): ResourceChange['fields'] {
  return [
    {
      path: ['spec', 'source', 'targetRevision'],
      action: 'change',
      before: '1.2.3',
      after: `1.3.${index % 7}`,
    },
    { path: ['spec', 'source', 'helm', 'values', 'replicas'], action: 'add', after: 2 + (index % 3) },
    {
      path: ['spec', 'source', 'helm', 'values', 'script'],
      action: 'change',
      text: ['@@ -1,3 +1,3 @@', ' set -eu', '-echo old', '+echo new', ' exit 0'],
    },
  ];
}
