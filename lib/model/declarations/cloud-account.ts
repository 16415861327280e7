import type { SecretRef } from '../secret-ref.ts';

export const CLOUD_PROVIDERS = ['aws', 'civo', 'google'] as const;

export type CloudProvider = (typeof CLOUD_PROVIDERS)[number];

/** An account at a cloud, with what its provider needs. */
export type CloudAccountSpec =
  | { readonly provider: 'civo' /** The API key. */; readonly credentials: SecretRef }
  | {
      readonly provider: 'aws';
      /** Twelve digits. */
      readonly accountId: string;
      /** ARN of the role that Crossplane assumes in the account. */
      readonly roleArn: string;
    }
  | {
      readonly provider: 'google';
      readonly project: string;
      /** The key of a service account. */
      readonly credentials: SecretRef;
    };

export interface CloudAccountDeclaration {
  readonly kind: 'cloud-account';
  readonly name: string;
  /** Undefined when it stands in no organization, which is an error. */
  readonly namespace: string | undefined;
  readonly spec: CloudAccountSpec;
}
