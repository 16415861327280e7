/** Whether a value keeps to a schema. */
export type IsRight = (value: unknown) => boolean;

/**
 * The check of one of our schemas that the build compiled: to load it costs a fraction of compiling it.
 *
 * It says only whether a value is right; what is wrong is told by `compileSchema`, of the same schema.
 *
 * @param name  what is checked: `apiVersion/kind` of manifests and records, or `cdk8s.yaml`
 * @returns undefined where none is built: for schemas of users, and in a checkout of the sources
 */
export async function readyCheck(name: string): Promise<IsRight | undefined> {
  const load = FILES.get(name);
  return load && (await load()).checks[name];
}

/** What loads the file of each check. Empty here: `build.js` beside this puts them in. */
const FILES: ReadonlyMap<string, () => Promise<{ readonly checks: Readonly<Record<string, IsRight>> }>> = new Map();
