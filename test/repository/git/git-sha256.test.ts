import { describe } from 'vitest';
import { supportsObjectFormat } from '../../tools/git-server.ts';
import { describeRepositoryContract } from '../contract.ts';
import { overHttp, overPath } from './adapters.ts';

describe.skipIf(!supportsObjectFormat('sha256'))('SHA-256', () => {
  const objectFormat = 'sha256';
  describeRepositoryContract(
    overPath('git over a path, SHA-256', { url: (bare) => bare.path }, { objectFormat, full: false }),
  );
  describeRepositoryContract(overHttp('git over HTTP, SHA-256', {}, {}, { objectFormat, full: false }));
});
