import type { JsonObject } from '../json.ts';
import type { Reference } from '../reference.ts';
import type { RepositoryProps } from '../repository-location.ts';

/** An application of developers: its repository, what builds it, and the environments it goes through. */
export interface ApplicationDeclaration {
  readonly kind: 'application';
  readonly name: string;
  /** Undefined when it stands in no organization, which is an error. */
  readonly namespace: string | undefined;
  /** Repository of its sources, without credentials. */
  readonly repository: RepositoryProps;
  /** False where its repository is left alone: nothing is scaffolded there. */
  readonly scaffold: boolean;
  readonly team: Reference | undefined;
  readonly pipelineTemplate: Reference;
  readonly helmTemplate: Reference;
  /** Where its pipeline signs in to publish; undefined for one that needs no AWS. */
  readonly aws: AwsPublishing | undefined;
  /** Where its pipeline publishes the chart, without `oci://`; undefined for where our pipelines do. */
  readonly chartRegistry: string | undefined;
  /** Version of the chart before the first promotion. */
  readonly initialVersion: string;
  /** Values of the chart, in every stage. */
  readonly values: JsonObject;
  /** Environments in the order in which a release passes them. */
  readonly stages: readonly Reference[];
  /** For each stage: values that count more than those of all. */
  readonly stageValues: readonly JsonObject[];
}

/** What a pipeline needs to publish to the registry of an AWS account. */
export interface AwsPublishing {
  /** For example `eu-west-1`. */
  readonly region: string;
  /** IAM role that the pipeline takes by OpenID Connect: `arn:aws:iam::<account>:role/<name>`. */
  readonly roleArn: string;
}

/** Version of the chart that Applications name until a pipeline promotes one. */
export const INITIAL_VERSION = '0.1.0';
