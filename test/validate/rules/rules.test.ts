import { describe, expect, it } from 'vitest';
import { LABEL_CASES } from './label-cases.ts';
import { OPERATOR_CASES } from './operator-cases.ts';
import { PROJECT_CASES } from './project-cases.ts';
import type { RuleCase } from './rule-case.ts';
import { findingsOf, rulePlatform } from './rule-program.ts';
import { TERRAFORM_CASES } from './terraform-cases.ts';

describe.each([...PROJECT_CASES, ...OPERATOR_CASES, ...TERRAFORM_CASES, ...LABEL_CASES])(
  '$code: $what',
  ({ code, severity = 'error', targets = {}, good, bad }: RuleCase) => {
    it('accepts the good example', () => {
      const platform = rulePlatform({ targets });
      good(platform);
      expect(findingsOf(platform)).toEqual([]);
    });

    it.each(bad.map(([address, write], index) => ({ number: index + 1, address, write })))(
      'refuses bad example $number, once',
      ({ address, write }) => {
        const platform = rulePlatform({ targets });
        write(platform);
        expect(findingsOf(platform)).toEqual([`${severity} ${code} ${address}`]);
      },
    );
  },
);
