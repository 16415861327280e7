import type { IConstruct } from 'constructs';
import { addLifecycle } from '../lib/synth/lifecycle.ts';
import type { Environment } from './environment.ts';

/** Fields of manifests that somebody else changes. */
export interface IgnoredField {
  /**
   * Kind of the manifests.
   *
   * @default - every kind
   */
  readonly kind?: string;
  /**
   * Name of the manifest.
   *
   * @default - every name
   */
  readonly name?: string;
  /**
   * Where the field is, as plans show it: `spec.source.targetRevision`, `spec.ports[name=http].port`,
   * `metadata.annotations["example.com/owner"]`; `*` stands for every key or item.
   */
  readonly path: string;
}

/** Which Applications of a construct have to be healthy. */
export interface AfterHealthyOptions {
  /**
   * Those that a stage of an `AppRegistration`, or a `CatalogDeployment`, has in this environment.
   *
   * @default - all that the construct writes
   */
  readonly environment?: Environment;
}

/**
 * How what a construct writes lives on: what may destroy it, who else changes it, where it came from.
 *
 * Holds for the construct and all that stands below it.
 */
export class Lifecycle {
  static of(construct: IConstruct): Lifecycle {
    return new Lifecycle(construct);
  }

  private readonly construct: IConstruct;

  private constructor(construct: IConstruct) {
    this.construct = construct;
  }

  /**
   * Refuses every plan that destroys it, until `--allow-delete <address>` says that it is meant.
   *
   * The ledgers remember this, so it outlives the construct: taking this line and the construct away at once is refused
   * as well.
   */
  protect(): this {
    addLifecycle(this.construct, { kind: 'protect' });
    return this;
  }

  /**
   * Leaves fields as git has them, such as a revision that a promotion pipeline moves. The program's own value is written
   * where there is none yet.
   *
   * @param fields a path alone means the field in every manifest
   */
  ignoreChanges(...fields: readonly (string | IgnoredField)[]): this {
    for (const field of fields) {
      const { kind: of, name, path }: IgnoredField = typeof field === 'string' ? { path: field } : field;
      addLifecycle(this.construct, { kind: 'ignore', of, name, path });
    }
    return this;
  }

  /**
   * Lets what is written wait for a person: `apply` writes the rest first, and then asks, or takes `--approve <name>`. For
   * what is to be destroyed there is `protect`.
   *
   * @param name what `--approve` takes: lower case letters, digits and hyphens
   * @param question what is asked on a terminal
   */
  approval(name: string, question: string): this {
    addLifecycle(this.construct, { kind: 'approval', name, question });
    return this;
  }

  /**
   * Lets what is written wait until everything is healthy that another construct runs: `apply` writes that and all else
   * first, and goes on when each of its Argo CD Applications is synced and healthy as git has it by then. What was healthy
   * before it was synced does not count. For example production after staging, or what uses an operator after that.
   *
   * @param construct what writes Applications, itself or in what stands below it: a `CatalogDeployment`, an
   *   `AppRegistration`, a `KubePrometheusStack`, a cluster, a chart of your own
   * @param options which of its Applications count
   * @throws `HEALTH_WITHOUT_APPLICATION` when compiled, where it has no Application, or nothing tells which Argo CD runs it;
   *   `HEALTH_OF_ITSELF` where one of the two stands in the other; `PHASES_CYCLIC` in a plan in which two wait for each
   *   other; `HEALTH_IN_PARTS` in plans of parts
   */
  afterHealthy(construct: IConstruct, options: AfterHealthyOptions = {}): this {
    const environment = options.environment?.node.path;
    addLifecycle(this.construct, { kind: 'after-healthy', address: construct.node.path, environment });
    return this;
  }

  /**
   * Says that the construct stood at another address before, or had another name: what would be taken for the end of one
   * resource and the begin of another is one that moved. Counts as the consent that `--allow-replace` gives.
   *
   * @param address the address before, which nothing in the program may have any more
   */
  movedFrom(address: string): this {
    addLifecycle(this.construct, { kind: 'moved-from', address });
    return this;
  }

  /**
   * Gives up what a construct wrote that is no longer in the program: its files stay in git, and are nobody's.
   *
   * @param address of the construct that is gone; it counts for all that stood below it
   */
  forget(address: string): this {
    addLifecycle(this.construct, { kind: 'forget', address });
    return this;
  }
}
