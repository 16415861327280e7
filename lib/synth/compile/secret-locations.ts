import { type Diagnostic, error } from '../../diagnostics/diagnostic.ts';
import type { JsonObject } from '../../model/json.ts';
import { type Origin, placeOf } from '../../model/origin.ts';
import type { SecretRef } from '../../model/secret-ref.ts';
import {
  type Contract,
  effectiveDefault,
  inputName,
  secretPathInput,
  type TemplateInput,
} from '../../templates/contract/contract.ts';

/** A secret input with where the program says it is kept. */
export interface GivenSecret {
  readonly input: TemplateInput;
  readonly ref: SecretRef;
}

export interface SecretLocations {
  /** Values for the inputs that tell a chart where its secrets are. */
  readonly values: JsonObject;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Hands the place of each secret to the chart: a chart reads its secrets itself, by way of an ExternalSecret, and takes the
 * entry from an input `secretPath` (or `<input>Path` beside it) where it has one.
 *
 * What the program says and what the chart would read must be the same place; anything else is an error.
 *
 * @param given what the program gives, by name; a `secretPath` among it is left alone
 */
export function secretLocations(
  contract: Contract,
  secrets: readonly GivenSecret[],
  given: Readonly<Record<string, unknown>>,
  origin: Origin,
): SecretLocations {
  const values: { [name: string]: string } = {};
  const diagnostics: Diagnostic[] = [];
  const takenBy = new Map<string, GivenSecret>();
  const refuse = (secret: GivenSecret, why: string) => {
    const summary = `Secret \`${inputName(secret.input)}\` is given as \`${secret.ref.path}\`, ${why}`;
    const related = [{ message: 'the input', source: secret.input.position }];
    diagnostics.push(error('SECRET_LOCATION_DIFFERS', { summary, related, ...placeOf(origin) }));
  };
  for (const secret of secrets) {
    const { input, ref } = secret;
    const wanted = tidy(ref.path);
    const taker = secretPathInput(contract, input);
    const name = taker === undefined ? undefined : inputName(taker);
    const own = name === undefined ? undefined : given[name];
    const known = typeof own === 'string' ? own : ((taker && effectiveDefault(taker)) ?? input.secret?.path);
    if (known === undefined || tidy(known) !== wanted) {
      const other = name === undefined ? undefined : takenBy.get(name);
      if (taker === undefined) refuse(secret, `and the template reads \`${known ?? 'it from no place it names'}\``);
      else if (typeof own === 'string') refuse(secret, `and \`${name}\` as \`${own}\``);
      else if (other !== undefined && tidy(other.ref.path) !== wanted)
        refuse(secret, `and \`${inputName(other.input)}\` as \`${other.ref.path}\`, but the template reads one entry`);
      else if (taker.path.length === 1) values[taker.path[0] ?? ''] = ref.path;
    }
    if (name !== undefined && !takenBy.has(name)) takenBy.set(name, secret);
    const property = input.secret?.key;
    if (ref.store === 'cluster' && property !== undefined && property !== ref.property) {
      refuse(secret, `property \`${ref.property}\`, and the template reads \`${property}\``);
    }
  }
  return { values, diagnostics };
}

// --- internal ---

/** AWS writes its paths with a slash in front, Vault without. */
function tidy(path: string): string {
  return path.replace(/^\/+/, '');
}
