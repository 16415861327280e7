// @ts-check
// Writes all files of a folder to another and computes the name that git has for each: what any tool does at least.
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';

const [from = '', to = ''] = process.argv.slice(2);
rmSync(to, { recursive: true, force: true });
const made = new Set();
for (const entry of readdirSync(from, { recursive: true, withFileTypes: true })) {
  if (!entry.isFile()) continue;
  const path = join(entry.parentPath, entry.name);
  const content = readFileSync(path);
  createHash('sha1').update(`blob ${content.length}\0`).update(content).digest('hex');
  const target = join(to, relative(from, path));
  const folder = dirname(target);
  if (!made.has(folder)) mkdirSync(folder, { recursive: true });
  made.add(folder);
  writeFileSync(target, content);
}
