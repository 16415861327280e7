import type { CloudAccountSpec } from '../../../model/declarations/cloud-account.ts';
import { CLOUD_PROVIDERS } from '../../../model/declarations/cloud-account.ts';
import type { ClusterSettings } from '../../../model/declarations/cluster.ts';
import type { Problem } from './problem.ts';
import { inputProblems, secretProblems } from './secrets.ts';

/** What a cluster is made of. */
export function clusterProblems({ nodeCount, inputs }: ClusterSettings): readonly Problem[] {
  const problems: Problem[] = [...inputProblems(inputs)];
  if (nodeCount !== undefined && !(Number.isSafeInteger(nodeCount) && nodeCount >= 1)) {
    problems.push(['NODE_COUNT_INVALID', `A cluster cannot have ${String(nodeCount)} nodes`]);
  }
  return problems;
}

/** What an account at a cloud needs. */
export function cloudAccountProblems(spec: CloudAccountSpec): readonly Problem[] {
  switch (spec.provider) {
    case 'civo':
      return secretProblems(spec.credentials, 'credentials of a cloud account');
    case 'google': {
      const badProject = !/^[a-z][a-z0-9-]{4,28}[a-z0-9]$/.test(spec.project);
      return [
        ...(badProject ? [invalid(`Google knows no project ${JSON.stringify(spec.project)}`)] : []),
        ...secretProblems(spec.credentials, 'credentials of a cloud account'),
      ];
    }
    case 'aws':
      return awsProblems(spec);
    default: {
      const { provider } = spec as { readonly provider: unknown };
      return [invalid(`The provider ${JSON.stringify(provider)} is none of ${CLOUD_PROVIDERS.join(', ')}`)];
    }
  }
}

// --- internal ---

/** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html */
const ROLE_ARN = /^arn:aws[a-z-]*:iam::(\d{12}):role\/[\w+=,.@/-]+$/;

function awsProblems({ accountId, roleArn }: Extract<CloudAccountSpec, { provider: 'aws' }>): readonly Problem[] {
  if (!/^\d{12}$/.test(accountId))
    return [invalid(`${JSON.stringify(accountId)} is no AWS account: it has twelve digits`)];
  const owner = ROLE_ARN.exec(roleArn)?.[1];
  if (owner === undefined) return [invalid(`${JSON.stringify(roleArn)} is no ARN of a role`)];
  return owner === accountId ? [] : [invalid(`Role \`${roleArn}\` is not of account ${accountId}`)];
}

function invalid(summary: string): Problem {
  return ['CLOUD_ACCOUNT_INVALID', summary];
}
