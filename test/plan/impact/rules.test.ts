import { expect, test } from 'vitest';
import { IMPACT_CODES } from '../../../lib/plan/impact/codes.ts';
import { runCases } from './cases.ts';
import { neighbourCases } from './neighbour-cases.ts';
import { ruleCases } from './rule-cases.ts';

runCases('impact of Applications', ruleCases);
runCases('impact of neighbours', neighbourCases);

test.each(Object.keys(IMPACT_CODES))(
  '%s has a case in which it speaks, and a twin of it in which it does not',
  (code) => {
    const speaks = (says: readonly string[] = []) => says.filter((one) => one.endsWith(` ${code}`));
    const cases = [...ruleCases, ...neighbourCases].filter(({ says }) => speaks(says).length > 0);
    expect(cases.map(({ name }) => name)).not.toEqual([]);
    const silent = cases.filter(({ says, twin }) => speaks(says).every((one) => !twin.says?.includes(one)));
    expect(silent.map(({ name }) => name)).not.toEqual([]);
  },
);
