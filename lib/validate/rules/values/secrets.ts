import type { InputValues } from '../../../model/declarations/cluster.ts';
import type { GitAccountSpec } from '../../../model/declarations/organization.ts';
import { isJsonObject } from '../../../model/json.ts';
import { isSecretRef } from '../../../model/secret-ref.ts';
import type { Problem } from './problem.ts';

/** The credentials of a git connection. */
export function gitProblems(git: GitAccountSpec): readonly Problem[] {
  const what = 'credentials of a git connection';
  const application = vaultProblem(git.credentials, what);
  // The platform's path mostly follows from the application's: one mistake, one finding.
  const problem = application ?? vaultProblem(git.platformCredentials, what);
  return problem === undefined ? [] : [problem];
}

/** A reference to a secret that a program in plain JavaScript may have got wrong. */
export function secretProblems(secret: unknown, what: string): readonly Problem[] {
  // It may be a literal secret: never echo it.
  if (!isSecretRef(secret)) return [['REFERENCE_EXPECTED', `The ${what} are no \`SecretRef\``]];
  const problem = pathProblem(secret.path);
  if (problem !== undefined) return [problem];
  const hasProperty = secret.store === 'vault' || (typeof secret.property === 'string' && secret.property !== '');
  return hasProperty ? [] : [['SECRET_PATH_INVALID', `The reference to \`${secret.path}\` names no property`]];
}

/** References to secrets among the values of a template's inputs. */
export function inputProblems(inputs: InputValues, above = ''): readonly Problem[] {
  return Object.entries(inputs).flatMap(([key, value]) => {
    const name = `${above}${key}`;
    if (isSecretRef(value)) return secretProblems(value, `contents of input \`${name}\``);
    return isJsonObject(value) ? inputProblems(value, `${name}.`) : [];
  });
}

// --- internal ---

function vaultProblem(secret: unknown, what: string): Problem | undefined {
  if (!isSecretRef(secret) || secret.store !== 'vault') {
    return ['REFERENCE_EXPECTED', `The ${what} are no \`SecretRef.vault(…)\``];
  }
  return pathProblem(secret.path);
}

function pathProblem(path: string): Problem | undefined {
  const usable = /^[^\s/]\S*$/.test(path) && !path.includes('//') && !path.startsWith('data/');
  return usable ? undefined : ['SECRET_PATH_INVALID', `The key \`${path}\` of a secret cannot be used`];
}
