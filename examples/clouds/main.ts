import {
  App,
  CloudAccount,
  ClusterTemplate,
  Environment,
  GitConnection,
  ManagementCluster,
  Organization,
  Platform,
  SecretRef,
  Templates,
  VirtualCluster,
  WorkloadCluster,
} from 'konstruct-cdk';

// A cluster of each template that comes with konstruct-cdk, on three clouds, and the control plane.
const app = new App();
const globex = new Platform(app, 'globex', {
  domain: 'globex.dev',
  repository: { url: 'https://github.com/globex-platform/platform-gitops' },
  controlPlaneSettings: {
    template: Templates.builtIn('cluster-templates/control-plane'),
    region: 'eu-central-1',
    stateStoreBucket: 'globex-platform-state',
  },
});
const template = (name: string) =>
  new ClusterTemplate(globex, name.replace('/', '-'), { source: Templates.builtIn(`cluster-templates/${name}`) });
const templates = {
  civo: { management: template('civo/management'), workload: template('civo/workload') },
  civoTokens: template('civo/workload-tokens'),
  aws: {
    management: template('aws/management'),
    workload: template('aws/workload'),
    virtual: template('aws/workload-vcluster'),
  },
  google: template('google/workload'),
};
const staging = new Environment(globex, 'staging', { description: 'Acceptance before every release' });

function organization(name: string): Organization {
  return new Organization(globex, name, {
    git: GitConnection.githubApp({
      organization: `globex-${name}`,
      credentials: SecretRef.vault(`argocd/repo-credentials-template/${name}`),
    }),
    platformRepository: { url: `https://github.com/globex-platform/${name}-gitops` },
    applicationRepository: { url: `https://github.com/globex-${name}/gitops` },
  });
}

// Retail is on Civo, with a cluster in the format from before 0.5 that it has not moved yet.
const retail = organization('retail');
const civo = new CloudAccount(retail, 'civo', { provider: 'civo', credentials: SecretRef.vault('cloud/retail') });
const retailDev = new Environment(retail, 'dev');
const onCivo = { cloudAccount: civo, region: 'LON1', instanceType: 'g4s.kube.medium', nodeCount: 3 };
new ManagementCluster(retail, 'retail-mgmt', {
  ...onCivo,
  template: templates.civo.management,
  stateStoreBucket: 'globex-retail-state',
});
new WorkloadCluster(retail, 'lon1-dev', {
  ...onCivo,
  template: templates.civo.workload,
  environments: [retailDev, staging],
});
new WorkloadCluster(retail, 'lon1-old', { ...onCivo, template: templates.civoTokens, environments: [staging] });

// Finance is on AWS; previews run in a virtual cluster.
const finance = organization('finance');
const aws = new CloudAccount(finance, 'aws', {
  provider: 'aws',
  accountId: '222222222222',
  roleArn: 'arn:aws:iam::222222222222:role/globex-terraform',
});
const preview = new Environment(finance, 'preview');
const onAws = {
  cloudAccount: aws,
  region: 'eu-central-1',
  instanceType: 't3.large',
  nodeCount: 3,
  amiType: 'AL2023_x86_64_STANDARD',
};
new ManagementCluster(finance, 'finance-mgmt', {
  ...onAws,
  template: templates.aws.management,
  stateStoreBucket: 'globex-finance-state',
});
const fra = new WorkloadCluster(finance, 'fra-prod', {
  ...onAws,
  template: templates.aws.workload,
  environments: [staging],
});
new VirtualCluster(finance, 'fra-preview', {
  cloudAccount: aws,
  template: templates.aws.virtual,
  host: fra,
  environments: [preview],
});

// Research has a cluster on Google, run by a management cluster that somebody else made.
const research = organization('research');
const google = new CloudAccount(research, 'google', {
  provider: 'google',
  project: 'globex-research',
  credentials: SecretRef.vault('cloud/research'),
});
new ManagementCluster(research, 'research-mgmt', { region: 'europe-west3', stateStoreBucket: 'globex-research-state' });
new WorkloadCluster(research, 'ber-dev', {
  template: templates.google,
  cloudAccount: google,
  region: 'europe-west3',
  instanceType: 'e2-standard-4',
  nodeCount: 3,
  environments: [staging],
});

app.synth();
