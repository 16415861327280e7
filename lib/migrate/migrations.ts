import type { Migration, MigrationInfo } from './migration.ts';

/** Every migration there is, oldest release first. */
export const MIGRATIONS: readonly MigrationInfo[] = [
  {
    id: 'github-app',
    version: 1,
    release: '0.3.6',
    title: 'management clusters from personal access tokens to the GitHub App',
    reversible: true,
    steps: [
      { letter: 'A', title: 'credentials with which Argo CD enters the repositories' },
      { letter: 'B', title: 'credentials with which the Terraform provider fetches modules' },
      { letter: 'C', title: 'images of the Terraform provider, and its scrape annotations' },
      { letter: 'D', title: 'port for metrics of the Service in front of it' },
      { letter: 'E', title: 'its ServiceMonitor' },
      { letter: 'F', title: 'the Application kube-prometheus-stack' },
      { letter: 'G', title: 'credentials of the runner controller' },
      { letter: 'H', title: 'workflows with a token (reported)' },
      { letter: 'I', title: 'ProviderConfigs that name the old Secret (reported)' },
    ],
  },
  {
    id: 'konstruct-0.5',
    version: 1,
    release: '0.5.0',
    title: 'namespaced environments, fields of records, external-secrets.io/v1',
    reversible: false,
    steps: [
      { letter: 'A', title: 'fields of records from before 0.5' },
      { letter: 'B', title: 'slugs that keep environments where they lie' },
      { letter: 'C', title: 'files of environments on clusters, named after them' },
      { letter: 'D', title: 'objects of the External Secrets Operator' },
    ],
  },
];

/** Loads a migration; undefined when there is none of that name. */
export async function loadMigration(id: string): Promise<Migration | undefined> {
  const info = MIGRATIONS.find((each) => each.id === id);
  switch (info?.id) {
    case 'github-app':
      return { ...info, migrate: (await import('./github-app/migrate-github-app.ts')).migrateGithubApp };
    case 'konstruct-0.5':
      return { ...info, migrate: (await import('./konstruct-0.5/migrate-konstruct-0.5.ts')).migrateKonstruct05 };
    default:
      return undefined;
  }
}
