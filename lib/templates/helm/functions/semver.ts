import { type FunctionTable, fn, fnIn } from '../go/function.ts';
import { GoInt, GoStruct, int, type Value } from '../go/values.ts';
import { meetsConstraint } from './constraint.ts';
import { compareVersions, parseVersion, type Version, versionText } from './version.ts';

/** Sprig's functions on versions. @see https://masterminds.github.io/sprig/semver.html */
export const SEMVER_FUNCTIONS: FunctionTable = {
  semver: fn(['string'], (text) => versionStruct(parseVersion(text))),
  semverCompare: fnIn(['string', 'string'], (runtime, constraint, text) =>
    meetsConstraint(constraint, parseVersion(text), runtime.options.earlyVersions ?? 'rule'),
  ),
};

// --- internal ---

const versions = new WeakMap<GoStruct, Version>();

function versionStruct(version: Version): GoStruct {
  const number = (value: number): GoInt => new GoInt(BigInt(value), 'uint64');
  const field = (value: Value) => ({ params: [], call: () => value }) as const;
  const compared = (test: (order: number) => Value) =>
    ({
      params: ['semver'] as const,
      call: (other: GoStruct) => test(compareVersions(version, versions.get(other) ?? version)),
    }) as const;
  const struct = new GoStruct(
    '*semver.Version',
    {},
    {
      text: () => versionText(version),
      json: () => versionText(version),
      methods: {
        Major: field(number(version.major)),
        Minor: field(number(version.minor)),
        Patch: field(number(version.patch)),
        Prerelease: field(version.prerelease),
        Metadata: field(version.metadata),
        Original: field(version.original),
        String: field(versionText(version)),
        Compare: compared((order) => int(order)),
        Equal: compared((order) => order === 0),
        LessThan: compared((order) => order < 0),
        GreaterThan: compared((order) => order > 0),
      },
    },
  );
  versions.set(struct, version);
  return struct;
}
