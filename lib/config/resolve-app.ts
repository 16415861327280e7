import { readdirSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { type Diagnostic, error, type SourcePosition } from '../diagnostics/diagnostic.ts';
import { nearMatches } from '../diagnostics/near-matches.ts';
import type { AppEntry } from './config.ts';
import { moduleOfCommand } from './module-of-command.ts';

const MODULE = /\.[cm]?[jt]sx?$/;

/**
 * Decides what `app` names: a module, when it is one word with the extension of one (or a path with spaces that
 * exists) or a command that does nothing but run one; else a command.
 *
 * @param app     the text in the configuration
 * @param root    absolute folder of the configuration
 * @param source  where the text stands, for the diagnostic
 * @returns the entry, or `CONFIG_APP_NOT_FOUND` when it names a module that does not exist
 */
export function resolveApp(app: string, root: string, source: SourcePosition | undefined): AppEntry | Diagnostic {
  const text = moduleOfCommand(app.trim()) ?? app.trim();
  const path = resolve(root, text);
  const kind = kindOf(path);
  if (kind === 'file' && MODULE.test(text)) return { kind: 'module', path };
  const isOneWord = !/\s/.test(text);
  if (isOneWord && (MODULE.test(text) || kind === 'folder' || hasModule(path))) {
    const summary = kind === 'folder' ? `\`app\` names the folder ${text}` : `There is no program ${text}`;
    const near = modulesNear(path).map((name) => `\`${join(dirname(text), name)}\``);
    const inside = kind === 'folder' && hasModule(join(path, 'main')) ? [`\`${join(text, 'main.ts')}\``] : near;
    const fix = inside.length > 0 ? `Did you mean ${inside.join(' or ')}?` : undefined;
    return error('CONFIG_APP_NOT_FOUND', { summary, ...(fix && { fix }), source });
  }
  return { kind: 'command', command: text };
}

/**
 * Finds out why `synth` must not write to the folder `output`; undefined when it may.
 *
 * Symbolic links count as what they lead to.
 */
export function outputProblem(
  output: string,
  root: string,
  app: AppEntry | undefined,
  declarations?: string,
): string | undefined {
  const folder = realPath(output);
  const project = realPath(root);
  if (folder === project) return 'it is the project folder itself';
  if (isInside(project, folder)) return 'it is above the project folder';
  if (app?.kind === 'module' && isInside(realPath(app.path), folder)) return 'the program is in it';
  if (declarations !== undefined) {
    const declared = realPath(declarations);
    if (folder === declared || isInside(declared, folder)) return 'the declarations are in it';
    if (isInside(folder, declared)) return 'it is in the folder of declarations';
  }
  if (relative(project, folder).split(sep).includes('.git')) return "it is git's own folder";
  if (kindOf(output) === 'file') return 'it is a file';
  return undefined;
}

// --- internal ---

function kindOf(path: string): 'file' | 'folder' | undefined {
  try {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat === undefined) return undefined;
    return stat.isDirectory() ? 'folder' : 'file';
  } catch {
    return undefined;
  }
}

function hasModule(path: string): boolean {
  return ['.ts', '.js', '.mts', '.mjs'].some((extension) => kindOf(path + extension) === 'file');
}

/** Modules of the same folder with a similar name, or with the same name and another extension. */
function modulesNear(path: string): readonly string[] {
  const wanted = basename(path);
  const stem = wanted.replace(MODULE, '');
  try {
    const modules = readdirSync(dirname(path)).filter((name) => MODULE.test(name));
    const sameStem = modules.filter((name) => name.replace(MODULE, '') === stem);
    return sameStem.length > 0 ? sameStem : nearMatches(wanted, modules);
  } catch {
    return [];
  }
}

function isInside(path: string, folder: string): boolean {
  return path.startsWith(folder.endsWith(sep) ? folder : folder + sep);
}

/** The path with the links of its existing part followed. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    const above = dirname(path);
    return above === path ? path : join(realPath(above), basename(path));
  }
}
