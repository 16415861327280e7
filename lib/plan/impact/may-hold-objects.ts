import type { FileSet, WantedFile } from '../../model/file-set.ts';
import type { RepoPath } from '../../model/repo-path.ts';

/** True for a wanted text that only the parser can tell the objects of. */
export function mayHoldObjects(file: WantedFile, { files }: FileSet): boolean {
  const { documents, path } = file;
  // the text last: a part of a plan does not carry that of files whose objects are known
  if (documents !== undefined || !MANIFEST_FILE.test(path) || !file.content.includes('apiVersion')) return false;
  return !(file.content.includes('{{') && isChartTemplate(path, files));
}

// --- internal ---

/** True for a file that the chart which it is written with renders. */
function isChartTemplate(path: string, files: FileSet['files']): boolean {
  for (let at = path.indexOf(TEMPLATES); at !== -1; at = path.indexOf(TEMPLATES, at + 1)) {
    if (files.has(`${path.slice(0, at)}/Chart.yaml` as RepoPath)) return true;
  }
  return path.startsWith(TEMPLATES.slice(1)) && files.has('Chart.yaml' as RepoPath);
}

const TEMPLATES = '/templates/';
const MANIFEST_FILE = /\.(?:ya?ml|json)$/i;
