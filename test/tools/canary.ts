import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { TestProject } from './project.ts';

/** Not in the form of any issuer, so that only what we know to be secret is recognised. */
export const CANARY = 'kanarienvogel/+%40=47';
export const AUTH = { username: 'x-access-token', password: CANARY };

/** Every way in which a text may spell the secret. */
function spellings(secret: string): readonly string[] {
  const base64 = (text: string) => Buffer.from(text).toString('base64').replace(/=+$/, '');
  return [
    secret,
    encodeURIComponent(secret),
    encodeURI(secret),
    JSON.stringify(secret).slice(1, -1),
    base64(secret),
    base64(`${AUTH.username}:${secret}`),
    Buffer.from(secret).toString('hex'),
  ];
}

/** Where the secret is, among texts by name. */
export function leaks(texts: Readonly<Record<string, string>>, secret = CANARY): readonly string[] {
  return Object.entries(texts).flatMap(([name, text]) =>
    spellings(secret).flatMap((spelling) => (text.includes(spelling) ? [`${name}: ${spelling}`] : [])),
  );
}

/** Every file that a project has: what it wrote, saved plans, caches, temporary files, what was pushed. */
export function filesOf(project: TestProject): Readonly<Record<string, string>> {
  const root = dirname(project.folder);
  const files = readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const onDisk = files.map((entry) => join(entry.parentPath, entry.name));
  const pushed = Object.entries(project.repositories).flatMap(([name, repository]) =>
    ['log --format=fuller', 'log --patch'].map((what) => [`${name}: ${what}`, repository.git(...what.split(' '))]),
  );
  return Object.fromEntries([
    ...onDisk.map((path) => [path.slice(root.length), readFileSync(path, 'latin1')]),
    ...pushed,
  ]);
}
