import { kcdkError } from '../../diagnostics/error.ts';
import type { VaultFieldsGate } from '../../model/gate.ts';
import { isJsonObject, type JsonObject } from '../../model/json.ts';
import { readSecret } from '../../repository/git/read-secret.ts';
import { ask, type HttpServer } from '../http.ts';
import type { Observation, OpenGate } from '../open-gate.ts';
import { type Pace, pause, pauseAfter } from '../pace.ts';
import type { VaultSettings } from '../settings.ts';

export interface VaultOptions {
  readonly settings: VaultSettings;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly pace: Pace;
}

/**
 * Waits until a key of a KV version 2 store has fields.
 *
 * It asks for the `subkeys` of the key, where Vault answers with names and no values: no secret is ever on the way.
 *
 * @see https://developer.hashicorp.com/vault/api-docs/secret/kv/kv-v2#read-secret-subkeys
 */
export function openVaultFields(gate: VaultFieldsGate, options: VaultOptions): OpenGate {
  return { observe: (signal) => observe(gate, options, signal) };
}

/** The names of the fields of a key: undefined where the key is not there, or why they could not be read. */
export type FieldNames =
  | { readonly status: 'known'; readonly names: readonly string[] | undefined }
  | { readonly status: 'unreachable'; readonly reason: string };

/**
 * Reads the names of the fields of a key, once, without their values.
 *
 * @throws {KcdkError} `GATE_REFUSED`, `GATE_WRONG_TARGET`, `CLUSTER_ACCESS_INVALID`
 */
export async function readFieldNames(key: VaultKey, options: VaultOptions, signal: AbortSignal): Promise<FieldNames> {
  const anonymous = await server(options.settings);
  const entered = await enter(key, anonymous, options, signal);
  if ('reason' in entered) return { status: 'unreachable', reason: entered.reason };
  const names = await namesOf(
    key,
    { ...anonymous, headers: headers(options.settings, entered.token) },
    options.pace,
    signal,
  );
  if (names === 'refused') throw refused(key, 'the token');
  return names;
}

// --- internal ---

type VaultKey = Pick<VaultFieldsGate, 'cluster' | 'mount' | 'path'>;

async function* observe(
  gate: VaultFieldsGate,
  { settings, env, pace }: VaultOptions,
  signal: AbortSignal,
): AsyncGenerator<Observation> {
  const anonymous = await server(settings);
  let token: string | undefined;
  let renewed = false;
  let failures = 0;
  for (;;) {
    const entered = token === undefined ? await enter(gate, anonymous, { settings, env, pace }, signal) : { token };
    if ('reason' in entered) {
      yield { status: 'unreachable', reason: entered.reason };
      failures += 1;
    } else {
      token = entered.token;
      const seen = await look(gate, { ...anonymous, headers: headers(settings, token) }, pace, signal);
      if (seen === 'refused') {
        if (renewed) throw refused(gate, 'the token');
        [token, renewed] = [undefined, true];
        continue;
      }
      failures = seen.status === 'unreachable' ? failures + 1 : 0;
      yield seen;
    }
    await pause(failures > 0 ? pauseAfter(failures, pace) : pace.poll, signal);
  }
}

async function look(
  gate: VaultFieldsGate,
  server: HttpServer,
  pace: Pace,
  signal: AbortSignal,
): Promise<Observation | 'refused'> {
  const names = await namesOf(gate, server, pace, signal);
  if (names === 'refused' || names.status === 'unreachable') return names;
  // a key that does not exist, or whose last version is deleted
  if (names.names === undefined) return waiting(gate, gate.fields, 'the key does not exist');
  const known = new Set(names.names);
  const missing = gate.fields.filter((field) => !known.has(field));
  return missing.length === 0 ? { status: 'passed' } : waiting(gate, missing);
}

async function namesOf(
  gate: VaultKey,
  server: HttpServer,
  pace: Pace,
  signal: AbortSignal,
): Promise<FieldNames | 'refused'> {
  const path = ['v1', ...gate.mount.split('/'), 'subkeys', ...gate.path.split('/')];
  const answer = await ask(server, { path, query: { depth: '1' }, idle: pace.answer, signal });
  if (answer.status === 'unanswered') return { status: 'unreachable', reason: answer.reason };
  if (answer.code === 403) return 'refused';
  if (answer.code === 400 || answer.code === 405) {
    throw kcdkError('GATE_WRONG_TARGET', {
      summary: `\`${gate.mount}\` in the Vault of \`${gate.cluster}\` is no KV store of version 2`,
    });
  }
  if (answer.code === 404) return { status: 'known', names: undefined };
  if (answer.code !== 200) return { status: 'unreachable', reason: `it answers ${answer.code}` };
  const subkeys = subkeysOf(answer.text);
  if (subkeys === undefined) return { status: 'unreachable', reason: 'its answer has no subkeys' };
  return { status: 'known', names: Object.keys(subkeys) };
}

function waiting({ mount, path }: VaultFieldsGate, missing: readonly string[], why?: string): Observation {
  const reasons = [...(why === undefined ? [] : [why]), `it lacks ${missing.join(', ')}`];
  const fix = `vault kv patch -mount=${mount} ${path} ${missing.map((field) => `${field}=…`).join(' ')}`;
  return { status: 'waiting', remaining: [{ subject: `Vault key ${mount}/${path}`, reasons, fix }] };
}

/** A token: the one that is configured, or that of a login. */
async function enter(
  gate: VaultKey,
  anonymous: HttpServer,
  { settings, env, pace }: VaultOptions,
  signal: AbortSignal,
): Promise<{ readonly token: string } | { readonly reason: string }> {
  const { auth } = settings;
  const fail = (detail: string, cause?: unknown) =>
    kcdkError(
      'CLUSTER_ACCESS_INVALID',
      { summary: `The Vault of \`${gate.cluster}\` cannot be entered`, detail },
      cause,
    );
  const options = { env, signal, fail, aborted: () => kcdkError('ABORTED') };
  if ('token' in auth) return { token: await readSecret(auth.token, options) };
  const jwt = await readSecret(auth.jwt, options);
  const answer = await ask(anonymous, {
    path: ['v1', 'auth', ...auth.mount.split('/'), 'login'],
    body: JSON.stringify({ role: auth.role, jwt }),
    idle: pace.answer,
    signal,
  });
  if (answer.status === 'unanswered') return { reason: answer.reason };
  if (answer.code >= 500 || answer.code === 429) return { reason: `it answers ${answer.code}` };
  const token = parse(answer.text)?.['auth'];
  const text = isJsonObject(token) ? token['client_token'] : undefined;
  if (answer.code !== 200 || typeof text !== 'string') throw refused(gate, `a login as role \`${auth.role}\``);
  return { token: text };
}

async function server({ address, namespace, certificateAuthority }: VaultSettings): Promise<HttpServer> {
  const { readCertificates } = await import('../certificates.ts');
  return {
    base: new URL(address),
    tls: await readCertificates(certificateAuthority),
    headers: async () => (namespace === undefined ? {} : { 'x-vault-namespace': namespace }),
  };
}

function headers({ namespace }: VaultSettings, token: string): HttpServer['headers'] {
  return async () => ({
    'x-vault-token': token,
    ...(namespace !== undefined && { 'x-vault-namespace': namespace }),
  });
}

function refused({ cluster, mount, path }: VaultKey, what: string) {
  return kcdkError('GATE_REFUSED', {
    summary: `The Vault of \`${cluster}\` refuses ${what} for \`${mount}/${path}\``,
    fix: `Allow \`read\` on \`${mount}/subkeys/${path}\` by a policy, and run the command again.`,
  });
}

function subkeysOf(json: string): JsonObject | undefined {
  const data = parse(json)?.['data'];
  const subkeys = isJsonObject(data) ? data['subkeys'] : undefined;
  return isJsonObject(subkeys) ? subkeys : undefined;
}

function parse(json: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(json);
    return isJsonObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}
