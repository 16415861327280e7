import { nearMatches } from '../diagnostics/near-matches.ts';
import type { FileSet, WantedFile } from '../model/file-set.ts';

/** A file by the repository that is to hold it. */
export interface FoundFile {
  readonly repository: string;
  readonly file: WantedFile;
}

/**
 * What `<repository>:<path>[:<line>[:<column>]]` may mean: files of that path, in that repository or, without one, in any.
 * A column, as editors copy it, says nothing of a line.
 */
export function findFiles(
  fileSets: readonly FileSet[],
  place: string,
): { readonly files: readonly FoundFile[]; readonly line: number | undefined } {
  const { whole, line } = splitPlace(place);
  const files = fileSets.flatMap(({ repository, files: all }) => {
    const file = filesOf(all).get(pathIn(repository, whole));
    return file === undefined ? [] : [{ repository, file }];
  });
  return { files, line };
}

/**
 * What to do about a place that is no file: the files of a folder, those of the same name, or one that differs by a few
 * letters; undefined where nothing is like it.
 */
export function suggestFiles(fileSets: readonly FileSet[], place: string): string | undefined {
  const { whole } = splitPlace(place);
  const inFolder: string[] = [];
  const beside: string[] = [];
  const ofName: string[] = [];
  const name = whole.slice(whole.lastIndexOf('/') + 1);
  for (const { repository, files } of fileSets) {
    const path = pathIn(repository, whole).replace(/\/+$/, '');
    const folder = path.slice(0, path.lastIndexOf('/') + 1);
    for (const known of files.keys()) {
      const full = `${repository}:${known}`;
      if (path !== '' && known.startsWith(`${path}/`)) inFolder.push(full);
      else if (folder !== '' && known.startsWith(folder) && !known.includes('/', folder.length)) beside.push(full);
      if (name !== '' && (known === name || known.endsWith(`/${name}`))) ofName.push(full);
    }
  }
  const near = nearMatches(whole.includes(':') ? whole : (beside[0]?.replace(/:.*$/s, `:${whole}`) ?? whole), beside);
  if (near.length > 0) return `Did you mean ${listed(near)}?`;
  if (inFolder.length > 0) return `It is a folder; give a file in it, such as ${listed(inFolder)}.`;
  const likely = ofName.length > 0 ? mostAlike(ofName, whole) : ofNearName(fileSets, name);
  return likely.length > 0 ? `Did you mean ${listed(likely)}?` : undefined;
}

// --- internal ---

const MOST_SHOWN = 5;

function splitPlace(place: string): { readonly whole: string; readonly line: number | undefined } {
  const numbered = /^(.*?):([1-9][0-9]{0,6})(?::[0-9]{1,6})?$/s.exec(place);
  return { whole: numbered?.[1] ?? place, line: numbered?.[2] === undefined ? undefined : Number(numbered[2]) };
}

function pathIn(repository: string, whole: string): string {
  const path = whole.startsWith(`${repository}:`) ? whole.slice(repository.length + 1) : whole;
  return path.trimStart().replace(/^(?:\.\/+)+/, '');
}

function filesOf(files: FileSet['files']): ReadonlyMap<string, WantedFile> {
  return files;
}

/** Those that share the most folders at their end with a path, as below a folder of output. */
function mostAlike(places: readonly string[], path: string): readonly string[] {
  const wanted = path.split(/[/:]/).toReversed();
  const shared = places.map((place) => {
    const parts = place.split(/[/:]/).toReversed();
    const differs = parts.findIndex((part, index) => part !== wanted[index]);
    return differs === -1 ? parts.length : differs;
  });
  const most = shared.reduce((a, b) => Math.max(a, b), 0);
  return places.filter((_, index) => shared[index] === most);
}

function ofNearName(fileSets: readonly FileSet[], name: string): readonly string[] {
  const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
  const all = fileSets.flatMap(({ repository, files }) => [...files.keys()].map((path) => [repository, path] as const));
  const near = new Set(nearMatches(name, new Set(all.map(([, path]) => nameOf(path)))));
  return all.filter(([, path]) => near.has(nameOf(path))).map(([repository, path]) => `${repository}:${path}`);
}

function listed(places: readonly string[]): string {
  const rest = places.length - MOST_SHOWN;
  const shown = places.slice(0, MOST_SHOWN).map((place) => `\`${place}\``);
  return `${shown.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`;
}
