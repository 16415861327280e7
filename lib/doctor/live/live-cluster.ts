import type { JsonObject } from '../../model/json.ts';

/** What was read of a running cluster and its Vault, or why it was not. */
export interface LiveCluster {
  readonly name: string;
  readonly applications: Reading<readonly JsonObject[]>;
  readonly externalSecrets: Reading<readonly JsonObject[]>;
  readonly workspaces: Reading<readonly JsonObject[]>;
  /** Of Crossplane providers. */
  readonly revisions: Reading<readonly JsonObject[]>;
  /** In the namespaces of runners. */
  readonly events: Reading<readonly JsonObject[]>;
  /** Names of fields by key below the mount; undefined where there is no such key. Values are never read. */
  readonly vault: ReadonlyMap<string, Reading<readonly string[] | undefined>>;
}

export type Reading<T> =
  | { readonly status: 'read'; readonly value: T }
  | { readonly status: 'unread'; readonly reason: string };

/** Something that was not looked at. */
export interface Unread {
  readonly cluster: string;
  /** For example `ExternalSecrets`. */
  readonly what: string;
  readonly reason: string;
}

/** What of a cluster could not be read, each reason once. */
export function unreadOf(live: LiveCluster): readonly Unread[] {
  const readings: readonly (readonly [string, Reading<unknown>])[] = [
    ['Applications', live.applications],
    ['ExternalSecrets', live.externalSecrets],
    ['Workspaces', live.workspaces],
    ['revisions of providers', live.revisions],
    ['events of runners', live.events],
    ...[...live.vault].map(([key, reading]) => [`Vault key ${key}`, reading] as const),
  ];
  const byReason = new Map<string, string[]>();
  for (const [what, reading] of readings) {
    if (reading.status === 'read') continue;
    byReason.set(reading.reason, [...(byReason.get(reading.reason) ?? []), what]);
  }
  return [...byReason].map(([reason, whats]) => ({ cluster: live.name, what: whats.join(', '), reason }));
}

/** What was read; empty where nothing was. */
export function objectsOf(reading: Reading<readonly JsonObject[]>): readonly JsonObject[] {
  return reading.status === 'read' ? reading.value : [];
}
