import { readFile } from 'node:fs/promises';
import { kcdkError } from '../diagnostics/error.ts';
import type { TlsOptions } from './http.ts';

/** What trusts the certificates of a file. @throws {KcdkError} `CLUSTER_ACCESS_INVALID` */
export async function readCertificates(file: string | undefined): Promise<TlsOptions> {
  if (file === undefined) return {};
  try {
    return { ca: await readFile(file, 'utf8') };
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${String(cause.code)})` : '';
    throw kcdkError('CLUSTER_ACCESS_INVALID', { detail: `${file} cannot be read${code}.` }, cause);
  }
}
