import type { PlanDocument } from '../../lib/plan/plan.ts';
import { createBareRepository } from '../tools/git-server.ts';
import { createProject, type TestProject } from '../tools/project.ts';

/** Two organizations, teams of both and of the platform, and something of every kind of owner. */
export const PERMISSIONS_PROGRAM = `import {
  App, Environment, Folder, GitConnection, KubePrometheusStack, ManagementCluster, Organization, Platform, SecretRef, Team, WorkloadCluster,
} from 'konstruct-cdk';
import { ApiObject, Chart } from 'cdk8s';

const app = new App();
const acme = new Platform(app, 'acme', { domain: 'acme.dev', repository: { url: 'https://git.example.com/acme/platform' } });
new Team(acme, 'operators', { roles: { admins: 'Platform Admin' } });
const staging = new Environment(acme, 'staging');

const retail = new Organization(acme, 'retail', {
  git: GitConnection.githubApp({ organization: 'acme-retail', credentials: SecretRef.vault('argocd/retail') }),
  platformRepository: { url: 'https://git.example.com/acme/retail' },
  applicationRepository: { url: 'https://git.example.com/retail/apps' },
});
new Team(retail, 'shop', { roles: { leads: 'Team Admin', devs: 'Developer' } });
const dev = new Environment(retail, 'dev');
new ManagementCluster(retail, 'mgmt');
const lon1 = new WorkloadCluster(retail, 'lon1', { environments: [dev, staging] });
new KubePrometheusStack(lon1, 'monitoring');
const chart = (id: string, repository: 'platform' | 'application') => {
  const made = new Chart(new Folder(retail, id, { path: 'extras', repository }), 'motd', { namespace: 'argocd' });
  new ApiObject(made, 'config', { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'motd' }, data: { text: 'hello' } });
};
chart('tools', 'platform');
chart('apps', 'application');

const logistics = new Organization(acme, 'logistics', {
  git: GitConnection.githubApp({ organization: 'acme-logistics', credentials: SecretRef.vault('argocd/logistics') }),
  platformRepository: { url: 'https://git.example.com/acme/logistics' },
  applicationRepository: { url: 'https://git.example.com/logistics/apps' },
});
new Team(logistics, 'freight', { roles: { leads: 'Developer', movers: 'Team Admin' } });
new Environment(logistics, 'dev');
app.synth();
`;

const REPOSITORIES = ['acme/platform', 'acme/retail', 'retail/apps', 'acme/logistics', 'logistics/apps'] as const;

/** A project of the program above, nothing of it applied. */
export function permissionsProject(permissions: object = {}): TestProject {
  const repositories = Object.fromEntries(
    REPOSITORIES.map((name) => [name, createBareRepository({ 'README.md': `# ${name}\n` })]),
  );
  const project = createProject({ program: PERMISSIONS_PROGRAM, repositories });
  setPermissions(project, permissions);
  return project;
}

/** Sets the section of the configuration. */
export function setPermissions(project: TestProject, permissions: object): void {
  project.configure({});
  const config = JSON.parse(project.read('cdk8s.yaml'));
  project.write('cdk8s.yaml', JSON.stringify({ ...config, konstruct: { ...config.konstruct, permissions } }));
}

/** The plan of the project as JSON, also where a guard would refuse to apply it. */
export async function planOf(project: TestProject, ...argv: readonly string[]): Promise<PlanDocument> {
  return JSON.parse((await project.run(['plan', '--json', ...argv])).stdout) as PlanDocument;
}

/** `verb resource namespace/name: needed` of what is denied. */
export function deniedOf({ permissions }: PlanDocument): readonly string[] | undefined {
  return permissions?.denied.map(
    ({ verb, resource, namespace, name, needed }) =>
      `${verb} ${resource ?? '-'} ${namespace}/${name ?? '-'}: ${needed}`,
  );
}

/** A program with texts replaced that are there exactly once. */
export function edited(program: string, ...edits: readonly (readonly [string, string])[]): string {
  return edits.reduce((text, [from, to]) => {
    if (text.split(from).length !== 2) throw new Error(`the program does not hold ${JSON.stringify(from)} once`);
    return text.replace(from, () => to);
  }, program);
}
