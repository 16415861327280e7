import { describeRepositoryContract } from '../contract.ts';
import { AUTH, overHttp } from './adapters.ts';

describeRepositoryContract(
  overHttp('git over HTTP with credentials', { auth: AUTH }, { credentials: { env: 'KCDK_TOKEN' } }),
);
