import type { GitAccountSpec } from '../lib/model/declarations/organization.ts';
import { SecretRef, type VaultSecretRef } from '../lib/model/secret-ref.ts';

export interface GitHubAppConnectionProps {
  /** GitHub organization in which the App is installed and the repositories live. */
  readonly organization: string;
  /**
   * Vault entry for the application repository, with the fields `type`, `url`, `githubAppID`,
   * `githubAppInstallationID` and `githubAppPrivateKey`.
   */
  readonly credentials: VaultSecretRef;
  /**
   * Vault entry for the platform repository, with the same fields.
   *
   * @default - the path of `credentials` with `-platform` behind it
   */
  readonly platformCredentials?: VaultSecretRef;
}

export interface PatConnectionProps {
  /** GitHub organization, or the full path of a GitLab group. */
  readonly organization: string;
  /** Vault entry for the application repository, with the fields `type`, `name`, `url`, `username` and `password`. */
  readonly credentials: VaultSecretRef;
  /**
   * Vault entry for the platform repository, with the same fields.
   *
   * @default - the path of `credentials` with `-platform` behind it
   */
  readonly platformCredentials?: VaultSecretRef;
  /** @default github */
  readonly provider?: 'github' | 'gitlab';
}

export interface GitLabGroupConnectionProps {
  /** Full path of the GitLab group. */
  readonly group: string;
  /** Vault entry for the application repository, with the fields `type`, `name`, `url`, `username` and `password`. */
  readonly credentials: VaultSecretRef;
  /**
   * Vault entry for the platform repository, with the same fields.
   *
   * @default - the path of `credentials` with `-platform` behind it
   */
  readonly platformCredentials?: VaultSecretRef;
}

/** How an organization's repositories are entered. Holds references to secrets, never secrets. */
export class GitConnection {
  readonly spec: GitAccountSpec;

  private constructor(spec: GitAccountSpec) {
    this.spec = Object.freeze(spec);
  }

  /** Short-lived installation tokens of a GitHub App; what new organizations should use. */
  static githubApp(props: GitHubAppConnectionProps): GitConnection {
    return new GitConnection({
      auth: 'github-app',
      provider: 'github',
      organization: props.organization,
      credentials: props.credentials,
      platformCredentials: props.platformCredentials ?? besides(props.credentials),
    });
  }

  /** An access token of a GitLab group. */
  static gitlabGroup(props: GitLabGroupConnectionProps): GitConnection {
    return new GitConnection({
      auth: 'gitlab-group-token',
      provider: 'gitlab',
      organization: props.group,
      credentials: props.credentials,
      platformCredentials: props.platformCredentials ?? besides(props.credentials),
    });
  }

  /** A personal access token of a machine user. */
  static pat(props: PatConnectionProps): GitConnection {
    return new GitConnection({
      auth: 'pat',
      provider: props.provider ?? 'github',
      organization: props.organization,
      credentials: props.credentials,
      platformCredentials: props.platformCredentials ?? besides(props.credentials),
    });
  }
}

// --- internal ---

function besides(credentials: VaultSecretRef): VaultSecretRef {
  return SecretRef.vault(`${credentials.path}-platform`);
}
