import { re2 } from '../packages.ts';

/**
 * Reads `.helmignore` into a test of paths relative to the chart. Unlike in `.gitignore`, there is no `**`, and a later
 * rule does not undo an earlier one.
 *
 * @see https://helm.sh/docs/chart_template_guide/helm_ignore_file/
 */
export function parseIgnore(text: string): (path: string, isFolder: boolean) => boolean {
  const rules = [...text.split('\n').flatMap(parseRule), HIDDEN_TEMPLATES];
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

interface Rule {
  readonly negated: boolean;
  readonly folderOnly: boolean;
  readonly matches: (path: string) => boolean;
}

/** `templates/.?*`, which Helm always adds. */
const HIDDEN_TEMPLATES: Rule = {
  negated: false,
  folderOnly: false,
  matches: (path) => /^templates\/\.[^/]+$/.test(path),
};

function parseRule(line: string): readonly Rule[] {
  let pattern = line.trim();
  if (pattern === '' || pattern.startsWith('#')) return [];
  const negated = pattern.startsWith('!');
  if (negated) pattern = pattern.slice(1);
  const folderOnly = pattern.endsWith('/');
  if (folderOnly) pattern = pattern.slice(0, -1);
  if (pattern.startsWith('/')) {
    return [{ negated, folderOnly, matches: globMatcher(pattern.slice(1)) }];
  }
  const matches = globMatcher(pattern);
  if (pattern.includes('/')) return [{ negated, folderOnly, matches }];
  return [{ negated, folderOnly, matches: (path) => matches(path.slice(path.lastIndexOf('/') + 1)) }];
}

/** Go's `filepath.Match`: `*` and `?` stay within a segment. What most rules are, one `*` at most, takes no expression. */
function globMatcher(glob: string): (path: string) => boolean {
  const [before = '', after, ...more] = glob.split('*');
  if (/[?[\\]/.test(glob) || more.length > 0) return globExpression(glob);
  if (after === undefined) return (path) => path === glob;
  return (path) =>
    path.length >= before.length + after.length &&
    path.startsWith(before) &&
    path.endsWith(after) &&
    !path.slice(before.length, path.length - after.length).includes('/');
}

function globExpression(glob: string): (path: string) => boolean {
  let pattern = '';
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at] ?? '';
    if (char === '*') pattern += '[^/]*';
    else if (char === '?') pattern += '[^/]';
    else if (char === '[') {
      const close = glob.indexOf(']', at + 2);
      const inner = close < 0 ? undefined : glob.slice(at + 1, close);
      if (inner === undefined) return () => false;
      pattern += `[${inner.startsWith('^') ? '^' : ''}${inner.replace(/^\^/, '').replace(/[\\[\]^]/g, '\\$&')}]`;
      at = close;
    } else if (char === '\\') pattern += literal(glob[++at] ?? '\\');
    else pattern += literal(char);
  }
  const regex = re2().compile(pattern, re2().DOTALL);
  return (path) => regex.matches(path);
}

function literal(char: string): string {
  return char.replace(/[\\^$.*+?()[\]{}|-]/, '\\$&');
}
