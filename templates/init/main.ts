import {
  App,
  Environment,
  GitConnection,
  KubePrometheusStack,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  WorkloadCluster,
} from 'konstruct-cdk';

const app = new App();
const platform = new Platform(app, '<PLATFORM_NAME>', {
  domain: '<PLATFORM_NAME>.example.com',
  repository: { url: 'https://github.com/<PLATFORM_NAME>-platform/platform-gitops' },
});

// Directly under the platform: Global, every organization may use it.
const staging = new Environment(platform, 'staging');

const team = new Organization(platform, 'team', {
  displayName: 'First team',
  git: GitConnection.githubApp({
    organization: '<PLATFORM_NAME>-team',
    credentials: SecretRef.vault('argocd/repo-credentials-template/team'),
  }),
  platformRepository: { url: 'https://github.com/<PLATFORM_NAME>-platform/team-gitops' },
  applicationRepository: { url: 'https://github.com/<PLATFORM_NAME>-team/team-gitops' },
});

// Under an organization: seen by that organization only.
const dev = new Environment(team, 'dev');

new ManagementCluster(team, 'team-mgmt');
const cluster = new WorkloadCluster(team, 'team-dev', { environments: [dev, staging] });
new KubePrometheusStack(cluster, 'monitoring');

app.synth();
