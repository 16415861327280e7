import { Construct } from 'constructs';
import { GLOBAL_NAMESPACE, type NameAndNamespace } from '../lib/model/identity.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { namespaceAround } from './scope.ts';

export interface EnvironmentProps {
  /**
   * Name of the environment, a DNS label; unique within its scope, not beyond.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * What names its files, folders and Applications, a DNS label. Set it to adopt an existing layout.
   *
   * @default - `<name>` for an environment of an organization, `<name>-global` for a Global one
   */
  readonly slug?: string;
  /**
   * What it is for.
   *
   * @default - none
   */
  readonly description?: string;
  /**
   * Colour in the platform's pages, for example `#7c3aed`.
   *
   * @default - the platform picks one
   */
  readonly color?: string;
}

/**
 * A deployment target. Under the platform it is Global and may be attached to clusters of every organization;
 * under an organization it may be attached to that organization's clusters only.
 */
export class Environment extends Construct implements NameAndNamespace {
  readonly name: string;
  /** `default` for Global, else the organization's. */
  readonly namespace: string;
  readonly slug: string;

  constructor(scope: Construct, id: string, props: EnvironmentProps = {}) {
    super(scope, id);
    this.name = props.name ?? id;
    this.namespace = namespaceAround(scope);
    this.slug = props.slug ?? (this.namespace === GLOBAL_NAMESPACE ? `${this.name}-global` : this.name);
    contribute(this, 'environment', () => ({
      name: this.name,
      namespace: this.namespace,
      slug: this.slug,
      description: props.description,
      color: props.color,
    }));
  }
}
