/**
 * The releases of an image, oldest first.
 *
 * A list and no order of versions: `v0.0.1-rc.2` of the provider came after `v0.0.1`, which semver orders the other way.
 */
interface Releases {
  /** Tags that know personal access tokens only; the last is what the way back writes. */
  readonly before: readonly [string, ...string[]];
  /** Tags that know GitHub Apps; the first is what the migration writes. */
  readonly after: readonly [string, ...string[]];
}

/** @see Konstruct 0.3.6 release notes, "Update the Crossplane Terraform provider and logs streamer" */
const RELEASES: Readonly<Record<string, Releases>> = {
  'provider-terraform': { before: ['v0.0.1'], after: ['v0.0.1-rc.2', 'v0.0.1-rc.3'] },
  'logs-streamer': { before: ['v0.0.8'], after: ['v0.0.10'] },
};

/** Where an image stands: its last name, and the images to write in its place. */
export interface ImageState {
  readonly name: string;
  readonly state: 'before' | 'after' | 'unknown';
  readonly wanted: string;
  /** The image before the migration. */
  readonly previous: string;
}

/** Reads an image of this migration, from whatever registry it comes; undefined for any other image. */
export function imageState(image: string): ImageState | undefined {
  const match = /^(?<repository>(?:.*\/)?(?<name>[^/:@]+)):(?<tag>[^/@]+)$/.exec(image);
  const { repository = image.replace(/@.*$/, ''), name = lastName(image), tag = '' } = match?.groups ?? {};
  const releases = Object.hasOwn(RELEASES, name) ? RELEASES[name] : undefined;
  if (releases === undefined) return undefined;
  const state = releases.before.includes(tag) ? 'before' : releases.after.includes(tag) ? 'after' : 'unknown';
  return {
    name,
    state,
    wanted: `${repository}:${releases.after[0]}`,
    previous: `${repository}:${releases.before.at(-1)}`,
  };
}

// --- internal ---

const lastName = (image: string) => image.replace(/[@:][^/]*$/, '').replace(/^.*\//, '');
