import { RE2JS } from 're2js';

/**
 * Reads `.helmignore` into a test of paths relative to the chart. Unlike in `.gitignore`, there is no `**`, and a later
 * rule does not undo an earlier one.
 *
 * @see https://helm.sh/docs/chart_template_guide/helm_ignore_file/
 */
export function parseIgnore(text: string): (path: string, isFolder: boolean) => boolean {
  const rules = [...text.split('\n'), 'templates/.?*'].flatMap(parseRule);
  return (path, isFolder) => {
    for (const rule of rules) {
      if (rule.folderOnly && !isFolder) {
        if (rule.negated) return true;
        continue;
      }
      if (rule.matches(path) !== rule.negated) return true;
    }
    return false;
  };
}

// --- internal ---

const NOTHING = RE2JS.compile('a\\bb');

interface Rule {
  readonly negated: boolean;
  readonly folderOnly: boolean;
  readonly matches: (path: string) => boolean;
}

function parseRule(line: string): readonly Rule[] {
  let pattern = line.trim();
  if (pattern === '' || pattern.startsWith('#')) return [];
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const folderOnly = pattern.endsWith('/');
  if (folderOnly) pattern = pattern.slice(0, -1);
  if (pattern.startsWith('/')) {
    const regex = globPattern(pattern.slice(1));
    return [{ negated, folderOnly, matches: (path) => regex.matches(path) }];
  }
  const regex = globPattern(pattern);
  if (pattern.includes('/')) return [{ negated, folderOnly, matches: (path) => regex.matches(path) }];
  return [{ negated, folderOnly, matches: (path) => regex.matches(path.slice(path.lastIndexOf('/') + 1)) }];
}

/** Go's `filepath.Match`: `*` and `?` stay within a segment. */
function globPattern(glob: string): RE2JS {
  let pattern = '';
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at] ?? '';
    if (char === '*') pattern += '[^/]*';
    else if (char === '?') pattern += '[^/]';
    else if (char === '[') {
      const close = glob.indexOf(']', at + 2);
      const inner = close < 0 ? undefined : glob.slice(at + 1, close);
      if (inner === undefined) return NOTHING;
      pattern += `[${inner.startsWith('^') ? '^' : ''}${inner.replace(/^\^/, '').replace(/[\\[\]^]/g, '\\$&')}]`;
      at = close;
    } else if (char === '\\') pattern += literal(glob[++at] ?? '\\');
    else pattern += literal(char);
  }
  return RE2JS.compile(pattern, RE2JS.DOTALL);
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|-]/, '\\$&');
}
