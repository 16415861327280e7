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
const acme = new Platform(app, 'acme', {
  domain: 'acme.dev',
  repository: { url: 'https://github.com/acme-platform/platform-gitops' },
});

// Global: every organization may attach these to its clusters.
const staging = new Environment(acme, 'staging', { description: 'Shared acceptance tests', color: '#7c3aed' });
const production = new Environment(acme, 'production', { description: 'What customers see', color: '#dc2626' });

// Retail enters its repositories as a GitHub App.
const retail = new Organization(acme, 'retail', {
  displayName: 'Retail',
  git: GitConnection.githubApp({
    organization: 'acme-retail',
    credentials: SecretRef.vault('argocd/repo-credentials-template/retail'),
  }),
  platformRepository: { url: 'https://github.com/acme-platform/retail-gitops' },
  applicationRepository: { url: 'https://github.com/acme-retail/retail-gitops' },
});
const retailDev = new Environment(retail, 'dev', { description: 'Every merge to main' });
// Retail has a staging of its own beside the Global one, on the same cluster.
const retailStaging = new Environment(retail, 'staging', { description: 'Load tests of the shop' });

new ManagementCluster(retail, 'retail-mgmt');
const lon1Dev = new WorkloadCluster(retail, 'lon1-dev', { environments: [retailDev, retailStaging, staging] });
const lon1Prod = new WorkloadCluster(retail, 'lon1-prod', { environments: [production] });

// Logistics still uses a personal access token.
const logistics = new Organization(acme, 'logistics', {
  displayName: 'Logistics',
  git: GitConnection.pat({
    organization: 'acme-logistics',
    credentials: SecretRef.vault('argocd/repo-credentials-template/logistics'),
  }),
  platformRepository: { url: 'https://github.com/acme-platform/logistics-gitops' },
  applicationRepository: { url: 'https://github.com/acme-logistics/logistics-gitops' },
});
new ManagementCluster(logistics, 'logistics-mgmt');
const fra1Prod = new WorkloadCluster(logistics, 'fra1-prod', { environments: [staging, production] });

new KubePrometheusStack(lon1Dev, 'monitoring');
new KubePrometheusStack(lon1Prod, 'monitoring', { scrapeInterval: '15s', retention: '12h' });
new KubePrometheusStack(fra1Prod, 'monitoring', {
  scrapeInterval: '15s',
  components: { nodeExporter: true, kubeStateMetrics: true },
  externalLabels: { region: 'fra1' },
});

app.synth();
