import type { PlanPermissions } from '../../lib/plan/plan.ts';

/** A verdict with every member that there may be. */
export const PERMISSIONS: PlanPermissions = {
  actor: { name: 'jane@acme.dev', kind: 'user', groups: ['devs'], super_user: false },
  matrix: { version: '0.6', source: 'documentation', overridden: ['environment'] },
  roles_from: 'repositories',
  roles: [{ namespace: 'retail', role: 'Developer' }],
  judged: 3,
  refused: 2,
  denied: [
    {
      resource: 'environment',
      namespace: 'retail',
      name: 'dev',
      verb: 'delete',
      held: 'Developer',
      needed: 'Team Admin',
      files: [{ repository: 'acme/retail', path: 'registry/konstruct/retail/environment/dev.yaml' }],
    },
    {
      resource: null,
      namespace: 'default',
      name: null,
      verb: 'write',
      held: null,
      needed: 'Platform Admin',
      files: [{ repository: 'acme/platform', path: '\u001b[2Jx.yaml' }],
    },
  ],
};
