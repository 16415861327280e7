import { type InputValue, type InputValues, isInputMapping } from '../model/declarations/cluster.ts';
import type { Resource } from '../model/platform-model.ts';
import { isSecretRef } from '../model/secret-ref.ts';
import { looksSecret } from '../model/secret-text.ts';
import type { TemplateSource } from '../model/template.ts';
import { holdsSomething, isSecretName } from '../templates/values/secrecy.ts';

/** The inputs of a template that are secret, as paths with dots; sensitive variables and tokens by their names. */
export type SecretInputs = (source: TemplateSource | undefined) => ReadonlySet<string>;

/** Stands where a program gives a secret as text. */
export const HIDDEN = '(secret)';

/**
 * The resource as it may be shown: a text that is given for a secret is hidden, one that its template says is a secret, and
 * one that its own name or form says so, whatever the template. A reference is none, and stays.
 *
 * A plan refuses such a program. Questions about it do not, and must not repeat the secret.
 */
export function hideSecrets<R extends Resource>(resource: R, secrets: SecretInputs): R;
export function hideSecrets(resource: Resource, secrets: SecretInputs): Resource {
  switch (resource.kind) {
    case 'management-cluster':
    case 'workload-cluster':
      return { ...resource, inputs: shown(resource.inputs, secrets(resource.template?.source)) };
    case 'catalog-deployment':
      return { ...resource, ...shownOfItem(resource, secrets(resource.item.source)) };
    case 'environment':
      return {
        ...resource,
        catalog: resource.catalog.map((each) => ({ ...each, ...shownOfItem(each, secrets(each.item.source)) })),
      };
    case 'application': {
      const ofChart = (values: (typeof resource)['values']) => shown(values as InputValues, NONE) as typeof values;
      const stageValues = resource.stageValues.map((values) => values && ofChart(values));
      return { ...resource, values: ofChart(resource.values), stageValues };
    }
    default:
      return resource;
  }
}

// --- internal ---

const NONE: ReadonlySet<string> = new Set();

interface OfItem {
  readonly values: InputValues;
  readonly infrastructureValues: InputValues;
}

function shownOfItem({ values, infrastructureValues }: OfItem, secrets: ReadonlySet<string>): OfItem {
  return { values: shown(values, secrets), infrastructureValues: shown(infrastructureValues, secrets) };
}

function shown(values: InputValues, secrets: ReadonlySet<string>, above = ''): InputValues {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => {
      const path = `${above}${name}`;
      const isSecret = secrets.has(path) || isSecretName(name);
      return [name, value === undefined ? undefined : shownValue(value, isSecret, secrets, `${path}.`)];
    }),
  );
}

function shownValue(value: InputValue, isSecret: boolean, secrets: ReadonlySet<string>, below: string): InputValue {
  if (isSecretRef(value)) return value;
  if (Array.isArray(value)) return value.map((each) => shownValue(each, isSecret, secrets, below)) as InputValue;
  if (isInputMapping(value)) return shown(value, secrets, below);
  const leaf = value as string | number | boolean | null;
  return (isSecret && holdsSomething(leaf)) || looksSecret(String(leaf)) ? HIDDEN : value;
}
