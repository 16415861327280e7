import type { ClusterSettings } from '../lib/model/declarations/cluster.ts';
import { type ReferenceTo, toReference } from '../lib/model/reference.ts';
import type { Unknown } from '../lib/model/visibility.ts';
import type { CloudAccount } from './cloud-account.ts';
import { type TemplateValues, toInputValues } from './template-values.ts';
import type { ClusterTemplate } from './templates.ts';

/** What every cluster may be told. */
export interface ClusterProps<Name extends string = Unknown> {
  /**
   * Name of the cluster, a DNS label of at most 51 characters; unique within the organization's platform repository.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * The template it is made from, of the organization or Global.
   *
   * @default - none: only what registers the cluster is written
   */
  readonly template?: ReferenceTo<ClusterTemplate, Name>;
  /**
   * The account it is made in.
   *
   * @default - none
   */
  readonly cloudAccount?: ReferenceTo<CloudAccount, Name>;
  /**
   * Region of the cloud, for example `lon1` or `eu-west-2`.
   *
   * @default - that of the template
   */
  readonly region?: string;
  /**
   * Size of a node, for example `g4s.kube.medium`.
   *
   * @default - that of the template
   */
  readonly instanceType?: string;
  /**
   * Number of nodes, at least 1.
   *
   * @default - that of the template
   */
  readonly nodeCount?: number;
  /**
   * Image family of the nodes on AWS, for example `AL2023_x86_64_STANDARD`.
   *
   * @default - none; a template for AWS may need it
   */
  readonly amiType?: string;
  /**
   * Bucket that keeps the state of the Terraform that the cluster runs; of a management cluster also that of its workload
   * clusters.
   *
   * @default - none; most templates need that of the management cluster
   */
  readonly stateStoreBucket?: string;
  /**
   * Domain that hosts on the cluster live under.
   *
   * @default - the domain of the platform
   */
  readonly dnsDomain?: string;
  /**
   * Values for the template's own inputs, by name; a secret is a `SecretRef`.
   *
   * @default - none
   */
  readonly inputs?: TemplateValues;
}

/** The settings as a declaration carries them. */
export function toClusterSettings(props: ClusterProps): ClusterSettings {
  return {
    template: props.template && toReference(props.template),
    cloudAccount: props.cloudAccount && toReference(props.cloudAccount),
    region: props.region,
    instanceType: props.instanceType,
    nodeCount: props.nodeCount,
    amiType: props.amiType,
    stateStoreBucket: props.stateStoreBucket,
    dnsDomain: props.dnsDomain,
    inputs: toInputValues(props.inputs),
  };
}
