import { App, Platform, Team } from 'konstruct-cdk';
import { globalCatalog } from './catalog.ts';
import { TENANTS } from './landscape.ts';
import { addOrganization } from './organization.ts';

// Twelve organizations that share what is Global: 40 environments, 60 clusters, 300 deployments, 80 applications.
const app = new App();
const northwind = new Platform(app, 'northwind', {
  domain: 'platform.northwind.dev',
  repository: { url: 'https://github.com/northwind-platform/platform-gitops' },
  controlPlaneSettings: { region: 'eu-central-1', stateStoreBucket: 'northwind-platform-state' },
});
new Team(northwind, 'platform-team', { roles: { 'platform-engineers': 'Platform Admin' } });
const global = globalCatalog(northwind);
for (const tenant of TENANTS) addOrganization(northwind, tenant, global);
app.synth();
