import { type FunctionTable, fn } from '../go/function.ts';

/** Sprig's functions on slash-separated paths; the `os` forms are those of Linux. */
export const PATH_FUNCTIONS: FunctionTable = {
  base: fn(['string'], basePath),
  dir: fn(['string'], dirPath),
  clean: fn(['string'], cleanPath),
  ext: fn(['string'], extension),
  isAbs: fn(['string'], (path) => path.startsWith('/')),
  osBase: fn(['string'], basePath),
  osDir: fn(['string'], dirPath),
  osClean: fn(['string'], cleanPath),
  osExt: fn(['string'], extension),
  osIsAbs: fn(['string'], (path) => path.startsWith('/')),
};

/** The shortest path equal to the given one, as Go's `path.Clean`. */
export function cleanPath(path: string): string {
  if (path === '') return '.';
  const rooted = path.startsWith('/');
  const kept: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '' || segment === '.') continue;
    if (segment !== '..') kept.push(segment);
    else if (kept.length > 0 && kept.at(-1) !== '..') kept.pop();
    else if (!rooted) kept.push('..');
  }
  return (rooted ? '/' : '') + kept.join('/') || '.';
}

export function basePath(path: string): string {
  if (path === '') return '.';
  const trimmed = path.replace(/\/+$/, '');
  return trimmed === '' ? '/' : trimmed.slice(trimmed.lastIndexOf('/') + 1);
}

// --- internal ---

function dirPath(path: string): string {
  return cleanPath(path.slice(0, path.lastIndexOf('/') + 1));
}

function extension(path: string): string {
  const name = path.slice(path.lastIndexOf('/') + 1);
  const dot = name.lastIndexOf('.');
  return dot < 0 ? '' : name.slice(dot);
}
