import type { RE2JS } from 're2js';
import { base64 } from '../functions/base64.ts';
import { basePath } from '../functions/paths.ts';
import { MethodMap } from '../go/fields.ts';
import type { Budget } from '../go/print.ts';
import { fromBytes } from '../go/text.ts';
import { GoBytes, type GoMap, stringList, withType } from '../go/values.ts';
import { re2 } from '../packages.ts';
import { encodeYaml } from '../yaml/encode.ts';
import type { ChartFile } from './chart.ts';

/** `.Files`: the files of a chart that are neither template nor metadata, with Helm's methods. */
export function filesObject(files: readonly ChartFile[], budget: () => Budget): MethodMap {
  const bytes = new Map(files.map((file) => [file.path, file.bytes]));
  const textOf = (path: string): string => fromBytes(bytes.get(path) ?? new Uint8Array());
  const byName = (content: (bytes: Uint8Array) => string): GoMap =>
    new Map(files.map((file) => [basePath(file.path), content(file.bytes)]));
  const asYaml = (map: GoMap): string => encodeYaml(map, budget());
  const object = new MethodMap({
    Get: { params: ['string'], call: textOf },
    GetBytes: { params: ['string'], call: (path: string) => new GoBytes(bytes.get(path) ?? new Uint8Array()) },
    Lines: {
      params: ['string'],
      call: (path: string) => stringList(bytes.has(path) ? textOf(path).replace(/\n$/, '').split('\n') : []),
    },
    Glob: {
      params: ['string'],
      call: (pattern: string) => {
        const regex = globRegex(pattern);
        const matching = files.filter((file) => regex.matches(file.path));
        return filesObject(matching, budget);
      },
    },
    AsConfig: { params: [], call: () => asYaml(byName(fromBytes)) },
    AsSecrets: { params: [], call: () => asYaml(byName(base64)) },
  });
  for (const file of files) object.set(file.path, new GoBytes(file.bytes));
  return withType(object, 'engine.files');
}

// --- internal ---

/** `*` stays within a segment, `**` does not, `{a,b}` is either. */
function globRegex(glob: string): RE2JS {
  let pattern = '';
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const char = glob[at] ?? '';
    if (char === '*') {
      const double = glob[at + 1] === '*';
      pattern += double ? '.*' : '[^/]*';
      while (glob[at + 1] === '*') at++;
    } else if (char === '?') pattern += '[^/]';
    else if (char === '{') {
      pattern += '(?:';
      depth++;
    } else if (char === '}' && depth > 0) {
      pattern += ')';
      depth--;
    } else if (char === ',' && depth > 0) pattern += '|';
    else if (char === '[' && glob.indexOf(']', at) > 0) {
      const close = glob.indexOf(']', at);
      pattern += `[${glob
        .slice(at + 1, close)
        .replace(/^!/, '^')
        .replace(/[\\[]/g, '\\$&')}]`;
      at = close;
    } else if (char === '\\') pattern += (glob[++at] ?? '').replace(/[\\^$.*+?()[\]{}|-]/, '\\$&');
    else pattern += char.replace(/[\\^$.*+?()[\]{}|-]/, '\\$&');
  }
  try {
    return re2().compile(`${pattern}${')'.repeat(depth)}`, re2().DOTALL);
  } catch {
    return re2().compile('a\\bb'); // matches nothing
  }
}
