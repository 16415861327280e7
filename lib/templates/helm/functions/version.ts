import { FunctionFailure } from '../go/runtime.ts';
import { compareText } from '../go/text.ts';

/** A semantic version, as Masterminds' semver reads it. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly prerelease: string;
  readonly metadata: string;
  readonly original: string;
}

/** Reads a version; `v` in front and missing parts are allowed. @throws FunctionFailure */
export function parseVersion(text: string): Version {
  const match = VERSION.exec(text);
  if (match === null) throw new FunctionFailure('Invalid Semantic Version');
  const [, major, minor, patch, prerelease = '', metadata = ''] = match;
  for (const part of prerelease.split('.')) {
    if (/^0\d+$/.test(part)) throw new FunctionFailure('Version segment starts with 0');
  }
  return {
    major: Number(major),
    minor: Number(minor ?? 0),
    patch: Number(patch ?? 0),
    prerelease,
    metadata,
    original: text,
  };
}

export function versionText(version: Version): string {
  const { major, minor, patch, prerelease, metadata } = version;
  return `${major}.${minor}.${patch}${prerelease === '' ? '' : `-${prerelease}`}${metadata === '' ? '' : `+${metadata}`}`;
}

/** The order of two versions; metadata does not count. */
export function compareVersions(a: Version, b: Version): number {
  const parts = a.major - b.major || a.minor - b.minor || a.patch - b.patch;
  if (parts !== 0) return Math.sign(parts);
  if (a.prerelease === b.prerelease) return 0;
  if (a.prerelease === '') return 1;
  if (b.prerelease === '') return -1;
  const left = a.prerelease.split('.');
  const right = b.prerelease.split('.');
  for (let at = 0; at < Math.max(left.length, right.length); at++) {
    const order = comparePart(left[at], right[at]);
    if (order !== 0) return order;
  }
  return 0;
}

// --- internal ---

const VERSION =
  /^v?(0|[1-9]\d*)(?:\.(0|[1-9]\d*))?(?:\.(0|[1-9]\d*))?(?:-([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?(?:\+([0-9A-Za-z-]+(?:\.[0-9A-Za-z-]+)*))?$/;

function comparePart(a: string | undefined, b: string | undefined): number {
  if (a === b) return 0;
  if (a === undefined) return -1;
  if (b === undefined) return 1;
  const aNumeric = /^\d+$/.test(a);
  const bNumeric = /^\d+$/.test(b);
  if (aNumeric && bNumeric) return Math.sign(Number(a) - Number(b));
  if (aNumeric !== bNumeric) return aNumeric ? -1 : 1;
  return compareText(a, b);
}
