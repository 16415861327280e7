import { withMethods } from '../go/fields.ts';
import { GoStruct, stringList, type Value, withType } from '../go/values.ts';
import type { HelmProfile } from './helm-release.ts';

/** What a chart may ask of the cluster it is rendered for. */
export interface Capabilities {
  /** For example `v1.33.2`. @default that of the release of Helm */
  readonly kubeVersion?: string | undefined;
  /** API versions beyond those that Helm knows, such as `monitoring.coreos.com/v1`. */
  readonly apiVersions?: readonly string[] | undefined;
}

/** `.Capabilities`. No template can change it, so those of a release of Helm are made once. */
export function capabilitiesObject(given: Capabilities | undefined, profile: HelmProfile): GoStruct {
  if (given !== undefined) return makeCapabilities(given, profile);
  const made = ofProfiles.get(profile) ?? makeCapabilities({}, profile);
  ofProfiles.set(profile, made);
  return made;
}

/** The version of Kubernetes in full: `1.30` becomes `v1.30.0`. */
export function fullKubeVersion(text: string): string {
  const match = /^v?(\d+)\.(\d+)(?:\.(\d+))?(.*)$/.exec(text);
  return match === null ? text : `v${match[1]}.${match[2]}.${match[3] ?? 0}${match[4]}`;
}

/** `v1.30.1-gke.100` as `v1.30.1`. */
export function withoutSuffix(version: string): string {
  return /^v\d+(?:\.\d+)*/.exec(version)?.[0] ?? version;
}

// --- internal ---

const ofProfiles = new WeakMap<HelmProfile, GoStruct>();

function makeCapabilities(given: Capabilities, profile: HelmProfile): GoStruct {
  const kube = kubeVersion(given.kubeVersion, profile);
  const versions = [...profile.apiVersions, ...(given.apiVersions ?? [])];
  const known = new Set(versions);
  const list = withMethods(withType(stringList(versions), `${profile.package}.VersionSet`), {
    Has: { params: ['string'], call: (version: string) => known.has(version) },
  });
  const helm = struct(
    'version.BuildInfo',
    profile.build.map(([field, json, value]) => [field, json, value] as const),
  );
  return new GoStruct(
    `*${profile.package}.Capabilities`,
    { KubeVersion: kube, APIVersions: list, HelmVersion: helm },
    {
      text: () => `{{${joined(kube)}} [${versions.join(' ')}] {${joined(helm)}}}`,
    },
  );
}

function kubeVersion(given: string | undefined, profile: HelmProfile): GoStruct {
  const text = given ?? profile.kubeVersion;
  const version = profile.package === 'common' ? `v${text.replace(/^v/, '')}` : fullKubeVersion(text);
  const [, major = '', minor = ''] = /^v(\d+)\.(\d+)/.exec(version) ?? [];
  const call = () => version;
  const string = () => normalized || version;
  // Helm 4 prints a version that was given without what the vendor adds to it.
  const normalized = given === undefined || profile.package !== 'common' ? '' : withoutSuffix(version);
  const fields: Record<string, Value> =
    profile.package === 'common'
      ? { Version: version, normalizedVersion: normalized, Major: major, Minor: minor }
      : { Version: version, Major: major, Minor: minor };
  const type = `${profile.package}.KubeVersion`;
  const methods = { String: { params: [], call: string }, GitVersion: { params: [], call } };
  const json = () => new GoStruct('', { Version: version, Major: major, Minor: minor });
  return new GoStruct(type, fields, {
    methods,
    text: string,
    json,
    copied: new GoStruct(type, fields, { methods, json }),
  });
}

function joined(struct: GoStruct): string {
  return [...struct.fields.values()].join(' ');
}

function struct(typeName: string, fields: readonly (readonly [string, string, string])[]): GoStruct {
  return new GoStruct(typeName, Object.fromEntries(fields.map(([field, , value]) => [field, value])), {
    json: () => new GoStruct('', Object.fromEntries(fields.map(([, json, value]) => [json, value]))),
  });
}
