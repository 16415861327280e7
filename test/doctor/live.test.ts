import { describe, expect, it } from 'vitest';
import { diagnose } from '../../lib/doctor/diagnose.ts';
import type { LiveCluster } from '../../lib/doctor/live/live-cluster.ts';
import type { JsonObject } from '../../lib/model/json.ts';
import { migrated } from '../migrate/run-migration.ts';
import { CLEAN, dataOfFile, writtenCluster } from '../migrate/written-cluster.ts';

const FOLDER = 'registry/konstruct-clusters/acme-mgmt';
const KEY = 'argocd/repo-credentials-template/acme';
const PIN = 'crossplane-provider-terraform-6fe8d52ff0a1';
const APP_FIELDS = ['type', 'url', 'githubAppID', 'githubAppInstallationID', 'githubAppPrivateKey'];
const OLD_FIELDS = ['type', 'name', 'url', 'username', 'password'];

const PAT = writtenCluster({ form: 'hydrated', folder: FOLDER, eraOf: () => 'pat', hand: CLEAN, seed: 1 });
const APP = migrated(PAT, { all: true }).after;

/** What a cluster says that has everything that is in files, Ready. */
function healthy(files = APP): LiveCluster {
  const secrets = [...files.values()]
    .flatMap((text) => dataOfFile(text) as JsonObject[])
    .flatMap((object) => {
      if (object['kind'] !== 'ExternalSecret') return [];
      const { namespace = 'crossplane-system', ...metadata } = object['metadata'] as JsonObject;
      const status = { conditions: [{ type: 'Ready', status: 'True' }] };
      return [{ ...object, metadata: { ...metadata, namespace }, status } as JsonObject];
    });
  const fields = files === PAT ? OLD_FIELDS : APP_FIELDS;
  return {
    name: 'acme-mgmt',
    applications: { status: 'read', value: [] },
    externalSecrets: { status: 'read', value: secrets },
    workspaces: { status: 'read', value: [] },
    revisions: { status: 'read', value: [revision(PIN)] },
    events: { status: 'read', value: [] },
    vault: new Map([KEY, `${KEY}-platform`].map((key) => [key, { status: 'read', value: fields }])),
  };
}

function revision(name: string, desiredState = 'Active'): JsonObject {
  return { kind: 'ProviderRevision', metadata: { name }, spec: { desiredState } };
}

function application(status: object, repoURL = 'https://github.com/acme-platform/gitops.git'): JsonObject {
  return { metadata: { namespace: 'argocd', name: 'components' }, spec: { source: { repoURL } }, status } as JsonObject;
}

function workspace(said: string, status = 'False'): JsonObject {
  return { metadata: { name: 'vpc' }, status: { conditions: [{ type: 'Synced', status, message: said }] } };
}

const comparison = (said: string) => application({ conditions: [{ type: 'ComparisonError', message: said }] });

/** Codes that only the cluster tells, with what is said of each. */
function told(change: Partial<LiveCluster>, files = APP): readonly (readonly [string, string])[] {
  const known = new Set(
    diagnose(files, new Map([[FOLDER, healthy(files)]])).findings.map((each) => JSON.stringify(each)),
  );
  const { findings } = diagnose(files, new Map([[FOLDER, { ...healthy(files), ...change }]]));
  return findings
    .filter((each) => !known.has(JSON.stringify(each)))
    .map(({ code, severity, detail, fix }) => [`${severity} ${code}`, `${detail} ${fix}`]);
}

/** The ExternalSecrets of a healthy cluster with one of them changed; undefined takes it out. */
function withSecret(
  name: string,
  change: (secret: JsonObject) => JsonObject | undefined,
  files = APP,
): Partial<LiveCluster> {
  const { externalSecrets } = healthy(files);
  const value = externalSecrets.status === 'read' ? externalSecrets.value : [];
  const nameOf = (object: JsonObject) => (object['metadata'] as JsonObject)['name'];
  expect(value.map(nameOf)).toContain(name);
  return {
    externalSecrets: {
      status: 'read',
      value: value.flatMap((one) =>
        nameOf(one) === name ? [change(one)].filter((each) => each !== undefined) : [one],
      ),
    },
  };
}

const notReady =
  (message: string) =>
  (secret: JsonObject): JsonObject => ({
    ...secret,
    status: { conditions: [{ type: 'Ready', status: 'False', reason: 'SecretSyncedError', message }] },
  });

const vaultWith = (fields: readonly string[] | undefined): Partial<LiveCluster> => ({
  vault: new Map([
    [KEY, { status: 'read', value: fields }],
    [`${KEY}-platform`, { status: 'read', value: APP_FIELDS }],
  ]),
});

describe('what a cluster tells', () => {
  it('is nothing where all is well, of either era', () => {
    for (const files of [PAT, APP]) {
      const without = diagnose(files).findings;
      expect(diagnose(files, new Map([[FOLDER, healthy(files)]])).findings).toEqual(without);
    }
  });

  it.each<[string, Partial<LiveCluster>, string, string]>([
    ['fields that Vault has not', vaultWith(OLD_FIELDS), 'DOCTOR_VAULT_FIELDS', 'githubAppID'],
    ['a key that is not in Vault', vaultWith(undefined), 'DOCTOR_VAULT_FIELDS', 'which is not there'],
    [
      'an ExternalSecret that the cluster has not',
      withSecret('github-app-credentials', () => undefined),
      'DOCTOR_SECRET_NOT_APPLIED',
      'github-app-credentials',
    ],
    [
      'an ExternalSecret in another namespace',
      withSecret('github-app-credentials', (one) => ({
        ...one,
        metadata: { name: 'github-app-credentials', namespace: 'default' },
      })),
      'DOCTOR_SECRET_NOT_APPLIED',
      'does not have it',
    ],
    [
      'an ExternalSecret as it was before',
      withSecret('controller-manager', (one) => ({
        ...one,
        spec: { data: [{ remoteRef: { key: KEY, property: 'password' } }] },
      })),
      'DOCTOR_SECRET_NOT_APPLIED',
      'githubAppID',
    ],
    [
      'an ExternalSecret of another key',
      withSecret('controller-manager', (one) => ({
        ...one,
        spec: { data: [{ remoteRef: { key: 'x', property: 'githubAppID' } }] },
      })),
      'DOCTOR_SECRET_NOT_APPLIED',
      KEY,
    ],
    [
      'an ExternalSecret that is not Ready',
      withSecret('controller-manager', notReady('store is not ready')),
      'DOCTOR_SECRET_NOT_READY',
      'store is not ready',
    ],
    [
      'an App that is not installed, by Argo CD',
      {
        applications: {
          status: 'read',
          value: [comparison('authentication required'), comparison('authentication required')],
        },
      },
      'DOCTOR_CLONE_REFUSED',
      'organization `acme-platform`',
    ],
    [
      'an App that is not installed, by the provider',
      {
        workspaces: {
          status: 'read',
          value: [workspace("Authentication failed for 'https://github.com/acme-apps/modules/'")],
        },
      },
      'DOCTOR_CLONE_REFUSED',
      'organization `acme-apps`',
    ],
    [
      'an id that is no number',
      {
        workspaces: {
          status: 'read',
          value: [workspace('cannot get credentials: failed to parse app_id from secret')],
        },
      },
      'DOCTOR_PROVIDER_CREDENTIALS',
      '`githubAppID`',
    ],
    [
      'an installation that is not there',
      {
        workspaces: {
          status: 'read',
          value: [workspace('cannot get credentials: failed to create installation token (status 404)')],
        },
      },
      'DOCTOR_PROVIDER_CREDENTIALS',
      '`githubAppInstallationID`',
    ],
    [
      'a key of another App',
      {
        workspaces: {
          status: 'read',
          value: [workspace('cannot get credentials: failed to create installation token (status 401)')],
        },
      },
      'DOCTOR_PROVIDER_CREDENTIALS',
      'of this id with this key',
    ],
    [
      'a key that is no PEM',
      {
        workspaces: {
          status: 'read',
          value: [workspace('cannot get credentials: failed to decode PEM of private key')],
        },
      },
      'DOCTOR_PROVIDER_CREDENTIALS',
      '`githubAppPrivateKey`',
    ],
    [
      'a ServiceMonitor whose kind is not known',
      {
        applications: {
          status: 'read',
          value: [
            application({
              operationState: { message: 'no matches for kind "ServiceMonitor" in version "monitoring.coreos.com/v1"' },
            }),
          ],
        },
      },
      'DOCTOR_MONITOR_TOO_EARLY',
      'kube-prometheus-stack',
    ],
    [
      'a revision that has moved',
      {
        revisions: {
          status: 'read',
          value: [revision(PIN, 'Inactive'), revision('crossplane-provider-terraform-f3bc0abf450b')],
        },
      },
      'DOCTOR_REVISION_PINNED',
      'no endpoints',
    ],
    ...(['401', '403', '404'] as const).map((code): [string, Partial<LiveCluster>, string, string] => [
      `runners that get ${code}`,
      {
        events: {
          status: 'read',
          value: [{ message: `failed to create registration token: ${code} Resource not accessible by integration` }],
        },
      },
      'DOCTOR_RUNNER_REFUSED',
      { '401': 'of this id', '403': 'Self-hosted runners', '404': 'githubAppInstallationID' }[code],
    ]),
  ])('explains %s', (_, change, code, words) => {
    const findings = told(change);
    expect([...new Set(findings.map(([name]) => name))]).toEqual([`error ${code}`]);
    expect(findings[0]?.[1]).toContain(words);
  });

  it.each<[string, Partial<LiveCluster>]>([
    ['fields beside those that are read', vaultWith([...OLD_FIELDS, ...APP_FIELDS])],
    [
      'an Application with an error of its own',
      { applications: { status: 'read', value: [comparison('values.yaml: no such file')] } },
    ],
    [
      'an Application that was refused and is not any more',
      { applications: { status: 'read', value: [application({ conditions: [] })] } },
    ],
    [
      'a Workspace that is Synced',
      { workspaces: { status: 'read', value: [workspace('cannot get credentials', 'True')] } },
    ],
    [
      'a Workspace with an error of Terraform',
      { workspaces: { status: 'read', value: [workspace('terraform plan failed: Invalid value')] } },
    ],
    [
      'another provider with a newer revision',
      { revisions: { status: 'read', value: [revision('provider-aws-0123456789ab'), revision(PIN)] } },
    ],
    [
      'an older revision that is kept',
      {
        revisions: {
          status: 'read',
          value: [revision(PIN), revision('crossplane-provider-terraform-0123456789ab', 'Inactive')],
        },
      },
    ],
    [
      'events of other things',
      {
        events: {
          status: 'read',
          value: [{ message: 'Readiness probe failed: 404' }, { message: 'registration token updated' }],
        },
      },
    ],
    [
      'a sync that failed for something else',
      {
        applications: {
          status: 'read',
          value: [application({ operationState: { message: 'no matches for kind "Widget"' } })],
        },
      },
    ],
  ])('says nothing of %s', (_, change) => {
    expect(told(change)).toEqual([]);
  });

  it('tells the first cause only: a field that is missing, not what comes of it', () => {
    const change = {
      ...vaultWith(OLD_FIELDS),
      ...withSecret('controller-manager', notReady('could not get secret data: key githubAppID does not exist')),
      applications: { status: 'read' as const, value: [comparison('authentication required')] },
    };
    const findings = told(change);
    expect(new Set(findings.map(([code]) => code))).toEqual(new Set(['error DOCTOR_VAULT_FIELDS']));
    expect(findings.some(([, text]) => text.includes('key githubAppID does not exist'))).toBe(true);
  });

  it('tells a token that left Vault too early, where the files still read it', () => {
    const findings = told({ vault: new Map([[KEY, { status: 'read', value: APP_FIELDS }]]) }, PAT);
    expect(new Set(findings.map(([code]) => code))).toEqual(new Set(['error DOCTOR_VAULT_FIELDS']));
    expect(findings[0]?.[1]).toContain('password');
    const refused = told({ applications: { status: 'read', value: [comparison('authentication failed')] } }, PAT);
    expect(refused[0]?.[1]).toContain('Renew the token');
  });

  it('takes nothing for wrong that could not be read, and says what that was', () => {
    const unread = { status: 'unread', reason: 'it answers 503' } as const;
    const nothing: LiveCluster = {
      name: 'acme-mgmt',
      applications: unread,
      externalSecrets: unread,
      workspaces: unread,
      revisions: unread,
      events: unread,
      vault: new Map([[KEY, { status: 'unread', reason: 'refused' }]]),
    };
    const diagnosis = diagnose(APP, new Map([[FOLDER, nothing]]));
    expect(diagnosis.findings).toEqual(diagnose(APP).findings);
    expect(diagnosis.unread).toEqual([
      {
        cluster: 'acme-mgmt',
        what: 'Applications, ExternalSecrets, Workspaces, revisions of providers, events of runners',
        reason: 'it answers 503',
      },
      { cluster: 'acme-mgmt', what: `Vault key ${KEY}`, reason: 'refused' },
    ]);
  });
});
