import { describeRepositoryContract } from '../contract.ts';
import { overHttp } from './adapters.ts';

describeRepositoryContract(overHttp('git over HTTP', {}, {}, { full: false }));
describeRepositoryContract(overHttp('git over HTTP, protocol 0', { protocolV2: false }, {}, { full: false }));
