import { RootConstruct } from 'constructs';
import { handOver } from '../lib/program/host.ts';
import { CDK8S_RESOLVERS, type Cdk8sResolver } from './cdk8s-resolvers.ts';

export interface AppProps {
  /**
   * Resolvers for values inside cdk8s API objects, tried before the standard ones (lazy values, tokens, unions).
   *
   * @default - none
   * @see https://cdk8s.io/docs/latest/basics/app/
   */
  readonly resolvers?: readonly Cdk8sResolver[];
}

/**
 * The root of a program: everything else stands below it.
 *
 * Takes the place of the `App` of cdk8s, whose `Chart`s and `ApiObject`s it accepts.
 */
export class App extends RootConstruct {
  /** Read by cdk8s when it resolves the values of an API object. */
  readonly resolvers: readonly Cdk8sResolver[];

  constructor(props: AppProps = {}) {
    super();
    this.resolvers = [...(props.resolvers ?? []), ...CDK8S_RESOLVERS];
  }

  /**
   * Hands the finished tree to `kcdk`, which compiles it; the last statement of a program.
   *
   * Writes nothing itself: `kcdk synth` writes the files, `kcdk plan` compares them with the repositories.
   *
   * @throws {KcdkError} `PROGRAM_RUN_DIRECTLY` when the program was not started by `kcdk`
   */
  synth(): void {
    handOver(this);
  }
}
