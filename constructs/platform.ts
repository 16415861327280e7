import { Construct } from 'constructs';
import type { ControlPlaneSettings, ExternalSecretsApiVersion } from '../lib/model/declarations/organization.ts';
import type { RepositoryProps } from '../lib/model/repository-location.ts';
import { DEFAULT_TARGETS, type Targets } from '../lib/model/targets.ts';
import type { aboveOrganizations, visibility } from '../lib/model/visibility.ts';
import { contribute } from '../lib/synth/contribution.ts';
import { type TemplateValues, toInputValues } from './template-values.ts';
import { type SourceProps, toTemplateSource } from './templates.ts';

/** The control plane beyond its name. */
export interface ControlPlaneProps {
  /**
   * What its tree is made from, for example `Templates.builtIn('cluster-templates/control-plane')`.
   *
   * @default - none: nothing of its tree is written but the registrations of management clusters
   */
  readonly template?: SourceProps;
  /**
   * Region of the cloud it runs in.
   *
   * @default - none
   */
  readonly region?: string;
  /**
   * AWS account it runs in, twelve digits.
   *
   * @default - none
   */
  readonly accountId?: string;
  /**
   * Bucket that keeps the state of the Terraform that it runs.
   *
   * @default - none
   */
  readonly stateStoreBucket?: string;
  /**
   * Values for the inputs of the template; a secret is a `SecretRef`.
   *
   * @default - none
   */
  readonly inputs?: TemplateValues;
}

export interface PlatformProps {
  /** DNS domain that the platform's own services live under, for example `acme.dev`. */
  readonly domain: string;
  /** The platform's own GitOps repository: records of what is Global, and the tree of the control plane. */
  readonly repository: RepositoryProps;
  /**
   * Name of the platform, a DNS label. It is also the name of the project whose ledger tells the files we own.
   *
   * @default - the id of the construct
   */
  readonly name?: string;
  /**
   * Name of the control plane cluster, a DNS label. Its tree is `registry/clusters/<name>` of `repository`.
   *
   * @default - `<name of the platform>-control-plane`
   */
  readonly controlPlane?: string;
  /**
   * What else is known of the control plane; templates of management clusters ask for its region and its bucket.
   *
   * @default - nothing; its tree is left to others
   */
  readonly controlPlaneSettings?: ControlPlaneProps;
  /**
   * Versions of the operators that the clusters run: what is written fits them, and what they do not serve is an error.
   *
   * @default - External Secrets Operator `v1`, Crossplane 1, Argo CD 3
   */
  readonly targets?: Partial<Targets>;
  /**
   * API version of the ExternalSecrets that are written. The same as `targets.externalSecrets`, which is the better name.
   *
   * @default - that of `targets.externalSecrets`
   */
  readonly externalSecretsApiVersion?: ExternalSecretsApiVersion;
}

/** The internal developer platform: what stands directly under it is Global, seen by every organization. */
export class Platform extends Construct {
  declare readonly [visibility]?: (organization: string) => void;
  declare readonly [aboveOrganizations]?: true;
  /** Name of the platform. */
  readonly name: string;
  readonly domain: string;

  constructor(scope: Construct, id: string, props: PlatformProps) {
    super(scope, id);
    this.name = props.name ?? id;
    this.domain = props.domain;
    const { externalSecretsApiVersion } = props;
    const beta = externalSecretsApiVersion === 'external-secrets.io/v1beta1';
    const targets: Targets = { ...DEFAULT_TARGETS, ...(beta && { externalSecrets: 'v1beta1' }), ...props.targets };
    contribute(this, 'platform', () => ({
      name: this.name,
      domain: props.domain,
      repository: props.repository,
      controlPlane: props.controlPlane ?? `${this.name}-control-plane`,
      controlPlaneSettings: props.controlPlaneSettings && toControlPlane(props.controlPlaneSettings),
      externalSecretsApiVersion:
        externalSecretsApiVersion ?? (`external-secrets.io/${targets.externalSecrets}` as const),
      targets,
    }));
  }
}

// --- internal ---

function toControlPlane({
  template,
  region,
  accountId,
  stateStoreBucket,
  inputs,
}: ControlPlaneProps): ControlPlaneSettings {
  return {
    template: template && toTemplateSource(template),
    region,
    accountId,
    stateStoreBucket,
    inputs: toInputValues(inputs),
  };
}
