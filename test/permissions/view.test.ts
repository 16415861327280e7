import { describe, expect, it } from 'vitest';
import { renderPlan } from '../../cli/view/plan-view.ts';
import type { PlanPermissions } from '../../lib/plan/plan.ts';
import { withPermissions } from '../../lib/plan/with-permissions.ts';
import { plan, settled } from '../plan/world.ts';
import { PERMISSIONS } from './plan-permissions.ts';

async function rendered(permissions: PlanPermissions): Promise<readonly string[]> {
  const planned = withPermissions(await plan(await settled({ a: 'x' })), permissions);
  return renderPlan(planned.plan, { color: false, diff: false }).split('\n');
}

describe('the permissions in the view of a plan', () => {
  it('tell who, the matrix, and what is needed for what is not allowed', async () => {
    const lines = await rendered(PERMISSIONS);
    expect(lines.slice(0, 7)).toEqual([
      'Permissions of jane@acme.dev (role matrix 0.6, with environment overridden): Developer in retail',
      '  2 of 3 files may not be changed, so an apply would be refused:',
      '    delete environment dev (retail): needs Team Admin in retail',
      '      acme/retail: registry/konstruct/retail/environment/dev.yaml',
      '    write files of no record in the platform repository of the platform: needs Platform Admin of the platform',
      '      acme/platform: \\u{1b}[2Jx.yaml',
      '',
    ]);
  });

  it('say that everything is allowed', async () => {
    const lines = await rendered({ ...PERMISSIONS, denied: [], refused: 0, roles: [], roles_from: 'program' });
    expect(lines.slice(0, 3)).toEqual([
      'Permissions of jane@acme.dev (role matrix 0.6, with environment overridden): no role',
      '  Nothing is applied yet, so the teams of the program count.',
      '  Everything is allowed.',
    ]);
  });
});
