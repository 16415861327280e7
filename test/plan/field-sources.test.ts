import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { WantedFile } from '../../lib/model/file-set.ts';
import { isJsonObject, type Json, type Manifest } from '../../lib/model/json.ts';
import { compileProgram } from '../../lib/pipeline.ts';
import { diffFile } from '../../lib/plan/diff/diff-file.ts';
import { parseYaml } from '../../lib/plan/diff/parse-yaml.ts';
import { templateOf, withSources } from '../../lib/plan/field-sources.ts';
import type { FieldChange } from '../../lib/plan/plan.ts';
import { explainFile, lineCount, type Why } from '../../lib/query/why.ts';
import { libraryOf } from '../tools/library.ts';

const EXAMPLES = resolve(import.meta.dirname, '../../examples');

/** Files of an example that stand for many of their kind: every so many of those that a template rendered. */
const SAMPLE = 9;

describe.each(['catalog', 'clouds'])('examples/%s', (name) => {
  it('says of every field that changes what `why` says of its line', { timeout: 60_000 }, async () => {
    const files = (await renderedFiles(name)).filter(({ documents }) => documents !== undefined);
    const chosen = files.filter((_, index) => index % Math.ceil(files.length / SAMPLE) === 0);
    let compared = 0;
    for (const file of chosen) {
      const told = whyByField(file);
      for (const { resource, after, fields = [] } of diffFile(changed(file), parseYaml)) {
        for (const field of withSources(fields, resource, file)) {
          expect(field.source?.address).toBe(file.origin.address);
          expect(field.source?.program).toEqual(file.origin.position());
          const why = told.get(JSON.stringify([resource.kind, resource.name, indexed(field.path, after ?? null)]));
          if (why === undefined) continue;
          if (why.template !== undefined) compared++;
          const place = `${file.path} ${field.path.join('.')}`;
          expect([place, field.source?.template]).toEqual([place, why.template]);
          expect([place, field.source?.inputs ?? []]).toEqual([place, why.inputs ?? []]);
        }
      }
    }
    expect(chosen.length).toBeGreaterThanOrEqual(7);
    expect(compared).toBeGreaterThan(40);
  });
});

describe('sources of fields', () => {
  it('name the line of Terraform that changes first, and the tokens in it', async () => {
    const file = await rendered('main.tf', 'locals {\n  a = 1\n  name = "<DB_NAME>"\n  b = 2\n}\n');
    const before = file.content.replace('shop', 'old').replace('b = 2', 'b = 3');
    const [pair] = diffFile({ path: 'main.tf', before: bytes(before), after: file }, parseYaml);
    const [field] = withSources(pair?.fields ?? [], pair?.resource ?? NOTHING, file);
    expect(field?.source).toMatchObject({
      address: 'acme/retail/db',
      template: { label: 'database', file: 'main.tf', line: 3 },
      inputs: ['<DB_NAME>'],
    });
  });

  it('name the line within a text of several lines', async () => {
    const text = 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\ndata:\n  run.sh: |\n    one\n    <DB_NAME>\n';
    const file = await rendered('a.yaml', text);
    const before = file.content.replace('shop', 'old');
    const [pair] = diffFile({ path: 'a.yaml', before: bytes(before), after: file }, parseYaml);
    const [field] = withSources(pair?.fields ?? [], pair?.resource ?? NOTHING, file);
    expect(field?.source).toMatchObject({ template: { file: 'a.yaml', line: 7 }, inputs: ['<DB_NAME>'] });
    expect(pair && templateOf(pair.resource, file)).toEqual({ label: 'database', file: 'a.yaml', line: 1 });
  });

  it('name no line for what is removed, and no template where none rendered the file', async () => {
    const file = await rendered('a.yaml', 'apiVersion: v1\nkind: ConfigMap\nmetadata: { name: a }\n');
    const before = bytes(`${file.content}data: { a: b }\n`);
    const [pair] = diffFile({ path: 'a.yaml', before, after: file }, parseYaml);
    const sourceOf = (one: WantedFile) => withSources(pair?.fields ?? [], pair?.resource ?? NOTHING, one)[0]?.source;
    const program = { file: 'main.ts', line: 7, column: 1 };
    expect(sourceOf(file)).toEqual({ address: 'acme/retail/db', program });
    expect(sourceOf({ ...file, provenance: undefined })).toEqual({ address: 'acme/retail/db', program });
  });
});

// --- internal ---

const NOTHING = { api_version: '', kind: '', namespace: null, name: '' };

const bytes = (text: string) => new TextEncoder().encode(text);

/** What a template of one file renders to. */
async function rendered(path: string, text: string): Promise<WantedFile> {
  const library = await libraryOf({ './database': { [path]: text, 'x.tf': '' } });
  const template = library.get({ folder: './database' });
  const files = template?.renderTokens({ values: new Map([['<DB_NAME>', 'shop']]) }).files ?? [];
  const file = files.find((one) => one.path === path);
  if (file === undefined) throw new Error(`nothing is rendered at ${path}`);
  const origin = { address: 'acme/retail/db', position: () => ({ file: 'main.ts', line: 7, column: 1 }) };
  const { text: content, documents, provenance } = file;
  return { path: path as WantedFile['path'], content, documents, provenance, origin };
}

async function renderedFiles(name: string): Promise<readonly WantedFile[]> {
  const { compilation } = await compileProgram({ cwd: join(EXAMPLES, name), env: {} });
  return compilation.fileSets.flatMap(({ files }) =>
    [...files.values()].filter(({ provenance }) => provenance !== undefined),
  );
}

/** What `why` says of the first line of each field. */
function whyByField(file: WantedFile): ReadonlyMap<string, Why> {
  const found = new Map<string, Why>();
  for (let line = 1; line <= lineCount(file); line++) {
    const why = explainFile({ repository: 'r', file }, line);
    if (why.field === undefined || why.resource === undefined) continue;
    const key = JSON.stringify([why.resource.kind, why.resource.name, why.field]);
    if (!found.has(key)) found.set(key, why);
  }
  return found;
}

/** The file with another value in every field that names no item of a list. */
function changed(file: WantedFile) {
  const before = (file.documents ?? []).map((document) => stringify(otherwise(document, ''))).join('---\n');
  return { path: file.path, before: bytes(before), after: file };
}

const NAMES = /^(?:name|namespace|kind|apiVersion|key|url|secretKey|repoURL|chart|path|group|server|host|id|type|ip)$/;

function otherwise(value: Json, key: string): Json {
  if (Array.isArray(value)) return value.map((item) => (isJsonObject(item) ? otherwise(item, key) : item));
  if (isJsonObject(value)) {
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, otherwise(member as Json, name)]));
  }
  if (NAMES.test(key)) return value;
  if (typeof value === 'number') return value + 1;
  if (typeof value === 'boolean') return !value;
  // One line of a text that is YAML, such as values of a chart, and all of another.
  if (typeof value === 'string' && value.includes('\n')) return value.replace(/: (true|false)$/m, ': maybe');
  return `${String(value)}x`;
}

/** A path of a plan with positions in place of merge keys, as `why` has them. */
function indexed(path: FieldChange['path'], root: Json | Manifest): readonly string[] {
  let value: unknown = root;
  return path.map((segment) => {
    const list = Array.isArray(value) ? (value as readonly Json[]) : undefined;
    if (list === undefined) {
      const text = typeof value === 'string' ? (parseYaml(value)?.[0] ?? null) : value;
      value = isJsonObject(text as Json) ? (text as Record<string, unknown>)[segment] : undefined;
      return segment;
    }
    const members = segment.slice(1, -1).split(',');
    const index = segment.includes('=')
      ? list.findIndex((item) =>
          members.every((part) => {
            const [name = '', ...rest] = part.split('=');
            return isJsonObject(item) && String(item[name]) === rest.join('=');
          }),
        )
      : Number(segment.slice(1, -1));
    value = list[index];
    return `[${index}]`;
  });
}
